"""Markup that hides a word: tags within it, and letters by their numbers. For `folding` only."""

import re
from html import unescape
from html.entities import html5
from typing import Final

from rejoinder.engine.disguises import Edit

_ENTITY: Final = re.compile(r"&(?:#\d{2,7}|#x[\da-f]{2,6}|[a-z][a-z\d]{1,7});")
# Tags that show nothing of their own, in HTML and BBCode: a "<br>" or a "<p>" parts words.
_TAG: Final = (
    r"(?:</?(?:a|abbr|b|big|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]{0,200})?/?>|<!--[^<>]{0,200}-->"
    r"|\[/?(?:b|i|u|s|code|color|font|size|url)(?:=[^\[\]]{0,200})?\])"
)
_TAGS_WITHIN: Final = re.compile(rf"(?<=[^\W_]){_TAG}{{1,20}}(?=[^\W_])")


def read_entities(text: str) -> list[Edit]:
    """Letters and signs by their numbers or names in HTML: "f&#117;ck"; "" is left of "&shy;"."""
    if "&" not in text or ";" not in text:
        return []
    return [
        (*match.span(), unescape(match[0]))
        for match in _ENTITY.finditer(text)
        if match[0][1] == "#" or match[0][1:] in html5
    ]


def read_tags(text: str) -> list[Edit]:
    """Tags between the letters of a word: "fu<b>c</b>k"."""
    if "<" not in text and "[" not in text:
        return []
    return [(*match.span(), "") for match in _TAGS_WITHIN.finditer(text)]
