"""A comment in which nothing means anything but its words: most of those that readers write."""

import re
from collections.abc import Iterator
from typing import Final

# All that could be emphasis, link, quotation, list, or that HTML writes in other letters. What is
# only perhaps one is none of ours: then the whole reading decides.
_SIGN = re.compile(r"[\\*_\[\]<>&\xa0]")
_ITEM = re.compile(r"[ \t]{0,3}(?:-|\d{1,2}\.)[ \t]")
_LATER_ITEM = re.compile(rf"\n{_ITEM.pattern}")
_PARAGRAPHS = re.compile(r"\n(?:[^\S\n]*\n)+")
_BREAKS = re.compile(r"[^\S\n]*\n[^\S\n]*")
_NO_LETTERS: Final = bytes(sorted({*range(128)} - {*b"0123456789abcdefghijklmnopqrstuvwxyz"}))


def is_plain(source: str) -> bool:
    """Whether nothing in a tidied comment means anything but its words."""
    return not _SIGN.search(source) and not has_items(source)


def has_items(source: str) -> bool:
    """Whether a line of it may be an item of a list."""
    if _ITEM.match(source):
        return True
    return "\n" in source and _LATER_ITEM.search(source) is not None


def plain_comment(source: str) -> str | None:
    """What `render_comment` makes of a tidied comment, a hundred times sooner; None where it is
    not plain.
    """
    if not is_plain(source):
        return None
    if "\n" not in source:
        words = source.strip()
        return f"<p>{words}</p>" if words else ""
    return "\n".join(f"<p>{each}</p>" for each in paragraphs_of(source, "<br>\n"))


def paragraphs_of(text: str, line_end: str) -> Iterator[str]:
    """The paragraphs of a comment, with their lines ended otherwise."""
    for part in _PARAGRAPHS.split(text) if "\n" in text else (text,):
        words = part.strip()
        if words:
            yield _BREAKS.sub(line_end, words) if "\n" in words else words


def plain_letters(source: str) -> str | None:
    """The letters and digits that people see of a plain comment, case folded; None of any other."""
    return letters_of(source) if is_plain(source) else None


def letters_of(text: str) -> str:
    """The letters and digits of a text, case folded."""
    if text.isascii():
        return text.lower().encode("ascii").translate(None, _NO_LETTERS).decode("ascii")
    return "".join(filter(str.isalnum, text.casefold()))
