"""What people hide a word from a filter with, as tables. Only `folding` reads them."""

import re
import unicodedata

from rejoinder.engine.tables import read_table


def _reads_as(*uses: str) -> dict[str, str]:
    """The characters of these uses (data/lookalikes.tsv explains them), and what they read as."""
    rows = read_table("lookalikes.tsv")
    return {character: reading for use, character, reading in rows if use in uses}


RARE_LOOKALIKES = frozenset(_reads_as("rare"))
LOOKALIKES = _reads_as("common", "rare")
FAINT_LOOKALIKES = _reads_as("faint")
FANCY = _reads_as("plain")
SHAPES = _reads_as("shape")
DRAWN = _reads_as("drawn")
EMOJI_WORDS = _reads_as("emoji")
LEET = _reads_as("leet")

_NAME = re.compile(
    r"LATIN (?:SMALL |CAPITAL ){0,2}LETTER (?:SMALL CAPITAL )?(?:REVERSED )?([A-Z])(?: WITH .+)?"
)


def latin_letter(character: str) -> str:
    """The plain letter of a Latin one with a stroke, a hook or a tail; itself where it is none."""
    if character in FANCY or character.isascii():
        return FANCY.get(character, character)
    named = _NAME.fullmatch(unicodedata.name(character, ""))
    return named[1].lower() if named else character


# Letters in squares, circles and brackets: ranges that start at "a". Flags are not among them.
LETTER_RANGES = ((0x249C, 26), (0x1F130, 26), (0x1F150, 26), (0x1F170, 26))

# A word that stands on its head is read from its end; these show that it does.
TURNED_SIGNS = "ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ"
TURNED = str.maketrans(TURNED_SIGNS + "ıpbqdnuloxsz", "acefghijkmrtvwy" + "idqbpunloxsz")

# Honest names with a digit between letters.
NOT_LEET = frozenset(("mp3s", "mp4s", "w3c", "ps4s", "ps5s", "a4s", "g7s", "h1n", "k5s"))

# Drawn as nothing: Unicode's format characters are dropped by category; these are not in it.
INVISIBLE = frozenset(
    "\u034f\u2800\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    "\U00013441\U00013442\U00016fe4\U0001d159"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0x180B, 0x180F)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
