"""Records from a long XML file, one at a time, in bounded memory.

Expat is told of no document type, so there are no entities to multiply or to fetch; what a record
may hold is bounded while it is read, so that one of 100 MB costs no more than one of 200 kB.
docs/decisions.md says why neither lxml nor defusedxml.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from xml.parsers import expat

from rejoinder.errors import Invalid, N_
from rejoinder.imports.model import LONGEST_RAW, Problem
from rejoinder.imports.reading.opening import Source, decoded

# A feed of comments is six deep.
_DEEPEST = 64
_MOST_FIELDS = 500
_MOST_TAGS = 1000
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
    """A record, or an element in one that has more than text."""

    __slots__ = ("attributes", "children", "cut", "fields", "line", "number", "outer", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str] = _NONE) -> None:
        """An element that has begun."""
        self.tag, self.attributes = tag, attributes
        self.fields: dict[str, str] = {}
        """The text of each element in it that has nothing else; of several the first."""
        self.children: list[Element] = []
        """The others that are in it."""
        self.cut: set[str] = set()
        """The fields that were longer than anything that is kept."""
        self.line = 0
        """Where a record begins; 0 for what is in it."""
        self.number = 0
        """Counts the records of the file from 1."""
        self.outer = 0
        """The number of the record around it; 0 where there is none."""

    def get(self, tag: str) -> str:
        """The text of the first element with this tag; empty where there is none."""
        return self.fields.get(tag, "")

    def find(self, tag: str) -> "Element | None":
        """The first element with this tag that has more than text."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None


class _Reader:
    """Takes what Expat reports; keeps only what belongs to a wanted record.

    An element is a field as long as nothing but text was found in it.
    """

    def __init__(self, wanted: Mapping[str, str]) -> None:
        """`wanted` gives the tag of each, and that of the element in which it is wanted."""
        self.parser: Any = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = _refuse_document_type
        self.done: list[Element] = []
        self.root = ""
        self._wanted = wanted
        self._records: list[Element] = []
        """The wanted records that are open, outermost first."""
        self._above: list[tuple[str, Element | None]] = []
        """Of each open element around the last one its tag, and what keeps what is in it."""
        self._tag, self._is_field = "", False
        self._into: Element | None = None
        """What keeps the last open element; of a record, and of what has more than text, itself."""
        self._attributes: Mapping[str, str] = _NONE
        self._text, self._length = "", 0
        self._tags: dict[str, str] = {}
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._is_field:
            self._into = self._make_element()
        above = self._tag
        self._above.append((above, self._into))
        tag = self._tag = self._tags.get(name) or self._short(name)
        if tag in self._wanted and self._wanted[tag] == above:
            self._begin_record(attributes)
            return
        self._attributes, self._text, self._length, self._is_field = attributes, "", 0, True
        if len(self._above) > _DEEPEST:
            raise _Damaged(N_("Its elements are nested too deep."))
        if not self.root:
            self.root = tag

    def _end(self, _name: str) -> None:
        into = self._into
        if into is not None:
            if not self._is_field:
                if into is self._records[-1]:
                    self.done.append(self._records.pop())
            elif self._attributes:
                self._make_element()
            elif self._tag not in into.fields and len(into.fields) < _MOST_FIELDS:
                into.fields[self._tag] = self._text.strip()
                if self._length > LONGEST_RAW:
                    into.cut.add(self._tag)
        self._tag, self._into = self._above.pop()
        self._is_field = False

    def _characters(self, text: str) -> None:
        if self._is_field:
            if self._length <= LONGEST_RAW:
                self._text = self._text + text if self._length else text
            self._length += len(text)

    def _begin_record(self, attributes: dict[str, str]) -> None:
        record = self._into = Element(self._tag, self._named(attributes))
        self._is_field = False
        self._count += 1
        record.line, record.number = self.parser.CurrentLineNumber, self._count
        record.outer = self._records[-1].number if self._records else 0
        self._records.append(record)

    def _make_element(self) -> Element | None:
        """Of the last open element, in which more than text was found."""
        if self._into is None:
            return None
        element = Element(self._tag, self._named(self._attributes))
        if len(self._into.children) < _MOST_FIELDS:
            self._into.children.append(element)
        return element

    def _named(self, attributes: Mapping[str, str]) -> Mapping[str, str]:
        if not attributes:
            return _NONE
        return {
            self._tags.get(key) or self._short(key): value[:LONGEST_RAW]
            for key, value in attributes.items()
        }

    def _short(self, name: str) -> str:
        uri, _, local = name.rpartition(" ")
        prefix = "wp:" if uri.startswith(_WORDPRESS) else _PREFIXES.get(uri, "")
        short = prefix + local
        if len(self._tags) < _MOST_TAGS:
            self._tags[name] = short
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
    reader = _Reader(wanted)
    parser, fed = reader.parser, 0
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
