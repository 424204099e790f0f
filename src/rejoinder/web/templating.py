"""HTML from Jinja templates, in a site's language and with its look."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from gettext import NullTranslations
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket
from litestar import MediaType, Response
from markupsafe import Markup, escape

from rejoinder.articles.links import article_url, page_elsewhere
from rejoinder.articles.model import Article
from rejoinder.i18n import Translator, translator_of
from rejoinder.sites.model import Site
from rejoinder.text import xml_text
from rejoinder.text.links import addresses_in

HERE = Path(__file__).parent
FRONTEND = HERE.parent / "frontend"
# Stands in a message where something else comes each time; no text of ours or theirs has one.
_GAP = Markup("\0")


@lru_cache(maxsize=1)
def static_version() -> str:
    """Changes with any byte of any file that browsers get, so that they may keep them for ever."""
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FRONTEND).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def static(path: str) -> str:
    """The address of a front-end file."""
    return f"/static/{static_version()}/{path}"


class _CompiledTemplates(BytecodeCache):
    """Templates compiled once for all sites: only what they are filled with is a site's own."""

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What Jinja calls for a template that an environment has not met."""
        checksum, code = self._compiled.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """What it calls once it has compiled one."""
        if bucket.code is not None:
            self._compiled[bucket.key] = (bucket.checksum, bucket.code)


_compiled_templates = _CompiledTemplates()


@lru_cache(maxsize=32)
def _environment(site: Site) -> Environment:
    translator = translator_of(site)
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Else every part of a page asks the disk whether it is still the same: a queue has 400.
        auto_reload=False,
        bytecode_cache=_compiled_templates,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined] # added by the extension
        translator.catalogue, newstyle=True
    )
    environment.globals["_"] = _in(translator.catalogue)
    # Line breaks inside a message are the template's, not the translator's.
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(
        site=site, static=static, translate=translator.translate, language=site.language
    )
    environment.globals["article_url"] = partial(article_url, site)
    environment.globals["article_href"] = partial(_article_href, site)
    # Where a page stands: on its own, unless it is told that it is shown within another one.
    environment.globals.update(home="", embedded=False)
    environment.globals.update(_directed(translator))
    environment.filters.update(
        moment=translator.moment,
        day=translator.day,
        stamp=translator.stamp,
        days=translator.days,
        span=translator.span,
        number=translator.number,
    )
    environment.globals["ages"] = "|".join(translator.ages())
    environment.filters.update(iso=iso, rfc822=format_datetime, linked=linked, filled=filled)
    environment.globals["gap"] = _GAP
    return environment


def _directed(translator: Translator) -> dict[str, str]:
    """Which way a page runs (right to left in Arabic, Hebrew and their like), and its arrows."""
    direction = translator.locale.text_direction
    on, back = "→←" if direction == "ltr" else "←→"
    return {"direction": direction, "arrow_on": on, "arrow_back": back}


def _in(catalogue: NullTranslations) -> Callable[..., Markup]:
    """What a template calls `_`: a message of its own, with its places filled.

    Jinja's own finds itself anew in each part of a page, and a queue has a thousand messages.
    """

    @lru_cache(maxsize=4096)
    def words(message: str) -> Markup:
        return Markup(catalogue.gettext(message))  # noqa: S704 - as Jinja's own does

    def said(message: str, **fields: object) -> Markup:
        return words(message) % fields

    return said


def _article_href(site: Site, article: Article) -> str:
    """Where a link on our own pages leads to an article."""
    return page_elsewhere(site, article) or article.path


def filled(message: Markup, words: str) -> Markup:
    """A message that was translated once, with these words in its gap."""
    return Markup(message.replace(_GAP, escape(words)))  # noqa: S704 - both are escaped


def iso(value: datetime) -> str:
    """A moment as machines read it."""
    return value.isoformat(timespec="seconds").replace("+00:00", "Z")


def linked(line: str) -> Markup:
    """A line of the newspaper's, whose addresses become links."""
    html, rest = Markup(), line
    for address in addresses_in(line):
        before, _, rest = rest.partition(address)
        target = address if "://" in address else f"https://{address}"
        html += before + Markup('<a href="{}" rel="noopener">{}</a>').format(target, address)
    return html + rest


def fill(site: Site, template: str, values: Mapping[str, Any]) -> Markup:
    """The template's text, safe to stand inside another."""
    return Markup(_environment(site).get_template(template).render(**values))  # noqa: S704 - autoescaped


def compile_templates(site: Site, folder: str) -> None:
    """Makes a folder's templates ready, which whoever sees the first page would wait for."""
    environment = _environment(site)
    for name in environment.list_templates(filter_func=lambda each: each.startswith(f"{folder}/")):
        environment.get_template(name)


def fill_xml(site: Site, template: str, values: Mapping[str, Any]) -> str:
    """The template's text as XML, without the characters that no parser of it takes."""
    return xml_text(str(fill(site, template, values)))


def page(
    site: Site, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[str]:
    """An HTML answer."""
    return Response(
        content=str(fill(site, template, values)), media_type=MediaType.HTML, status_code=status
    )
