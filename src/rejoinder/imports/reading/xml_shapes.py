"""Records of one shape, the same elements in the same order: one expression reads a whole record.

A file has millions of records and a handful of shapes; each is learned from the first that has it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Self

from rejoinder.imports.reading.xml_elements import NONE, Element

LOCAL: Final = r"[A-Za-z_][A-Za-z0-9_.-]*+"
NAME: Final = rf"(?:{LOCAL}:)?+{LOCAL}"
WORDS: Final = r"[^<&\]]"
CDATA: Final = r"(?:[^\]]++|\](?!\]>))*+"
VALUE: Final = r'"[^"<&\n\t]*+"'
SPACE: Final = r"[ \n\t]"

# The last of a record's texts is none.
_NOTHING: Final = -1


class Part(NamedTuple):
    """What a record consists of, one after the other; most of it is empty."""

    field: str = ""
    """The tag of an element that has nothing but text, of either kind."""
    words: str = ""
    cdata: str = ""
    begun: str = ""
    attribute: str = ""
    slash: str = ""
    ended: str = ""
    odd: str = ""


class _Plan(NamedTuple):
    """An element of a shape: which of the texts found in a record go where."""

    tag: str
    attributes: tuple[tuple[str, int], ...]
    fields: tuple[tuple[str, int], ...]
    inner: "tuple[_Plan, ...]"

    @classmethod
    def of(cls, sample: Element) -> Self:
        """Of an element whose texts are numbers."""
        return cls(
            sample.tag,
            tuple((name, int(value)) for name, value in sample.attributes.items()),
            tuple((tag, int(text or _NOTHING)) for tag, text in sample.fields.items()),
            tuple(cls.of(each) for each in sample.children),
        )

    def filled(self, texts: Sequence[str]) -> Element:
        """An element of this shape that holds these."""
        attributes = {name: texts[at] for name, at in self.attributes} if self.attributes else NONE
        element = Element(self.tag, attributes)
        element.fields = {tag: texts[at].strip() for tag, at in self.fields}
        if self.inner:
            element.children = [each.filled(texts) for each in self.inner]
        return element


class Shape:
    """Reads the records that have it."""

    def __init__(self, parts: Sequence[Part], sample: Element) -> None:
        """`sample` is what was made of `numbered` parts."""
        self._expression = re.compile(f"{WORDS}*+".join(_expressions(parts)))
        self._plan = _Plan.of(sample)

    def record(self, text: str, start: int, end: int) -> Element | None:
        """The record that stands there; None if it has another shape."""
        found = self._expression.fullmatch(text, start, end)
        return None if found is None else self._plan.filled((*found.groups(), ""))


def numbered(parts: Sequence[Part]) -> Iterator[Part]:
    """The same with numbers for texts, in their order."""
    number = 0
    for part in parts:
        text = str(number)
        if part.field:
            number += 1
            yield part._replace(words=text, cdata="")
        elif part.attribute:
            number += 1
            yield part._replace(attribute=f'{part.attribute.partition("=")[0]}="{text}"')
        else:
            yield part


def _expressions(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.field:
            name = re.escape(part.field)
            text = rf"<!\[CDATA\[({CDATA})\]\]>" if part.cdata else f"({WORDS}*+)"
            yield f"<{name}>{text}</{name}>"
        elif part.attribute:
            name = re.escape(part.attribute.strip().partition("=")[0])
            value = f'"({VALUE[1:-1]})"'
            yield f"<{re.escape(part.begun)}{SPACE}+{name}={value}{SPACE}*+{part.slash}>"
        elif part.begun:
            yield f"<{re.escape(part.begun)}{part.slash}>"
        elif part.ended:
            yield f"</{re.escape(part.ended)}>"
