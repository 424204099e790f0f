"""An article's body: Markdown, or the HTML of a newsroom's system, rendered and sanitised."""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

import nh3
from markdown_it import MarkdownIt

from rejoinder.text.sanitising import COMMENT_TAGS

ARTICLE_TAGS: Final = COMMENT_TAGS | {"h2", "h3", "h4", "hr", "figure", "figcaption", "b", "i"}

# What costs time: no long read has so many; a body that has more stands as it was sent.
_SIGN = re.compile(r"[\[*_\\<`&]|^[ \t]*(?:[-+>#]|\d+[.)])", re.MULTILINE)
_MOST_SIGNS: Final = 10_000
# Turning quotation marks takes the square of their number.
_QUOTE = re.compile("[\"']")
_MOST_QUOTES: Final = 10_000

# Elements within elements cost time by their depth; a page of words has fewer.
_MOST_TAGS: Final = 20_000

_PICTURE = re.compile(r"<img\b(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(src|alt)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_BETWEEN_BLOCKS = re.compile(
    r"</?(?:p|h[2-4]|[uo]l|li|blockquote|figure|figcaption|[bh]r)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s+")

_RULES: Final = (
    *("emphasis", "blockquote", "list", "link", "image", "newline", "escape", "entity"),
    *("heading", "hr", "html_block", "html_inline"),
)
_markdown = MarkdownIt("zero", {"html": True}).enable(list(_RULES))
_typographer = MarkdownIt("zero", {"html": True, "typographer": True}).enable(
    [*_RULES, "smartquotes"]
)
_cleaner = nh3.Cleaner(
    tags=set(ARTICLE_TAGS),
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    # These go with what stands in them; of any other element only the tags go.
    clean_content_tags={"script", "style", "title", "textarea", "iframe"},
)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's body read once: as it is shown, and the words of it."""

    html: str
    """Sanitised."""
    words: str
    """A paragraph a line: what the judge reads."""


def read_article(source: str) -> ArticleText:
    """Reads a body. The worst of 200,000 characters take a second: never inside a write."""
    html = render_article(source)
    return ArticleText(html, words_of(html))


def read_article_html(source: str) -> ArticleText:
    """Reads a body that is HTML and nothing else: `*` and `_` in it are letters.

    A picture stands in its alternative words alone. As slow as the above at worst.
    """
    if source.count("<") > _MOST_TAGS:
        source = words_of(source)
        html = _as_sent(source.replace("\n", "\n\n"))
    else:
        html = _cleaner.clean(_PICTURE.sub(_words_of_picture, source)).strip()
    return ArticleText(html, words_of(html))


def read_article_text(source: str) -> ArticleText:
    """Reads a body that is words and nothing else, a paragraph a line."""
    html = _as_sent(source.replace("\n", "\n\n"))
    return ArticleText(html, words_of(html))


def render_article(source: str) -> str:
    """Sanitised HTML of an article's body: as comments have it, with crossheads and rules.

    A picture becomes a link to it: none is loaded from elsewhere on our pages.
    """
    if sum(1 for _ in _SIGN.finditer(source)) > _MOST_SIGNS:
        return _as_sent(source)
    has_many_quotes = sum(1 for _ in _QUOTE.finditer(source)) > _MOST_QUOTES
    html = (_markdown if has_many_quotes else _typographer).render(source)
    return _cleaner.clean(_PICTURE.sub(_link_to_picture, html)).strip()


def clean_article(html: str) -> str:
    """What was once sanitised, sanitised again: the same, unless somebody changed it since."""
    return _cleaner.clean(html).strip()


def words_of(html: str) -> str:
    """The words of sanitised HTML, a paragraph a line."""
    blocks = (_TAG.sub("", part) for part in _BETWEEN_BLOCKS.split(html))
    words = (_SPACES.sub(" ", unescape(block)).strip() for block in blocks)
    return "\n".join(each for each in words if each)


def _as_sent(source: str) -> str:
    paragraphs = (escape(part, quote=False) for part in source.split("\n\n") if part.strip())
    return "\n".join(f"<p>{paragraph.strip()}</p>" for paragraph in paragraphs)


def _words_of_picture(match: re.Match[str]) -> str:
    return _attributes(match).get("alt", "").replace("<", "&lt;")


def _link_to_picture(match: re.Match[str]) -> str:
    attributes = _attributes(match)
    address = attributes.get("src", "")
    words = attributes.get("alt") or address
    return f'<a href="{address}">{words}</a>' if words else ""


def _attributes(match: re.Match[str]) -> dict[str, str]:
    return {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(match[0])
    }
