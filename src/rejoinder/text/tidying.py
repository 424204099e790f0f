"""What somebody typed, bounded before anything reads it, and put in the form that is kept."""

import re
import unicodedata
from typing import Final

import regex

from rejoinder.errors import Invalid, N_

# In code points, of what is kept.
LONGEST_TEXT: Final = 20_000
LONGEST_LINE: Final = 1000
# What arrives may be longer than what is kept of it: line ends of two characters, letters taken
# apart (a Vietnamese vowel is three).
_AS_SENT: Final = 4

# Controls that show nothing and can hide or reorder text (Unicode Standard, 23.2 and 23.3):
# all of category Cc but tab and line feed, bidirectional overrides and isolates, unpaired halves.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# Whatever XML 1.0 (section 2.2) has no place for, escaped or not.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
# What must start a new line (Unicode Standard Annex 14, class BK and NL), beside the line feed.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"\s+")
# Unicode's stream-safe text format (Annex 15) allows a letter thirty marks: no script needs half
# of them. Composing takes the square of a letter's marks: 60,000 on one letter took 53 seconds.
_MARKS: Final = 30
_MORE_MARKS = regex.compile(rf"(\p{{M}}{{{_MARKS}}})\p{{M}}+")
# A flag is two letters of its own alphabet; the library takes the square of a run of them.
_CLUSTER = regex.compile(r"\p{Regional_Indicator}{2}\p{M}*|\X")


class TooLong(Invalid):
    """A text has more characters than can be taken for what it is."""

    def __init__(self, longest: int) -> None:
        """`longest` is in code points."""
        super().__init__(
            N_("That is too long: at most %(most)s characters can be taken."),
            code="text-too-long",
            most=longest,
        )


def tidy(raw: str, longest: int = LONGEST_TEXT) -> str:
    """The text that is stored: line ends made one kind, NFC, controls and broken halves removed.

    Raises:
        TooLong: more than `longest` code points are left, or so many were sent that nobody looks.
    """
    if len(raw) > _AS_SENT * longest:
        raise TooLong(longest)
    text = raw
    # Nothing that is printable is a control, and most of what people write is.
    if not raw.replace("\n", "").isprintable():
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", raw))
    if not text.isascii():
        text = _composed(text)
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    text = text.strip()
    if len(text) > longest:
        raise TooLong(longest)
    return text


def tidy_line(raw: str, longest: int = LONGEST_LINE) -> str:
    """The same for what must stand on one line, such as a name.

    Raises:
        TooLong: as above.
    """
    return _SPACES.sub(" ", tidy(raw, longest))


def characters(text: str) -> int:
    """How many characters a person sees: a letter with its marks is one, a family of emoji too."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _ in _CLUSTER.finditer(text))


def _composed(text: str) -> str:
    composed = unicodedata.normalize("NFC", _few_marks(text))
    # A few marks are composed of two.
    return _few_marks(composed)


def _few_marks(text: str) -> str:
    return str(_MORE_MARKS.sub(r"\1", text))


def xml_text(text: str) -> str:
    """A text, or a whole document, without the characters that no parser of XML takes."""
    return _NO_XML.sub("", text)
