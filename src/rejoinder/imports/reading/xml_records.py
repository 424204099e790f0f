"""Records from a long XML file, one at a time, in bounded memory.

Expat is told of no document type, so there are no entities to multiply or to fetch; what a record
may hold is bounded while it is read, so that one of 100 MB costs no more than one of 200 kB.
docs/decisions.md says why neither lxml nor defusedxml.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from xml.parsers import expat

from rejoinder.errors import Invalid, N_
from rejoinder.imports.model import LONGEST_RAW, Problem
from rejoinder.imports.reading.opening import Source, decoded

# A feed of comments is six deep.
_DEEPEST = 64
_MOST_FIELDS = 500
# Expat keeps a tag until it ends: a longer one is no tag.
_LONGEST_TAG = 1 << 20
_PREFIXES = {
    "http://disqus.com": "",
    "http://disqus.com/disqus-internals": "dsq:",
    "http://www.disqus.com/": "dsq:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_NONE: Mapping[str, str] = MappingProxyType({})
_WORDPRESS = "http://wordpress.org/export/"


class Element:
    """An element of a record: its attributes, its text, and the elements in it."""

    __slots__ = (
        *("attributes", "children", "line", "number", "outer", "tag"),
        *("_length", "_more", "_text"),
    )

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element that has begun."""
        self.tag, self.attributes = tag, attributes
        self.line = 0
        """Where a record begins; 0 for what is in it."""
        self.outer = 0
        """The number of the record around it; 0 where there is none."""
        self.number = 0
        self.children: list[Element] = []
        self._text = ""
        self._more: list[str] = []
        self._length = 0

    @property
    def too_long(self) -> bool:
        """Whether it holds more than is kept of anything; then its text is cut."""
        return self._length > LONGEST_RAW

    @property
    def text(self) -> str:
        """What stands between its tags."""
        if self._more:
            self._text = "".join((self._text, *self._more))
            self._more.clear()
        return self._text.strip()

    def add(self, text: str) -> None:
        """Adds text, as far as it is kept."""
        if not self._length:
            self._text = text
        elif self._length <= LONGEST_RAW:
            self._more.append(text)
        self._length += len(text)

    def get(self, tag: str) -> str:
        """The text of the first element with this tag; empty where there is none."""
        for child in self.children:
            if child.tag == tag:
                return child.text
        return ""

    def find(self, tag: str) -> "Element | None":
        """The first element with this tag."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None


@dataclass(slots=True)
class _Reader:
    """Takes what Expat reports; keeps only what belongs to a wanted record."""

    wanted: Mapping[str, str]
    """The tag of each, and that of the element in which it is wanted."""
    parser: Any
    done: list[Element] = field(default_factory=list)
    root: str = ""
    _tags: list[str] = field(default_factory=list)
    _open: list[Element | None] = field(default_factory=list)
    _records: list[Element] = field(default_factory=list)
    """The wanted records that are open, outermost first."""
    _short: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._short.get(name) or self._tag(name)
        self.root = self.root or tag
        if len(self._open) >= _DEEPEST:
            raise _Damaged(N_("Its elements are nested too deep."))
        within = self._tags[-1] if self._tags else ""
        self._tags.append(tag)
        if self.wanted.get(tag) == within:
            self._count += 1
            outer = self._records[-1].number if self._records else 0
            element = self._element(tag, attributes)
            element.line = self.parser.CurrentLineNumber
            element.outer, element.number = outer, self._count
            self._records.append(element)
            self._open.append(element)
            return
        above = self._open[-1] if self._open else None
        if above is None or len(above.children) >= _MOST_FIELDS:
            self._open.append(None)
            return
        element = self._element(tag, attributes)
        above.children.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._tags.pop()
        element = self._open.pop()
        if self._records and element is self._records[-1]:
            self.done.append(self._records.pop())

    def characters(self, text: str) -> None:
        if self._open and (element := self._open[-1]) is not None:
            element.add(text)

    def _element(self, tag: str, attributes: dict[str, str]) -> Element:
        if not attributes:
            return Element(tag, _NONE)
        return Element(
            tag, {self._tag(key): value[:LONGEST_RAW] for key, value in attributes.items()}
        )

    def _tag(self, name: str) -> str:
        short = self._short.get(name)
        if short is None:
            uri, _, local = name.rpartition(" ")
            prefix = "wp:" if uri.startswith(_WORDPRESS) else _PREFIXES.get(uri, "")
            short = prefix + local
            if len(self._short) < 1000:
                self._short[name] = short
        return short


class _Damaged(Exception):
    """The file cannot be read any further."""


def xml_records(
    source: Source, wanted: Mapping[str, str], *, root: str
) -> Iterator[Element | Problem]:
    """The wanted elements, each when it ends; a wanted one inside another comes on its own.

    `wanted` gives the tag of each and that of the element in which it stands.

    Where the file is damaged or ends too early, a Problem is the last that comes.

    Raises:
        Invalid: it is no such file at all: another root, or a document type.
    """
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    reader = _Reader(wanted, parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    fed = 0
    try:
        for text in decoded(source):
            data = text.encode()
            fed += len(data)
            parser.Parse(data, False)
            _check_root(reader, root)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise _Damaged(N_("A tag never ends."))
            yield from reader.done
            reader.done.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, _Damaged) as failure:
        _check_root(reader, root)
        yield from reader.done
        yield Problem(parser.CurrentLineNumber, _reason(failure), code="damaged-file")
        return
    yield from reader.done
    if source.damage:
        yield Problem(parser.CurrentLineNumber, source.damage, code="damaged-file")


def _check_root(reader: _Reader, root: str) -> None:
    if reader.root and reader.root != root:
        raise Invalid(
            N_("The file begins with <%(found)s>, not with <%(root)s>: it is in another format."),
            found=reader.root[:40],
            root=root,
        )


def _refuse_document_type(*_: object) -> None:
    raise Invalid(N_("The file has a document type (<!DOCTYPE), as no export has: it is not read."))


def _reason(failure: Exception) -> str:
    if isinstance(failure, expat.ExpatError):
        what = expat.ErrorString(failure.code)
        return f"The XML cannot be read any further: {what}."
    return str(failure)
