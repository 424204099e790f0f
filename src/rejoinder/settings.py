"""What the person who runs Rejoinder sets, read from the environment once, at the edge."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from rejoinder.errors import Invalid, N_

Network = IPv4Network | IPv6Network

# A name on the internet, as it is looked up; no number, no port.
_HOST = re.compile(r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings. Every field has its variable, `REJOINDER_` and the name."""

    database_url: str = "sqlite:///var/rejoinder.db"
    """`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`."""
    mail_url: str = "console:"
    """`smtp://`, `smtps://USER:PASSWORD@HOST:PORT`, or `console:` to print mail."""
    mail_from: str = "comments@localhost"
    judge_timeout: float = 2.0
    """Seconds a comment waits for its judgement; after that it is held for a person."""
    judge_threads: int = 1
    judge_queue: int = 64
    """Comments that may wait for the judge at once; one more is held for a person."""
    posts_per_minute: int = 60
    """Posts that one address may send in a minute; 0 means no limit."""
    trusted_proxies: tuple[Network, ...] = ()
    """Networks whose X-Forwarded-For is believed."""
    read_seconds: int = 8
    """Seconds an article is on screen before it counts as read."""
    dropin: bool = False
    """The formats of other services are answered too (`serve --dropin`)."""
    dropin_open: bool = False
    """They take any key and none: for a private network."""
    dropin_keys: Path | None = None
    """A file of names and hashes of keys, for a judge server without a store."""
    dropin_feedback: Path | None = None
    """A file to which a judge server without a store adds feedback, as JSON lines."""
    dropin_coral_secrets: tuple[str, ...] = ()
    """Signing secrets of Coral's moderation phases; without one no phase is answered."""
    dropin_per_minute: int = 60_000
    """Calls that one key may make in a minute; 0 means no limit."""
    dropin_strict_languages: bool = True
    """One attribute that cannot be answered fails the call, as it did at Google."""
    dropin_fetch: bool = False
    """Articles that are not known are fetched from the addresses that callers name."""
    dropin_fetch_hosts: tuple[str, ...] = ()
    """From these hosts and those whose names end in them; empty: from the public internet."""
    dropin_url: str = ""
    """Our public address for documents that name it; empty: that by which each caller came."""
    dropin_scale: str = ""
    """A file of tables that scores are told by, or `none`; empty: the packaged one."""
    demo: bool = False
    """The demo newsroom: sign-in links are shown on the page."""


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `REJOINDER_*` variables.

    Raises:
        Invalid: a variable holds something that cannot be used; the message names it.
    """
    values = os.environ if environment is None else environment  # noqa: TID251 - this is the edge
    defaults = Settings()
    return Settings(
        database_url=values.get("REJOINDER_DATABASE_URL", defaults.database_url),
        mail_url=values.get("REJOINDER_MAIL_URL", defaults.mail_url),
        mail_from=values.get("REJOINDER_MAIL_FROM", defaults.mail_from),
        judge_timeout=_number(values, "REJOINDER_JUDGE_TIMEOUT", defaults.judge_timeout),
        judge_threads=int(_number(values, "REJOINDER_JUDGE_THREADS", defaults.judge_threads)),
        judge_queue=int(_number(values, "REJOINDER_JUDGE_QUEUE", defaults.judge_queue)),
        posts_per_minute=int(
            _number(values, "REJOINDER_POSTS_PER_MINUTE", defaults.posts_per_minute)
        ),
        trusted_proxies=_networks(values.get("REJOINDER_TRUSTED_PROXIES", "")),
        read_seconds=int(_number(values, "REJOINDER_READ_SECONDS", defaults.read_seconds)),
        demo=values.get("REJOINDER_DEMO", "") == "1",
        **_dropin(values),
    )


def _dropin(values: Mapping[str, str]) -> dict[str, Any]:
    keys, feedback = (values.get(f"REJOINDER_DROPIN_{name}") for name in ("KEYS", "FEEDBACK"))
    most = Settings().dropin_per_minute
    return {
        "dropin": values.get("REJOINDER_DROPIN", "") == "1",
        "dropin_open": values.get("REJOINDER_DROPIN_OPEN", "") == "1",
        "dropin_keys": Path(keys) if keys else None,
        "dropin_feedback": Path(feedback) if feedback else None,
        "dropin_coral_secrets": tuple(
            each.strip()
            for each in values.get("REJOINDER_DROPIN_CORAL_SECRETS", "").split(",")
            if each.strip()
        ),
        "dropin_per_minute": int(_number(values, "REJOINDER_DROPIN_PER_MINUTE", most)),
        "dropin_strict_languages": values.get("REJOINDER_DROPIN_STRICT_LANGUAGES", "1") != "0",
        **_fetch(values.get("REJOINDER_DROPIN_FETCH", "").strip()),
        "dropin_url": values.get("REJOINDER_DROPIN_URL", ""),
        "dropin_scale": values.get("REJOINDER_DROPIN_SCALE", ""),
    }


def _fetch(told: str) -> dict[str, Any]:
    """`1` for any host, or the names of hosts; nothing or `0`: nothing is fetched."""
    hosts = () if told in {"", "0", "1"} else tuple(each.strip() for each in told.split(","))
    if not all(map(_HOST.fullmatch, hosts)):
        raise Invalid(
            N_("%(name)s must be 1, or hosts such as paper.example, with commas between."),
            name="REJOINDER_DROPIN_FETCH",
        )
    return {"dropin_fetch": told not in {"", "0"}, "dropin_fetch_hosts": hosts}


def sqlite_path(database_url: str) -> Path | None:
    """The file behind an embedded store, or None where the store is a server."""
    prefix = "sqlite:///"
    return Path(database_url.removeprefix(prefix)) if database_url.startswith(prefix) else None


def _number(values: Mapping[str, str], name: str, default: float) -> float:
    raw = values.get(name)
    if raw is None:
        return default
    try:
        number = float(raw)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e9:
        raise Invalid(N_("%(name)s must be a number of zero or more."), name=name)
    return number


def _networks(raw: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in raw.split(",") if part.strip())
    except ValueError:
        raise Invalid(
            N_("%(name)s must be networks such as 10.0.0.0/8, with commas between."),
            name="REJOINDER_TRUSTED_PROXIES",
        ) from None
