"""Records from a long XML file, one at a time, in bounded memory.

Expat reads it. A record that stands whole in what was read of the file, and has nothing but what
most have, is taken out before Expat comes to it: see `plain_xml`.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.parsers import expat

from rejoinder.errors import Invalid, N_
from rejoinder.imports.model import LONGEST_RAW, Problem
from rejoinder.imports.reading.expat_reader import Damaged, ExpatReader
from rejoinder.imports.reading.opening import Source, decoded
from rejoinder.imports.reading.plain_xml import PlainXml
from rejoinder.imports.reading.xml_elements import Element

__all__ = ["Element", "xml_records"]

# Of what perhaps begins a tag at the end of a piece.
_LONGEST_NAME: Final = 100


class _Stream:
    """Has each part of a text read by whoever can read it."""

    def __init__(self, wanted: Mapping[str, str]) -> None:
        """Nothing is read yet."""
        self.reader = ExpatReader(wanted)
        self._plain = PlainXml(wanted, self.reader.names)
        self._rest = ""
        """What may be the beginning of a record, or of the tag of one."""
        self._taken_lines = 0
        """Of what was taken out since Expat was last given something."""

    def read(self, text: str) -> None:
        """Reads a piece as far as its last record."""
        text, at = self._rest + text, 0
        while (begun := self._plain.begins(text, at)) is not None:
            start = begun.start()
            self._feed(text[at:start])
            at = start
            ends = f"</{begun[1]}>"
            last = text.find(ends, begun.end())
            if last < 0:
                if len(text) - start > LONGEST_RAW:
                    self._feed(text[start:])
                    at = len(text)
                break
            at = last + len(ends)
            self._record(text, begun[1], start, at)
        else:
            last = text.rfind("<", max(at, len(text) - _LONGEST_NAME))
            last = len(text) if last < 0 else last
            self._feed(text[at:last])
            at = last
        self._rest = text[at:]

    def _record(self, text: str, tag: str, start: int, end: int) -> None:
        """Takes a record out, or lets Expat read it."""
        parent, record = self._plain.parent(tag), None
        if parent is not None and parent == self.reader.within():
            record = self._plain.record(text, start, end)
        if record is None:
            self._feed(text[start:end])
        else:
            self.reader.take(record, self.reader.line() + self._taken_lines)
            self._taken_lines += text.count("\n", start, end)

    def _feed(self, text: str) -> None:
        if self._taken_lines and text.isspace():
            # Between two records it means nothing.
            self._taken_lines += text.count("\n")
        elif text:
            self.reader.feed("\n" * self._taken_lines + text)
            self._taken_lines = 0

    def end(self) -> None:
        """Reads what is left. Raises ExpatError where the file ends too early."""
        self.reader.feed("\n" * self._taken_lines + self._rest, is_last=True)


def xml_records(
    source: Source, wanted: Mapping[str, str], *, root: str
) -> Iterator[Element | Problem]:
    """The wanted elements, each when it ends; a wanted one inside another comes on its own.

    `wanted` gives the tag of each and that of the element in which it stands.

    Where the file is damaged or ends too early, a Problem is the last that comes.

    Raises:
        Invalid: it is no such file at all: another root, or a document type.
    """
    stream = _Stream(wanted)
    reader = stream.reader
    try:
        for text in _with_one_kind_of_line_ends(decoded(source)):
            stream.read(text)
            _check_root(reader, root)
            yield from reader.done
            reader.done.clear()
        stream.end()
    except (expat.ExpatError, Damaged) as failure:
        _check_root(reader, root)
        yield from reader.done
        yield Problem(reader.line(), _reason(failure), code="damaged-file")
        return
    yield from reader.done
    if source.damage:
        yield Problem(reader.line(), source.damage, code="damaged-file")


def _with_one_kind_of_line_ends(pieces: Iterator[str]) -> Iterator[str]:
    """As XML reads them (1.0, section 2.11), whatever stands around them."""
    held = ""
    for piece in pieces:
        text = held + piece
        held = "\r" if text.endswith("\r") else ""
        text = text[: len(text) - len(held)]
        yield text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if held:
        yield "\n"


def _check_root(reader: ExpatReader, root: str) -> None:
    if reader.root and reader.root != root:
        raise Invalid(
            N_("The file begins with <%(found)s>, not with <%(root)s>: it is in another format."),
            found=reader.root[:40],
            root=root,
        )


def _reason(failure: Exception) -> str:
    if isinstance(failure, expat.ExpatError):
        what = expat.ErrorString(failure.code)
        return f"The XML cannot be read any further: {what}."
    return str(failure)
