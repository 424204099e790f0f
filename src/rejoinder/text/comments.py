"""A reader's comment: what they typed, as it is shown, read by the judge, and counted.

One reading gives all three. The small Markdown is ours, since what people write must be what is
shown: a year is no list, a temperature below zero no bullet, 5*4*3 no emphasis, and nothing that is
typed is swallowed but the marks of emphasis and links. docs/decisions.md says why no library's.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from rejoinder.text.inline import pieces
from rejoinder.text.links import addresses_in, each_once
from rejoinder.text.lists import Line, List, is_blank, list_at
from rejoinder.text.marked import marked_comment
from rejoinder.text.sanitising import clean_comment

# Deeper quotes and lists, at 320 pixels, leave no room for words; their marks are shown as typed.
_DEEPEST: Final = 3
# A text of more lines has no quotations and lists: it is a drawing, or an attack.
_MOST_LINES: Final = 2000

# Each is asked for by every rule in turn, and by what stores it.
READ_AT_ONCE: Final = 64

_QUOTED = re.compile(r"[ \t]{0,3}>[ \t]?")
# "> 50% of us", ">:(" and ">=" are no quotations, unless words are quoted below.
_QUOTED_WORDS = re.compile(r"[ \t]{0,3}>[>\s]*(?:[^\W\d_]|[\"'“”„‘«»(\[*…—–@#¡¿]|[^\x00-\u2fff])")


@dataclass(frozen=True, slots=True)
class Visible:
    """What a person sees of a text. Character i stands at starts[i] in what was typed."""

    text: str
    starts: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] was typed. Needs 0 <= start < end <= len(text)."""
        return self.starts[start], self.starts[end - 1] + 1


@dataclass(frozen=True, slots=True)
class CommentText:
    """A comment read once: what is kept, what is shown, what is seen, and where it links."""

    source: str
    html: str
    """Sanitised."""
    visible: Visible
    links: tuple[str, ...]
    """Where its links lead, written out or behind words, each once."""
    judged: Visible
    """What is seen and, below it, the addresses that are hidden behind words."""


@lru_cache(maxsize=READ_AT_ONCE)
def read_comment(source: str) -> CommentText:
    """Reads a tidied comment: paragraphs, emphasis, quotations, lists and links; nothing else."""
    writer = _written(source)
    html = clean_comment("".join(writer.html))
    visible = writer.visible()
    seen = addresses_in(visible.text)
    links = each_once([*writer.links, *seen])
    hidden = {link: at for link, at in writer.links.items() if link not in visible.text}
    return CommentText(source, html, visible, links, _with_addresses(visible, hidden))


class Shown(NamedTuple):
    """A comment as it is shown, and its words as they are seen."""

    html: str
    """Sanitised."""
    text: str


def shown_comment(source: str) -> Shown:
    """The same reading in half the time, for whoever asks neither for links nor for places."""
    marked = marked_comment(source)
    if marked is not None:
        return Shown(*marked)
    writer = _written(source)
    return Shown(clean_comment("".join(writer.html)), writer.text)


def render_comment(source: str) -> str:
    """Sanitised HTML of a comment."""
    return read_comment(source).html


def visible_text(source: str) -> Visible:
    """What a person sees of a comment, with the way back to what was typed."""
    return read_comment(source).visible


def _with_addresses(visible: Visible, addresses: dict[str, int]) -> Visible:
    if not addresses:
        return visible
    text, starts = [visible.text], [*visible.starts]
    for address, at in addresses.items():
        text += ("\n", address)
        starts += (at, *range(at, at + len(address)))
    return Visible("".join(text), starts)


