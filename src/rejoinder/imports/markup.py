"""Another system's comment in our small Markdown, so that it is shown, judged and edited as ours.

What comes out is rendered and sanitised like every comment; nothing here is trusted for safety.
"""

import re
from html import unescape
from typing import Final, NamedTuple

import nh3

from rejoinder.comments.fingerprints import fingerprint_of_seen
from rejoinder.imports.model import LONGEST_COMMENT, LONGEST_RAW, Markup
from rejoinder.imports.plain_markup import MARKS, SPACES, escaped, link, plain_markup
from rejoinder.text import TooLong, plain_comment, shown_comment, tidy

_KEPT: Final = frozenset(
    {
        *("p", "br", "em", "i", "strong", "b", "blockquote", "ul", "ol", "li", "a", "img", "div"),
        *("pre", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "hr"),
    }
)
_cleaner = nh3.Cleaner(
    tags=set(_KEPT),
    attributes={"*": set(), "a": {"href"}, "img": {"src", "alt"}},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=None,
    clean_content_tags={"script", "style", "title", "textarea", "iframe"},
)
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
_ATTRIBUTE = re.compile(r'\b(href|src|alt)="([^"<>]*)"')
_IN_LINE = re.compile(r"[ \t\f]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LINE_STARTS = re.compile(r"^", re.MULTILINE)
_BLOCKS: Final = frozenset(
    {"p", "div", "ul", "ol", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_DEEPEST_QUOTE: Final = 3


class Converted(NamedTuple):
    """A comment as it is stored."""

    source: str
    html: str
    """Sanitised."""
    fingerprint: str


def convert(text: str, markup: Markup) -> Converted | None:
    """The comment in our Markdown and as it is shown; None where it is longer than is taken.

    Its source is empty where nothing of it can be seen.
    """
    if len(text) > LONGEST_RAW:
        return None
    try:
        source = tidy(
            text if markup is Markup.MARKDOWN else _from_html(text, markup), LONGEST_COMMENT
        )
    except TooLong:
        return None
    html = plain_comment(source)
    if html is not None:
        return Converted(source, html, fingerprint_of_seen(source))
    html, seen = shown_comment(source)
    return Converted(source, html, fingerprint_of_seen(seen))


def _from_html(text: str, markup: Markup) -> str:
    lines = markup is Markup.HTML_LINES
    if "<" not in text:
        return _words(text, lines=lines)
    if lines:
        text = text.replace("\r\n", "\n").replace("\n", "<br>")
    plain = plain_markup(text)
    return _whole(text) if plain is None else plain


def _whole(text: str) -> str:
    writer = _Writer()
    clean, done = _cleaner.clean(text), 0
    for tag in _TAG.finditer(clean):
        writer.words(clean[done : tag.start()])
        writer.tag(tag[2], tag[3], closes=bool(tag[1]))
        done = tag.end()
    writer.words(clean[done:])
    return writer.result()


def _words(text: str, *, lines: bool = False) -> str:
    return escaped(_plain_words(text, lines=lines))


def _plain_words(text: str, *, lines: bool = False) -> str:
    plain = (_IN_LINE if lines else SPACES).sub(" ", text)
    return unescape(plain) if "&" in plain else plain


class _Writer:
    """Writes Markdown from tags and words in their order."""

    def __init__(self) -> None:
        """Nothing is written yet."""
        self._out: list[str] = []
        self._quotes: list[int] = []
        """Where each open quotation begins in what is written."""
        self._lists: list[int] = []
        """Of each open list the number of its last item; bullets have -1."""
        self._href = ""
        self._link_at = 0

    def words(self, text: str) -> None:
        words = _plain_words(text) if text else ""
        if self._out and self._out[-1].endswith("\n"):
            words = words.lstrip(" ")
        if words:
            self._out.append(escaped(words))

    def tag(self, name: str, rest: str, *, closes: bool) -> None:
        if name in MARKS:
            self._mark(MARKS[name], closes=closes)
        elif name in {"br", "tr"}:
            self._out.append("\n")
        elif name == "li":
            self._item(closes=closes)
        elif name == "blockquote":
            self._quotation(closes=closes)
        elif name == "a":
            self._link(_attributes(rest).get("href", ""), closes=closes)
        elif name == "img":
            self._picture(_attributes(rest))
        elif name in _BLOCKS:
            self._block(name, closes=closes)

    def result(self) -> str:
        while self._quotes:
            self._quotation(closes=True)
        return "".join(self._out)

    def _mark(self, mark: str, *, closes: bool) -> None:
        """Emphasis stands close to its words, or it is none."""
        last = self._out[-1] if self._out else ""
        if closes and last.endswith(" "):
            self._out[-1] = last.rstrip(" ")
            self._out += [mark, " "]
        else:
            self._out.append(mark)

    def _block(self, name: str, *, closes: bool) -> None:
        if name in {"ul", "ol"}:
            if not closes:
                self._lists.append(0 if name == "ol" else -1)
            elif self._lists:
                self._lists.pop()
        if not self._lists or name in {"ul", "ol"}:
            self._out.append("\n\n")
        elif not self._out[-1].endswith((". ", "- ", "\n")):
            self._out.append("\n")

    def _item(self, *, closes: bool) -> None:
        if closes or not self._lists:
            return
        indent = "   " * (len(self._lists) - 1)
        if self._lists[-1] >= 0:
            self._lists[-1] += 1
            self._out.append(f"\n{indent}{self._lists[-1]}. ")
        else:
            self._out.append(f"\n{indent}- ")

    def _quotation(self, *, closes: bool) -> None:
        if not closes:
            self._quotes.append(len(self._out))
            return
        if not self._quotes:
            return
        begun = self._quotes.pop()
        quoted = "".join(self._out[begun:]).strip()
        del self._out[begun:]
        if len(self._quotes) < _DEEPEST_QUOTE:
            quoted = _LINE_STARTS.sub("> ", _BLANK_LINES.sub("\n\n", quoted))
        self._out.append(f"\n\n{quoted}\n\n")

    def _link(self, href: str, *, closes: bool) -> None:
        if not closes:
            self._href, self._link_at = href, len(self._out)
            return
        href, self._href = self._href, ""
        # An address that would end ours is written as browsers would.
        href = href.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        words = "".join(self._out[self._link_at :])
        if not href or not words.strip() or "\n\n" in words:
            return
        del self._out[self._link_at :]
        self._out.append(link(words, href))

    def _picture(self, attributes: dict[str, str]) -> None:
        address = attributes.get("src", "")
        words = _words(attributes.get("alt", "")).strip()
        if address and not self._href:
            self._out.append(f"[{words}]({address})" if words else f"<{address}>")
        elif words:
            self._out.append(words)


def _attributes(rest: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(rest)}
