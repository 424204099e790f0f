"""One address for one page: doubled slashes are put right, and advertisers' marks left out.

What stands here before everything else, all others read: routes, page cache and forms.
"""

import re
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from rejoinder.articles.addresses import is_mark
from rejoinder.web.middleware.security_headers import SECURITY_HEADERS

# Behind this stands an id of the newsroom's own, which may hold whatever an address is made of.
BY_ID = "/api/v1/articles/by-id/"
# For a slash of an id, since routes are found by slashes; no id has such a character.
_SLASH_OF_ID, _IN_NO_ID = "\x01", "\x02"
_SLASHES = re.compile("/{2,}")
# In bytes: what is longer is no front page's question, and would only fill the memory.
_ASKED_AGAIN = 2000
_SAFE_IN_PATHS = "/:@!$&'()*+,;=~"


class OneAddress:
    """Stands before an application and shows it each page's one address."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` answers whatever needs no other address."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == ScopeType.HTTP and scope["path"].startswith(BY_ID):
            scope = _with_id_as_one_word(scope)
        elif scope["type"] == ScopeType.HTTP and not _is_plain(scope):
            path, query = _one_path(scope["path"]), scope.get("query_string", b"")
            if path != scope["path"] and scope["method"] in {"GET", "HEAD"}:
                await _send_to(path, scope, send)
                return
            unmarked = without_marks(query)
            if path != scope["path"] or unmarked != query:
                raw = scope["raw_path"] if path == scope["path"] else _quoted(path)
                scope = {**scope, "path": path, "raw_path": raw, "query_string": unmarked}
        await self._app(scope, receive, send)


def id_in_path(word: str) -> str:
    """The id that a route below `BY_ID` is asked for."""
    return word.replace(_SLASH_OF_ID, "/")


def _with_id_as_one_word(scope: HTTPScope) -> HTTPScope:
    """The same address, whose id holds no slash for the routes: `cms/4711`, escaped or not.

    What is no text, or no id, stays as it is: no article is found there.
    """
    prefix, raw = BY_ID.encode(), scope["raw_path"]
    try:
        word = unquote_to_bytes(raw.removeprefix(prefix)).decode()
    except UnicodeDecodeError:
        return scope
    if not word or not raw.startswith(prefix):
        return scope
    word = word.replace(_SLASH_OF_ID, _IN_NO_ID).replace("/", _SLASH_OF_ID)
    return {**scope, "path": BY_ID + word}


def _is_plain(scope: HTTPScope) -> bool:
    """Whether there is nothing to put right: told first, since nearly all are."""
    path = scope["path"]
    ended = path.endswith("/") and path != "/"
    return not (ended or "//" in path or scope.get("query_string")) and path.startswith("/")


def without_marks(query: bytes) -> bytes:
    """The query without what advertisers put there; the rest as it was."""
    if not query:
        return query
    if len(query) > _ASKED_AGAIN:
        return _without_marks.__wrapped__(query)
    return _without_marks(query)


# The same few are asked for over and over, and each parameter is unquoted to be looked at.
@lru_cache(maxsize=1024)
def _without_marks(query: bytes) -> bytes:
    return b"&".join(part for part in query.split(b"&") if not is_mark(_name(part)))


def _name(parameter: bytes) -> str:
    return parameter.partition(b"=")[0].decode("latin-1")


def _one_path(path: str) -> str:
    """Without doubled slashes and without one at the end, as routes are found."""
    return _SLASHES.sub("/", f"/{path}").rstrip("/") or "/"


def _quoted(path: str) -> bytes:
    return quote(path, safe=_SAFE_IN_PATHS, errors="surrogatepass").encode()


async def _send_to(path: str, scope: HTTPScope, send: Send) -> None:
    # It begins with one slash and holds no backslash, so that it leads to no other host.
    query = scope.get("query_string", b"")
    location = _quoted(path) + (b"?" + query if query else b"")
    headers = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
    headers += [(b"location", location), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 308, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
