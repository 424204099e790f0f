"""Writes out what pictures say, for networks whose vocabulary has words and no pictures.

The names are Unicode's own; where those say something else than people do, ours.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rejoinder.engine.folding import Folded

# Emoji and dingbats, the signs of countries' flags and the five colours of skin among them.
_PICTURE = re.compile(
    r"[\U0001f1e6-\U0001f1ff]{2}|[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)

_FLAG: Final = 0x1F1E6
"""The letter A of those that spell a country's code."""

_COUNTRIES: Final = {
    "ae": "emirati", "af": "afghan", "al": "albanian", "at": "austrian", "au": "australian",
    "bd": "bangladeshi", "be": "belgian", "bg": "bulgarian", "br": "brazilian", "ca": "canadian",
    "ch": "swiss", "cn": "chinese", "cu": "cuban", "cz": "czech", "de": "german", "dk": "danish",
    "dz": "algerian", "eg": "egyptian", "es": "spanish", "et": "ethiopian", "eu": "european",
    "fi": "finnish", "fr": "french", "gb": "british", "gh": "ghanaian", "gr": "greek",
    "hu": "hungarian", "id": "indonesian", "ie": "irish", "il": "israeli", "in": "indian",
    "iq": "iraqi", "ir": "iranian", "it": "italian", "jm": "jamaican", "jp": "japanese",
    "ke": "kenyan", "kr": "korean", "lb": "lebanese", "ma": "moroccan", "mx": "mexican",
    "my": "malaysian", "ng": "nigerian", "nl": "dutch", "no": "norwegian", "nz": "zealand",
    "pe": "peruvian", "ph": "filipino", "pk": "pakistani", "pl": "polish", "ps": "palestinian",
    "pt": "portuguese", "ro": "romanian", "rs": "serbian", "ru": "russian", "sa": "saudi",
    "se": "swedish", "so": "somali", "sy": "syrian", "th": "thai", "tn": "tunisian",
    "tr": "turkish", "ua": "ukrainian", "us": "american", "ve": "venezuelan", "vn": "vietnamese",
    "za": "african",
}  # fmt: skip
_NAMES: Final = {
    "\U0001f3fb": "white", "\U0001f3fc": "white", "\U0001f3fd": "brown", "\U0001f3fe": "black",
    "\U0001f3ff": "black", "\U0001f3f3": "flag", "\U0001f3f4": "flag", "🌈": "rainbow gay",
    "⚧": "transgender", "❤": "love", "♥": "love", "😍": "love", "🥰": "love", "😘": "kiss",
    "💕": "love", "💖": "love", "♿": "wheelchair disabled", "✡": "star of david jewish",
    "🕎": "menorah jewish", "☪": "star and crescent muslim", "🕌": "mosque muslim",
    "🧕": "muslim woman", "👳": "man with turban", "🕍": "synagogue", "⛪": "church",
    "😡": "hate angry", "🤬": "swearing", "🤮": "vomit", "🤢": "disgusted sick", "😠": "angry",
    "🙄": "rolling eyes", "😂": "laughing", "🤣": "laughing", "😭": "crying", "🔪": "knife kill",
    "🔫": "gun shoot", "💀": "dead skull", "☠": "dead", "⚰": "coffin", "🪦": "grave",
    "🗑": "trash", "💩": "shit", "🖕": "middle finger fuck you", "🤡": "clown", "👎": "bad",
    "👍": "good", "🙏": "thank you", "🍆": "penis", "🍑": "ass", "💦": "cum", "🔞": "adults only",
    "👌": "ok", "🚮": "trash", "☢": "radioactive", "🦽": "wheelchair", "🦼": "wheelchair",
    "🧏": "deaf person", "🦯": "blind cane", "👬": "gay men", "👭": "lesbian women",
    "🙈": "embarrassed", "🙉": "not listening", "🙊": "oops",
    "👩": "woman", "👨": "man", "🚫": "no", "❌": "no", "✋": "stop", "🔥": "fire burn",
}  # fmt: skip

# What Unicode adds to a picture's name and nobody would say.
_IDLE: Final = frozenset(
    ("face", "symbol", "sign", "with", "of", "the", "for", "emoji", "component", "heavy", "open")
)
_DRAWN: Final = frozenset(("black", "white"))
"""In the names of the oldest pictures: filled or in outline."""


def demojize(text: str) -> Folded:
    """The text with its pictures written out as words, each with the way back to its picture."""
    if text.isascii() or _PICTURE.search(text) is None:
        return Folded(text, range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in _PICTURE.finditer(text):
        start, end = found.span()
        words = f" {_name(found[0])} "
        parts += (text[done:start], words)
        starts += (*range(done, start), *[start] * len(words))
        ends += (*range(done + 1, start + 1), *[end] * len(words))
        done = end
    parts.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Folded("".join(parts), starts, ends)


@lru_cache(maxsize=4096)
def _name(picture: str) -> str:
    """What a picture is called, in small letters."""
    if len(picture) == 2:
        code = "".join(chr(ord("a") + ord(letter) - _FLAG) for letter in picture)
        return f"{_COUNTRIES.get(code, '')} flag".strip()
    if picture in _NAMES:
        return _NAMES[picture]
    words = re.split(r"[^a-z]+", unicodedata.name(picture, "").lower())
    old = ord(picture) < 0x10000
    kept = [word for word in words if word not in _IDLE and not (old and word in _DRAWN)]
    return " ".join(kept).strip()
