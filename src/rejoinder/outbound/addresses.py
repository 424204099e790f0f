"""Which addresses may be gone to. Pure; every address is hostile.

Somebody else names an address that we then go to, from inside the operator's network. So only
names are gone to, by HTTP at its usual ports, and only where every machine behind the name is one
that anybody on the internet could ask; or exactly the hosts and ports that the operator named.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from rejoinder.settings import HostPorts

MAX_URL_CHARS = 2000
_USUAL_PORT = {"http": 80, "https": 443}
# A name with a dot in it whose last part begins with a letter: no number, in whatever notation it
# is written, and no name that only the local network knows.
_NAME = re.compile(r"(?:[a-z0-9_][a-z0-9_-]{0,62}\.)+[a-z][a-z0-9-]{0,62}\.?")
# All that was ever given out for machines on the internet (IANA).
_GLOBAL_UNICAST = ip_network("2000::/3")
# By these an IPv4 address is reached through a translator or a tunnel (RFC 6052, 3056, 4380).
_TRANSLATED = ip_network("64:ff9b::/96")
_TUNNELS = (ip_network("2002::/16"), ip_network("2001::/32"))


class OutboundError(Exception):
    """Why nothing came of a call, in a few words that hold nothing of the address."""


def checked_url(url: str, hosts: Sequence[str] = (), inside: HostPorts = ()) -> httpx.URL:
    """An address that may be gone to, as far as it can be told from how it is written.

    `hosts`, where there are any, are the only names: each with all that end in it. `inside` are
    hosts and ports that the operator named, which may be anywhere.

    Raises:
        OutboundError: it may not.
    """
    if len(url) > MAX_URL_CHARS:
        raise OutboundError("the address is too long")
    try:
        target = httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError):
        raise OutboundError("it is no address") from None
    if target.scheme not in _USUAL_PORT:
        raise OutboundError("only http and https are spoken")
    if target.userinfo:
        raise OutboundError("the address has a user's name in it")
    port = _USUAL_PORT[target.scheme] if target.port is None else target.port
    if not is_named(host_of(target), port, inside):
        _check_public(target, hosts)
    return target


def is_named(host: str, port: int, inside: HostPorts) -> bool:
    """Whether the operator named exactly this host and port."""
    return f"{f'[{host}]' if ':' in host else host}:{port}" in inside


def _check_public(target: httpx.URL, hosts: Sequence[str]) -> None:
    if target.port not in {None, *_USUAL_PORT.values()}:
        raise OutboundError("only ports 80 and 443 are spoken to")
    name = host_of(target)
    if not _NAME.fullmatch(name) or len(name) > 253:
        raise OutboundError("its host is not a name on the internet")
    if hosts and not any(name == host or name.endswith(f".{host}") for host in hosts):
        raise OutboundError("its host is none of those that may be asked")


def host_of(url: httpx.URL) -> str:
    """The host's name as it is looked up: in ASCII, small letters."""
    return plain_host(url.raw_host.decode("ascii"))


def plain_host(host: str) -> str:
    """A host's name in the one form in which names are compared."""
    return host.lower().removesuffix(".")


def is_public(address: str) -> bool:
    """Whether an address belongs to a machine that anybody on the internet could ask."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        embedded = parsed.ipv4_mapped or _translated(parsed)
        if embedded is None:
            unicast = parsed in _GLOBAL_UNICAST and not any(parsed in net for net in _TUNNELS)
            return unicast and parsed.is_global
        parsed = embedded
    return parsed.is_global and not parsed.is_multicast


def _translated(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
