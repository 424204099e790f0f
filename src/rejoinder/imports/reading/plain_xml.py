"""Records of an XML file in which nothing is but what most have: elements, text and CDATA.

They are read by one expression instead of a call for every element. Whatever is only a little
different is not read here: Expat decides what it is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from rejoinder.imports.model import LONGEST_RAW
from rejoinder.imports.reading.xml_elements import MOST_FIELDS, NONE, Element, Names
from rejoinder.imports.reading.xml_shapes import (
    CDATA,
    LOCAL,
    NAME,
    SPACE,
    VALUE,
    WORDS,
    Part,
    Shape,
    numbered,
)

_DEEPEST: Final = 8
_MOST_SHAPES: Final = 8
_TEXT: Final = rf"(?:{WORDS}++|&(?:amp|lt|gt|quot|apos);)*+"
# A field; what else begins, perhaps empty; what ends; text around them; and all that is not ours.
_PARTS: Final = re.compile(
    rf"<({NAME})>(?:({_TEXT})|<!\[CDATA\[({CDATA})\]\]>)</\1>"
    rf"|<({NAME})({SPACE}+{NAME}={VALUE}{SPACE}*+)?+(/?+)>"
    rf"|</({NAME})>"
    rf"|{WORDS}++"
    r"|(.++)",
    re.DOTALL,
)
_ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


class _NotPlain(Exception):
    """Something in a record is not as most have it."""


class PlainXml:
    """Reads wanted records in which no other wanted one may stand."""

    def __init__(self, wanted: Mapping[str, str], names: Names) -> None:
        """`wanted` gives the tag of each, and that of the element in which it is wanted."""
        self._wanted, self._names = wanted, names
        self._shapes: list[Shape] = []
        names.when_changed = self._shapes.clear
        innermost = [tag.rpartition(":")[2] for tag in wanted if tag not in wanted.values()]
        self._begins = re.compile(rf"<((?:{LOCAL}:)?(?:{'|'.join(innermost)}))(?=[ \n\t>])")

    def begins(self, text: str, at: int) -> re.Match[str] | None:
        """The next place where perhaps a record begins; its first group is the tag as written."""
        return self._begins.search(text, at)

    def parent(self, written: str) -> str | None:
        """In what element one with this tag is wanted; None where it is in none."""
        tag = self._names.of_tag(written)
        return None if tag is None else self._wanted.get(tag)

    def record(self, text: str, start: int, end: int) -> Element | None:
        """The record that stands there, from its first tag to its last; None if it is not plain."""
        if end - start > LONGEST_RAW or text.count("<", start, end) > 2 * MOST_FIELDS:
            return None
        for at, shape in enumerate(self._shapes):
            record = shape.record(text, start, end)
            if record is not None:
                if at:  # the next is most likely to have the same
                    self._shapes.insert(0, self._shapes.pop(at))
                return record
        parts = [Part._make(each) for each in _PARTS.findall(text, start, end)]
        if len(parts) > MOST_FIELDS:
            return None
        try:
            record = self._made(parts)
        except _NotPlain:
            return None
        if len(self._shapes) < _MOST_SHAPES:
            self._shapes.append(Shape(parts, self._made([*numbered(parts)])))
        return record

    def _made(self, parts: Sequence[Part]) -> Element:
        into = around = Element("")
        above: list[tuple[str, Element]] = []
        for field, words, cdata, begun, attribute, slash, ended, odd in parts:
            if field:
                into.fields.setdefault(self._tag(field, into), (cdata or _unescaped(words)).strip())
            elif begun:
                element = self._begin(begun, attribute, into, is_empty=bool(slash))
                if not slash:
                    above.append((begun, into))
                    into = element
            elif ended:
                into = _end(ended, above)
            elif odd:
                raise _NotPlain
        if above or len(around.children) != 1:
            raise _NotPlain
        return around.children[0]

    def _begin(self, written: str, attribute: str, into: Element, *, is_empty: bool) -> Element:
        element = Element(self._tag(written, into), self._attributes(attribute))
        if is_empty and not attribute:
            into.fields.setdefault(element.tag, "")
        else:
            into.children.append(element)
        return element

    def _tag(self, written: str, into: Element) -> str:
        tag = self._names.of_tag(written)
        # A wanted one in it is a record of its own.
        if tag is None or self._wanted.get(tag) == into.tag:
            raise _NotPlain
        return tag

    def _attributes(self, written: str) -> Mapping[str, str]:
        if not written:
            return NONE
        name, _, value = written.strip().partition("=")
        short = self._names.of_attribute(name)
        if short is None:
            raise _NotPlain
        return {short: value[1:-1]}


def _end(written: str, above: list[tuple[str, Element]]) -> Element:
    if not above or len(above) > _DEEPEST or above[-1][0] != written:
        raise _NotPlain
    return above.pop()[1]


def _unescaped(words: str) -> str:
    if "&" in words:
        for entity, sign in _ENTITIES.items():
            words = words.replace(entity, sign)
    return words
