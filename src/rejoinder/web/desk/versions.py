"""What was changed in a comment from one text to the next, word by word. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from markupsafe import Markup, escape

from rejoinder.errors import N_
from rejoinder.i18n import Translator

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes up to the product of both lengths, and more where the same few signs come in
# turns: beyond this the later text stands unmarked.
MOST_COMPARED: Final = 250_000

# An element, and words for a screen reader, which does not say that something is marked.
_CHANGE = Markup(
    '<{name}><span class="unseen">[{said}: </span>{text}<span class="unseen">]</span></{name}>'
)
_GONE, _NEW = N_("taken out"), N_("put in")


def changed(before: str, after: str, translator: Translator) -> Markup:
    """The later text with what it took out of the earlier one, and what it put in."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MOST_COMPARED:
        return escape(after)
    return Markup("").join(_pieces(old, new, translator))


def _pieces(old: list[str], new: list[str], translator: Translator) -> Iterator[Markup]:
    # Words that stand everywhere begin no match: a thousand commas took a quarter of a minute.
    matcher = SequenceMatcher(None, old, new, autojunk=True)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, fresh = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if kind == "equal":
            yield escape(fresh)
            continue
        if gone:
            yield _CHANGE.format(name="del", said=translator.translate(_GONE), text=gone)
        if fresh:
            yield _CHANGE.format(name="ins", said=translator.translate(_NEW), text=fresh)
