"""From where a request comes, and by which name it asked for us."""

from rejoinder.http_headers import is_trusted_proxy
from rejoinder.ip_addresses import without_port
from rejoinder.settings import Network
from rejoinder.web.app_state import WebRequest


def client_address(request: WebRequest, trusted: tuple[Network, ...]) -> str:
    """The address of whoever sent this, past the proxies that we trust; without a port.

    X-Forwarded-For is read from its right end: what stands left of the first address that is not
    one of our proxies was written by whoever likes to.
    """
    hops = [request.client.host if request.client else ""]
    for line in reversed(request.headers.getall("x-forwarded-for", [])):
        hops.extend(part.strip() for part in reversed(line.split(",")))
    for hop in hops:
        address = without_port(hop)
        if not is_trusted_proxy(address, trusted):
            break
    return address


def host_of(request: WebRequest) -> str:
    """The host, with its port, that the browser thinks it is talking to.

    `RequestGuard` has let in one only, in small letters. What a proxy says in X-Forwarded-Host
    names no site: many pass on whatever the reader's browser sent there.
    """
    return request.headers.get("host", "")
