"""A comment with emphasis and links of the plainest kind, and else nothing but its words."""

import re
from typing import Final

from rejoinder.text.plain import has_items, paragraphs_of

# No sign in it means anything, whatever stands around it; what is hidden is not in it either.
_WORDS: Final = r"[^\\*_\[\]<>&\xa0\n]+"
# Of a host and a path in which no browser, and nothing that sanitises, finds anything to doubt.
PLAIN_ADDRESS: Final = r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,20}(?:[/?#][A-Za-z0-9._~/?#=%+,;:@!$-]{0,900})?"
# As `inline` tells what opens and closes from what stands within a word; and every other sign.
_MARKED = re.compile(
    rf"(?<![\w*])\*\*(?!\s)({_WORDS})(?<!\s)\*\*(?![\w*])"
    rf"|(?<![\w*])\*(?!\s)({_WORDS})(?<!\s)\*(?![\w*])"
    rf"|(?<!!)\[(?!\s)({_WORDS})(?<!\s)\]\(({PLAIN_ADDRESS})\)"
    rf"|<({PLAIN_ADDRESS})>"
    r"|[\\*_\[\]<>&\xa0]"
)
_SEEN = re.compile("[0-9A-Za-z]")
_LINK: Final = 4


def marked_comment(source: str) -> tuple[str, str] | None:
    """What `shown_comment` makes of a tidied comment, many times sooner; None of any other."""
    if has_items(source):
        return None
    html: list[str] = []
    seen: list[str] = []
    done = 0
    for mark in _MARKED.finditer(source):
        words = _words(mark)
        if words is None:
            return None
        before = source[done : mark.start()]
        html += (before, _shown(mark, words))
        seen += (before, words)
        done = mark.end()
    html.append(source[done:])
    seen.append(source[done:])
    shown_in = (f"<p>{each}</p>" for each in paragraphs_of("".join(html), "<br>\n"))
    return "\n".join(shown_in), "\n\n".join(paragraphs_of("".join(seen), "\n"))


def _words(mark: re.Match[str]) -> str | None:
    """What is seen of it; None of a sign that may mean anything."""
    if mark.lastindex == _LINK:
        return mark[3] if _SEEN.search(mark[3]) else None
    return mark[mark.lastindex] if mark.lastindex else None


def _shown(mark: re.Match[str], words: str) -> str:
    match mark.lastindex:
        case 1:
            return f"<strong>{words}</strong>"
        case 2:
            return f"<em>{words}</em>"
        case address:
            return f'<a href="{mark[address or 0]}" rel="nofollow ugc noopener">{words}</a>'
