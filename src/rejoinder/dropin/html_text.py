"""What a comment says when it comes in HTML: some services send their readers' words so."""

import re
from html import unescape

# Nothing that is shown to anybody comes out of this, so tags need only be left out, and at once: a
# true parser takes a second for a hundred thousand characters of tags within tags.
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*+>")
_BLOCK = re.compile(r"<(?:br|/p|/div|/li|/blockquote)\b", re.IGNORECASE)


def text_of(content: str) -> str:
    """A comment's words: without tags, if it has any."""
    if not _TAG.search(content):
        return content
    with_breaks = _BLOCK.sub(r"\n\g<0>", content)
    return unescape(_TAG.sub("", with_breaks)).strip()
