"""What the person who runs Rejoinder sets, read from the environment once, at the edge.

Each setting stands here once: its name, its bounds, its default and what it means. Its variable is
`REJOINDER_` and its name in capitals; in a part of the settings the part's name stands between.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from rejoinder.errors import Invalid, N_

Network = IPv4Network | IPv6Network
Networks = tuple[Network, ...]
Count = Annotated[int, Meta(ge=0, lt=10**9)]
Seconds = Annotated[float, Meta(ge=0, lt=1e9)]
# A name on the internet, as it is looked up; no number, no port.
Host = Annotated[str, Meta(pattern=r"^(?:[a-z0-9][a-z0-9-]*\.)+[a-z][a-z0-9-]*$")]
Hosts = tuple[Host, ...]
# One machine's port, by name or number: `checker:8080`, `10.0.0.7:443`, `[fd00::7]:8080`.
HostPort = Annotated[
    str, Meta(pattern=r"^(?:[a-z0-9](?:[a-z0-9_.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]):[0-9]{1,5}$")
]
HostPorts = tuple[HostPort, ...]


@dataclass(frozen=True, slots=True)
class DropinSettings:
    """The formats of other services: their variables begin with `REJOINDER_DROPIN_`."""

    enabled: bool = field(default=False, metadata={"variable": "REJOINDER_DROPIN"})
    """They are answered beside the newspaper too (`serve --dropin`)."""
    open: bool = False
    """They take any key and none: for a private network."""
    keys: Path | None = None
    """A file of names and hashes of keys, for a judge server without a store."""
    feedback: Path | None = None
    """A file to which a judge server without a store adds feedback, as JSON lines."""
    coral_secrets: tuple[str, ...] = ()
    """Signing secrets of Coral's moderation phases; without one no phase is answered."""
    per_minute: Count = 60_000
    """Calls that one key may make in a minute; 0 means no limit."""
    strict_languages: bool = True
    """One attribute that cannot be answered fails the call, as it did at Google."""
    fetch: bool = False
    """Articles that are not known are fetched from the addresses that callers name.

    The variable may name the hosts too, in place of `1`.
    """
    fetch_hosts: Hosts = ()
    """From these hosts and those whose names end in them; empty: from the public internet."""
    url: str = ""
    """Our public address for documents that name it; empty: that by which each caller came."""
    scale: str = ""
    """A file of tables that scores are told by, or `none`; empty: the packaged one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings."""

    database_url: str = "sqlite:///var/rejoinder.db"
    """`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`."""
    mail_url: str = "console:"
    """`smtp://`, `smtps://USER:PASSWORD@HOST:PORT`, or `console:` to print mail."""
    mail_from: str = "comments@localhost"
    judge_timeout: Seconds = 2.0
    """Seconds a comment waits for its judgement; after that it is held for a person."""
    judge_processes: Count = 1
    """Processes for the judge beside each web process; 0: it shares the web's, in threads."""
    judge_threads: Count = 1
    """Threads that put comments to a judge in the web's own process."""
    judge_queue: Count = 64
    """Comments that may wait for the judge at once; one more is held for a person."""
    posts_per_minute: Count = 60
    """Posts that one address may send in a minute; 0 means no limit."""
    key_calls_per_minute: Count = 1_200
    """Calls that one key of the site's own software may send in a minute: posts, edits, reports and
    the like for all its readers, and all that it reads and does at the desk; 0 means no limit."""
    trusted_proxies: Networks = ()
    """Networks whose X-Forwarded-For is believed."""
    return_seconds: Seconds = 10.0
    """Whoever's live thread breaks off comes back within so long, each at another moment."""
    read_seconds: Count = 8
    """Seconds an article is on screen before it counts as read."""
    read_pages: bool = True
    """A page of a site's own origins, shown to a reader before anybody told of it, is fetched."""
    inside_hosts: HostPorts = ()
    """Hosts and ports within the operator's network, or at ports of their own, that addresses
    which a site configured may lead to."""
    dropin: DropinSettings = DropinSettings()
    demo: bool = False
    """The demo newsroom: sign-in links are shown on the page."""


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `REJOINDER_*` variables.

    Raises:
        Invalid: a variable holds something that cannot be used; the message names it.
    """
    values = os.environ if environment is None else environment  # noqa: TID251 - this is the edge
    settings: Settings = _read_part(Settings, _with_fetch_hosts(values), "REJOINDER_")
    return settings


def variables(part: Any = Settings, prefix: str = "REJOINDER_") -> tuple[str, ...]:
    """The name of every variable that is read, in the settings' order."""
    names: list[str] = []
    for name, (variable, kind) in _variables_of(part, prefix).items():
        names += variables(kind, f"{prefix}{name.upper()}_") if is_dataclass(kind) else [variable]
    return tuple(names)


