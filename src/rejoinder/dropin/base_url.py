"""By which address a caller reached us: what documents that name addresses of ours must say."""

from litestar import Request
from litestar.datastructures import State

from rejoinder.http_headers import is_trusted_proxy
from rejoinder.ip_addresses import without_port
from rejoinder.request_guard import is_host
from rejoinder.settings import Network

DropinRequest = Request[None, None, State]

# In place of what can be no host, which must not get into our documents.
_FALLBACK_HOST = "127.0.0.1"


def base_url_of(request: DropinRequest, trusted: tuple[Network, ...]) -> str:
    """Scheme and host with a slash at the end; a proxy that we trust may tell the outer ones."""
    scheme, host = request.scope["scheme"], request.headers.get("host", "")
    client = without_port(request.client.host) if request.client else ""
    if is_trusted_proxy(client, trusted):
        scheme = _first(request, "x-forwarded-proto") or scheme
        host = _first(request, "x-forwarded-host") or host
    scheme = "https" if scheme == "https" else "http"
    return f"{scheme}://{host if is_host(host) else _FALLBACK_HOST}/"


def with_slash(address: str) -> str:
    """An address with a slash at its end; an empty one stays empty."""
    return f"{address.rstrip('/')}/" if address else ""


def _first(request: DropinRequest, name: str) -> str:
    return request.headers.get(name, "").partition(",")[0].strip()
