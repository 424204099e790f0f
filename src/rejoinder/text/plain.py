"""A comment in which nothing means anything but its words: most of those that readers write."""

import re
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
    if _SIGN.search(source) or _ITEM.match(source):
        return False
    return "\n" not in source or not _LATER_ITEM.search(source)


def plain_comment(source: str) -> str | None:
    """What `render_comment` makes of a tidied comment, a hundred times sooner; None where it is
    not plain.
    """
    if not is_plain(source):
        return None
    if "\n" not in source:
        words = source.strip()
        return f"<p>{words}</p>" if words else ""
    paragraphs = (part.strip() for part in _PARAGRAPHS.split(source))
    return "\n".join(f"<p>{_broken(part)}</p>" for part in paragraphs if part)


def plain_letters(source: str) -> str | None:
    """The letters and digits that people see of a plain comment, case folded; None of any other."""
    return letters_of(source) if is_plain(source) else None


def letters_of(text: str) -> str:
    """The letters and digits of a text, case folded."""
    if text.isascii():
        return text.lower().encode("ascii").translate(None, _NO_LETTERS).decode("ascii")
    return "".join(filter(str.isalnum, text.casefold()))


def _broken(paragraph: str) -> str:
    return _BREAKS.sub("<br>\n", paragraph) if "\n" in paragraph else paragraph
