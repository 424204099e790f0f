"""Writes out what emoji say, for networks whose vocabulary has words and no emoji.

The names are Unicode's own; where those say something else than people do, ours.
"""

import re
import unicodedata
from functools import lru_cache

from rejoinder.engine.folding import Folded, apply_edits
from rejoinder.engine.tables import read_table

# Emoji and dingbats, the signs of countries' flags and the five colours of skin among them.
_EMOJI = re.compile(r"[\U0001f1e6-\U0001f1ff]{2}|[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")

# The letter A of those that spell a country's code.
_FLAG_A = 0x1F1E6

_FLAGS = dict(read_table("flags.tsv"))
_NAMES = dict(read_table("emoji_names.tsv"))

# What Unicode adds to an emoji's name and nobody would say.
_UNSAID = frozenset(
    ("face", "symbol", "sign", "with", "of", "the", "for", "emoji", "component", "heavy", "open")
)
# In the names of the oldest emoji: filled or in outline.
_FILLED = frozenset(("black", "white"))


def demojize(text: str) -> Folded:
    """The text with its emoji written out as words, each with the way back to its emoji."""
    plain = Folded(text, range(len(text)), range(1, len(text) + 1))
    if text.isascii():
        return plain
    edits = [(*match.span(), f" {_name(match[0])} ") for match in _EMOJI.finditer(text)]
    return apply_edits(plain, edits) if edits else plain


@lru_cache(maxsize=4096)
def _name(emoji: str) -> str:
    """What an emoji is called, in small letters."""
    if len(emoji) == 2:
        code = "".join(chr(ord("a") + ord(letter) - _FLAG_A) for letter in emoji)
        return f"{_FLAGS.get(code, '')} flag".strip()
    if emoji in _NAMES:
        return _NAMES[emoji]
    words = re.split(r"[^a-z]+", unicodedata.name(emoji, "").lower())
    is_old = ord(emoji) < 0x10000
    said = [word for word in words if word not in _UNSAID and not (is_old and word in _FILLED)]
    return " ".join(said).strip()
