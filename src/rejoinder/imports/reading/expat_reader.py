"""What Expat reports of a long XML file, kept as records in bounded memory.

Expat is told of no document type, so there are no entities to multiply or to fetch; what a record
may hold is bounded while it is read, so that one of 100 MB costs no more than one of 200 kB.
docs/decisions.md says why neither lxml nor defusedxml.
"""

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from rejoinder.errors import Invalid, N_
from rejoinder.imports.model import LONGEST_RAW
from rejoinder.imports.reading.xml_elements import MOST_FIELDS, NONE, Element, Names

# A feed of comments is six deep.
_DEEPEST = 64
# Expat keeps a tag until it ends: a longer one is no tag.
_LONGEST_TAG = 1 << 20


class Damaged(Exception):
    """The file cannot be read any further."""


class ExpatReader:
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
        self.names = Names()
        self.parser.StartNamespaceDeclHandler = self.names.bind
        self.parser.EndNamespaceDeclHandler = self.names.unbind
        self.parser.StartCdataSectionHandler = self._cdata_begins
        self.parser.EndCdataSectionHandler = self._cdata_ends
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
        self._attributes: Mapping[str, str] = NONE
        self._text, self._length = "", 0
        self._count = 0
        self._fed, self._in_cdata = 0, False

    def feed(self, text: str, *, is_last: bool = False) -> None:
        """Reads on. Raises ExpatError or Damaged where that cannot be, Invalid for no such file."""
        data = text.encode()
        self._fed += len(data)
        self.parser.Parse(data, is_last)
        if self._fed - self.parser.CurrentByteIndex > _LONGEST_TAG:
            raise Damaged(N_("A tag never ends."))

    def within(self) -> str | None:
        """The element in which the next one will stand; None in the middle of something."""
        is_between = not self._in_cdata and self.parser.CurrentByteIndex == self._fed
        return self._tag if is_between else None

    def line(self) -> int:
        """The line that it has come to."""
        return int(self.parser.CurrentLineNumber)

    def take(self, record: Element, line: int) -> None:
        """Takes a record that somebody else has read, in the element where we are."""
        if self._is_field:
            self._into, self._is_field = self._make_element(), False
        self._count_in(record, line)
        self.done.append(record)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._is_field:
            self._into = self._make_element()
        above = self._tag
        self._above.append((above, self._into))
        tag = self._tag = self.names.short(name)
        if tag in self._wanted and self._wanted[tag] == above:
            self._begin_record(attributes)
            return
        self._attributes, self._text, self._length, self._is_field = attributes, "", 0, True
        if len(self._above) > _DEEPEST:
            raise Damaged(N_("Its elements are nested too deep."))
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
            elif self._tag not in into.fields and len(into.fields) < MOST_FIELDS:
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

    def _cdata_begins(self) -> None:
        self._in_cdata = True

    def _cdata_ends(self) -> None:
        self._in_cdata = False

    def _begin_record(self, attributes: dict[str, str]) -> None:
        record = self._into = Element(self._tag, self.names.named(attributes))
        self._is_field = False
        self._count_in(record, self.parser.CurrentLineNumber)
        self._records.append(record)

    def _count_in(self, record: Element, line: int) -> None:
        self._count += 1
        record.line, record.number = line, self._count
        record.outer = self._records[-1].number if self._records else 0

    def _make_element(self) -> Element | None:
        """Of the last open element, in which more than text was found."""
        if self._into is None:
            return None
        element = Element(self._tag, self.names.named(self._attributes))
        if len(self._into.children) < MOST_FIELDS:
            self._into.children.append(element)
        return element


def _refuse_document_type(*_: object) -> None:
    raise Invalid(N_("The file has a document type (<!DOCTYPE), as no export has: it is not read."))