@dataclass(slots=True)
class _Writer:
    """Writes the HTML, what is seen and the links side by side."""

    source: str
    html: list[str] = field(default_factory=list)
    links: dict[str, int] = field(default_factory=dict)
    """Where each stands in the source."""
    _text: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written so far, as it is seen."""
        return "".join(self._text)

    def visible(self) -> Visible:
        """The same with the way back."""
        text = self.text
        if text == self.source:
            return Visible(self.source, range(len(text)))
        return Visible(text, self._starts)

    def blocks(self, lines: Sequence[Line], depth: int, *, tight: bool = False) -> None:
        """Paragraphs, quotations and lists, one below the other."""
        at = begun = 0
        while at < len(lines):
            end, block = at + 1, None
            if depth < _DEEPEST:
                end, block = self._block(lines, at, depth)
            if block is not None or is_blank(self.source, lines[at]):
                self._paragraph(lines[begun:at], tight=tight)
                begun = end
            if block is not None:
                block()
            at = end
        self._paragraph(lines[begun:], tight=tight)

    def _block(
        self, lines: Sequence[Line], at: int, depth: int
    ) -> tuple[int, Callable[[], None] | None]:
        """Where the block that begins here ends, and what writes it; None for ordinary lines."""
        end = at
        while end < len(lines) and _QUOTED.match(self.source, *lines[end]):
            end += 1
        if end > at:
            quoted = lines[at:end]
            is_quoted = any(_QUOTED_WORDS.match(self.source, *line) for line in quoted)
            return end, (lambda: self._quotation(quoted, depth)) if is_quoted else None
        found = list_at(self.source, lines, at)
        if found is None:
            return at + 1, None
        return found.end, lambda: self._list(found, depth)

    def _quotation(self, lines: Sequence[Line], depth: int) -> None:
        self._gap("\n\n")
        self.html.append("<blockquote>\n")
        self.blocks([_without(_QUOTED, self.source, line) for line in lines], depth + 1)
        self.html.append("</blockquote>\n")

    def _list(self, found: List, depth: int) -> None:
        tag = "ol" if found.is_ordered else "ul"
        self._gap("\n\n")
        self.html.append(f"<{tag}>\n")
        for lines in found.items:
            tight = not any(is_blank(self.source, line) for line in lines)
            self._gap("\n")
            self.html.append("<li>")
            self.blocks(lines, depth + 1, tight=tight)
            self.html.append("</li>\n")
        self.html.append(f"</{tag}>\n")

    def _paragraph(self, lines: Sequence[Line], *, tight: bool) -> None:
        if not lines:
            return
        self._gap("\n\n")
        text, where = _joined(self.source, lines)
        self.html.append("" if tight else "<p>")
        for piece in pieces(text):
            if piece.tag == "a":
                self.links.setdefault(piece.href, where[piece.start])
                self.html.append(f'<a href="{escape(piece.href)}">')
            elif piece.tag:
                self.html.append(f"<{piece.tag}>")
            else:
                words = text[piece.start : piece.end]
                self.html.append(escape(words, quote=False).replace("\n", "<br>\n"))
                self._text.append(words)
                self._starts += where[piece.start : piece.end]
        self.html.append("" if tight else "</p>\n")

    def _gap(self, gap: str) -> None:
        """Sets what comes next apart from what stands there."""
        if self._text and not self._text[-1].isspace():
            self._text.append(gap)
            self._starts += [self._starts[-1]] * len(gap)


def _written(source: str) -> _Writer:
    writer, lines = _Writer(source), _lines(source)
    writer.blocks(lines, 0 if len(lines) <= _MOST_LINES else _DEEPEST)
    return writer


def _lines(source: str) -> list[Line]:
    lines: list[Line] = []
    start = 0
    for line in source.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _without(mark: re.Pattern[str], source: str, line: Line) -> Line:
    match = mark.match(source, *line)
    return line if match is None else (match.end(), line[1])


def _joined(source: str, lines: Sequence[Line]) -> tuple[str, list[int]]:
    """A paragraph's text, and where each of its characters stands in the source."""
    parts: list[str] = []
    where: list[int] = []
    for start, end in lines:
        line = source[start:end]
        words = line.strip()
        begun = start + line.index(words) if words else start
        parts.append(words)
        where += range(begun, begun + len(words) + 1)
    return "\n".join(parts), where[:-1]