def sqlite_path(database_url: str) -> Path | None:
    """The file behind an embedded store, or None where the store is a server."""
    prefix = "sqlite:///"
    return Path(database_url.removeprefix(prefix)) if database_url.startswith(prefix) else None


# What is said of a variable that cannot be used.
_MUST_BE: Mapping[Any, str] = {
    bool: N_("%(name)s must be 1 or 0."),
    Count: N_("%(name)s must be a whole number of zero or more."),
    Seconds: N_("%(name)s must be a number of zero or more."),
    Networks: N_("%(name)s must be networks such as 10.0.0.0/8, with commas between."),
    Hosts: N_("%(name)s must be hosts such as paper.example, with commas between."),
    HostPorts: N_(
        "%(name)s must be hosts with their ports, such as checker:8080, with commas between."
    ),
}


def _read_part(part: Any, values: Mapping[str, str], prefix: str) -> Any:
    given: dict[str, Any] = {}
    for name, (variable, kind) in _variables_of(part, prefix).items():
        if is_dataclass(kind):
            given[name] = _read_part(kind, values, f"{prefix}{name.upper()}_")
            continue
        raw = values.get(variable)
        if raw is None or (kind is bool and not raw):
            continue
        try:
            given[name] = _parsed(raw, kind)
        except (ValueError, msgspec.ValidationError):
            raise Invalid(_MUST_BE[kind], name=variable) from None
    return part(**given)


def _parsed(raw: str, kind: Any) -> Any:
    if get_origin(kind) is tuple:
        item, _ = get_args(kind)
        parts = [each.strip() for each in raw.split(",")] if raw.strip() else []
        # Among hosts a comma too many is no slip to pass over: without any, all may be asked.
        return tuple(_parsed(each, item) for each in parts if each or kind in {Hosts, HostPorts})
    if kind == Network:
        return ip_network(raw)
    if kind == Path | None:
        return Path(raw) if raw else None
    return msgspec.convert(raw if kind is str else raw.strip(), kind, strict=False)


@cache
def _variables_of(part: Any, prefix: str) -> Mapping[str, tuple[str, Any]]:
    """Each field's variable and its type."""
    kinds = get_type_hints(part, include_extras=True)
    return {
        each.name: (
            each.metadata.get("variable", f"{prefix}{each.name.upper()}"),
            kinds[each.name],
        )
        for each in fields(part)
    }


def _with_fetch_hosts(values: Mapping[str, str]) -> Mapping[str, str]:
    """Hosts in place of the `1` that switches fetching on; they stand before the other variable."""
    variable = "REJOINDER_DROPIN_FETCH"
    hosts = values.get(variable, "").strip()
    if hosts in {"", "0", "1"}:
        return {**values, variable: hosts}
    try:
        _parsed(hosts, Hosts)
    except msgspec.ValidationError:
        raise Invalid(
            N_("%(name)s must be 1, or hosts such as paper.example, with commas between."),
            name=variable,
        ) from None
    return {**values, variable: "1", "REJOINDER_DROPIN_FETCH_HOSTS": hosts}
