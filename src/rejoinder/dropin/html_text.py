"""What a comment says when it comes in HTML: some services send their readers' words so."""

import re
from html import unescape

# Nothing that is shown to anybody comes out of this, so tags need only be left out, and at once: a
# true parser takes a second for a hundred thousand characters of tags within tags.
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*+>")
_BLOCK = re.compile(r"<(?:br|/p|/div|/li|/blockquote)\b", re.IGNORECASE)


# Where a link leads, in HTML and in the markup of bulletin boards.
_LINK = re.compile(
    r"<a\s[^<>]*?\bhref\s*+=\s*+[\"']?([^\s\"'<>]+)|\[(?:url|link|img)=?[\"']?\]?(\w[^\s\"'\[\]]*)",
    re.IGNORECASE,
)
# More of them say nothing new; each is looked for in the whole text.
MAX_LINKS = 50
_BOARD_TAG = re.compile(r"\[/?(?:url|link|img|b|i|u|color|size)(?:=[^\[\]]*)?\]", re.IGNORECASE)


def links_of(content: str) -> list[str]:
    """Where the links of a comment lead, each as often as it stands there."""
    return [unescape(html or board) for html, board in _LINK.findall(content)]


def text_of(content: str) -> str:
    """A comment's words: without tags, if it has any."""
    if not _TAG.search(content):
        return content
    with_breaks = _BLOCK.sub(r"\n\g<0>", content)
    return unescape(_TAG.sub("", with_breaks)).strip()


def text_with_links(content: str) -> str:
    """The same and, below it, where its links lead: what is advertised is often only there."""
    seen = _BOARD_TAG.sub("", text_of(content))
    behind = [link for link in links_of(content)[:MAX_LINKS] if link not in seen]
    return "\n".join((seen, *behind))
