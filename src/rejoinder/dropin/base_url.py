"""By which address a caller reached us: what documents that name addresses of ours must say."""

import re

from litestar import Request
from litestar.datastructures import State

from rejoinder.http_headers import is_trusted_proxy
from rejoinder.settings import Network

DropinRequest = Request[None, None, State]

# A name or an address, and a port. Whatever else stands there must not get into our documents.
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_FALLBACK_HOST = "127.0.0.1"


def base_url_of(request: DropinRequest, trusted: tuple[Network, ...]) -> str:
    """Scheme and host with a slash at the end; a proxy that we trust may tell the outer ones."""
    scheme, host = request.scope["scheme"], request.headers.get("host", "")
    if request.client is not None and is_trusted_proxy(request.client.host, trusted):
        scheme = _first(request, "x-forwarded-proto") or scheme
        host = _first(request, "x-forwarded-host") or host
    scheme = "https" if scheme == "https" else "http"
    return f"{scheme}://{host if _HOST.fullmatch(host) else _FALLBACK_HOST}/"


def with_slash(address: str) -> str:
    """An address with a slash at its end; an empty one stays empty."""
    return f"{address.rstrip('/')}/" if address else ""


def _first(request: DropinRequest, name: str) -> str:
    return request.headers.get(name, "").partition(",")[0].strip()
