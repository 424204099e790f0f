"""The script and the style sheet that a page of another origin names, each at one short address.

The script is sent with its parts, which import nothing else, and its styles as one; the sheet alone
is for pages whose own server puts the thread into them. It is made of the site's own ones: where
they look at the width of the window it looks at the width of its element, and where they count in
the page's letters it counts in its own.
"""

import hashlib
import json
import re
from functools import lru_cache
from typing import Any, Final

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from rejoinder.sites.model import Site
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.static import YEAR_SECONDS, accents, files_router, site_stylesheet
from rejoinder.web.templating import FRONTEND, static
from rejoinder.web.thread_pool import in_thread

SHEETS: Final = ("base", "forms", "thread", "comment-form", "embed")
# For names that stay while what they name changes: so long a page may show what was.
SHORT: Final = "public, max-age=300, stale-while-revalidate=86400"
LONG: Final = f"public, max-age={YEAR_SECONDS}, immutable"
# How high letters are in browsers whose readers chose nothing, in pixels.
_REM = 16
# What the sheets count in. Many pages make `rem` ten pixels; readers may make it larger.
_UNIT = f":host{{--rem:var(--rejoinder-size,max(1rem,{_REM}px))}}"
_WIDTH = re.compile(r"@media (?:screen and )?\(min-width: ([\d.]+)rem\)")
_LENGTH = re.compile(r"(?<![\w.-])(-?[\d.]+)rem\b")
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
# One request instead of one after the other, before which nothing is shown.
PARTS: Final = (
    *("browser-storage", "relative-times", "embed-server", "embed-nearing", "embed-rest"),
    *("embed-place", "embed-colours", "embed-showing", "read-beacon", "embed", "embed-lists"),
)
_IMPORT = re.compile(r"^import (?:\{[^}]*\} from )?\"[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
# V8 then reads all functions while the script arrives, and not each when it is first called.
_COMPILED_AT_ONCE = "//# allFunctionsCalledOnLoad\n"
# What is said to whoever reads the parts, a fifth of them. No string or pattern there looks so.
_REMARK = re.compile(r"/\*\*.*?\*/|^[ ]*//[^\n]*\n", re.MULTILINE | re.DOTALL)
_SPACE = re.compile(r"\s+")
# Where a style sheet needs none; nor is any of these in its few strings.
_AROUND = re.compile(r" ?([{};,]) ?|(:) ")
_INDENT = re.compile(r"^ +", re.MULTILINE)


@get("/embed.js")
@in_thread
def embed_script(request: WebRequest) -> Response[Any]:
    """The script that makes the elements; what it loads further has a version in its address."""
    site = context_of(request).site
    return _kept(request, script_of(site), "text/javascript", SHORT)


@get("/embed.css")
@in_thread
def embed_stylesheet(request: WebRequest) -> Response[Any]:
    """All styles of an embedded thread, with the site's accent."""
    site = context_of(request).site
    asked = request.query_params.get("v")
    caching = LONG if asked == version_of(site) else SHORT
    return _kept(request, stylesheet_of(site), "text/css", caching)


def files() -> list[ControllerRouterHandler]:
    """The addresses of all that browsers get beside pages."""
    return [files_router(), site_stylesheet, embed_script, embed_stylesheet]


def stylesheet_address(site: Site) -> str:
    """The path of the style sheet, which changes with any byte of it."""
    return f"/embed.css?v={version_of(site)}"


@lru_cache(maxsize=256)
def version_of(site: Site) -> str:
    """The style sheet's version."""
    return _digest(stylesheet_of(site))


@lru_cache(maxsize=256)
def script_of(site: Site) -> str:
    """embed.js, its parts and its styles as one, with the addresses of what it loads further."""
    folder = FRONTEND / "js"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    script = _EXPORT.sub("", _IMPORT.sub("", _REMARK.sub("", "\n".join(parts))))
    script = _COMPILED_AT_ONCE + _INDENT.sub("", script)
    script = script.replace('import("./', f'import("{static("js/")}')
    return script.replace('"/embed.css"', json.dumps(stylesheet_of(site), ensure_ascii=False))


@lru_cache(maxsize=256)
def stylesheet_of(site: Site) -> str:
    """The sheets of an embedded thread as one."""
    return _for_elements(_sheets()) + accents(site, ":host") + _UNIT


@lru_cache(maxsize=1)
def _sheets() -> str:
    folder = FRONTEND / "css"
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)


def _for_elements(css: str) -> str:
    """Sheets of pages for an element that may stand anywhere, in any width and size of letters."""
    css = _COMMENT.sub("", css)
    css = _WIDTH.sub(lambda width: f"@container (min-width: {float(width[1]) * _REM:g}px)", css)
    css = _LENGTH.sub(r"calc(\1 * var(--rem))", css)
    return _AROUND.sub(r"\1\2", _SPACE.sub(" ", css)).strip()


def _kept(request: WebRequest, content: str, media_type: str, caching: str) -> Response[Any]:
    etag = f'"{_digest(content)}"'
    headers = {"etag": etag, "cache-control": caching}
    if etag in request.headers.get("if-none-match", ""):
        return Response(content=None, status_code=304, headers=headers)
    return Response(content=content, media_type=media_type, headers=headers)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:12]
