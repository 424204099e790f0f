"""HTML of the plainest kind in our Markdown: paragraphs, breaks, emphasis, links, and words.

Most comments have no more. What comes out is what the whole way in `markup` makes of them, a tenth
as long; whatever is only a little different goes that way.
"""

import re
from html import unescape
from typing import Final

from rejoinder.text import PLAIN_ADDRESS

SPACES = re.compile(r"[ \t\r\n\f]+")
MARKS: Final = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_BREAKS: Final = {"<p>": "\n\n", "</p>": "\n\n", "<br>": "\n", "<br />": "\n", "<br/>": "\n"}
# What could mean something in our Markdown, and did not there.
_MEANS = re.compile(r"(?<!\*)\*++|\](?=\()|<(?=https?://)")
_QUOTES_LINE = re.compile(r"^(?=[ \t]{0,3}>)", re.MULTILINE)
_WORDS: Final = r"(?! )[^<>\[\]]+(?<! )"
_NO_HREF: Final = r'(?: (?:rel|target|title|class)="[^"<>]*")*'
_INLINE = re.compile(
    rf"<(b|strong|i|em)>({_WORDS})</\1>"
    rf'|<a{_NO_HREF} href="({PLAIN_ADDRESS})"{_NO_HREF}>({_WORDS})</a>'
)
_MEANT: Final = ("*", "](", "&")


def plain_markup(text: str) -> str | None:
    """The Markdown of a text with such tags alone; None of any other."""
    words = text
    if "  " in text or not text.isprintable():
        words = SPACES.sub(" ", text)
    tags = words.count("<")
    if tags == sum(map(words.count, _BREAKS)):
        return _paragraphs(words)
    if words.count(">") != tags or any(map(words.__contains__, _MEANT)) or not words.isprintable():
        return None
    marked, count = _INLINE.subn(_marked, words)
    if tags != sum(map(words.count, _BREAKS)) + 2 * count:
        return None
    return _broken(marked)


def _paragraphs(words: str) -> str | None:
    words = _broken(words)
    if "&" in words:
        lines, words = words.count("\n"), unescape(words)
        if words.count("\n") != lines or not words.replace("\n", "").isprintable():
            return None  # a line's end or a space of another kind that is no letter here
    return escaped(words)


def _broken(words: str) -> str:
    for tag, ends in _BREAKS.items():
        words = words.replace(tag, ends)
    return words.replace("\n ", "\n")


def _marked(found: re.Match[str]) -> str:
    if found[1] is None:
        return link(found[4], found[3])
    mark = MARKS[found[1]]
    return f"{mark}{found[2]}{mark}"


def link(words: str, href: str) -> str:
    """A link in our Markdown, also where its address stands there itself, perhaps shortened."""
    bare = words.strip().replace("\\", "")
    same = bare == href or (bare.endswith("...") and href.startswith(bare[:-3]))
    return f"<{href}>" if same else f"[{words}]({href})"


def escaped(words: str) -> str:
    """Words so that nothing in them means anything."""
    if "*" in words or "](" in words or "<" in words:
        words = _MEANS.sub(_escaped, words)
    return _QUOTES_LINE.sub(r"\\", words) if ">" in words else words


def _escaped(sign: re.Match[str]) -> str:
    before, after = (
        sign.string[max(sign.start() - 1, 0) : sign.start()],
        sign.string[sign.end() : sign.end() + 1],
    )
    # Within a word a star means nothing: 5*4*3, f**k.
    within = sign[0][0] == "*" and before.isalnum() and after.isalnum()
    return sign[0] if within else "".join(f"\\{each}" for each in sign[0])
