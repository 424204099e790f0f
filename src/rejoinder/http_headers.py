"""What headers say that the newspaper's server and the judge's read alike."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address


def by_name(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by their names; of one that came twice the first, as handlers are given it."""
    return dict(reversed(list(headers)))


def bearer_token(authorization: str) -> str:
    """The token in an Authorization header, as in `Bearer KEY`; empty where there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def is_trusted_proxy(host: str, trusted: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether X-Forwarded headers are believed of this address; what is no address is not."""
    if not trusted:
        return False
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in trusted)
