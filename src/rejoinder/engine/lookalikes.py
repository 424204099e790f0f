"""Letters that people borrow to hide a word from a filter. Only `folding` reads these tables."""

from typing import Final

# Cyrillic and Greek small letters that pass for a Latin one in common typefaces, and the
# small capitals and turned letters that "fancy text" generators produce and NFKD leaves alone.
LOOKALIKES: Final = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ї": "i",
    "ј": "j", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y",
    "ѵ": "v", "ԝ": "w", "х": "x", "ү": "y", "ӏ": "l", "ԛ": "q", "г": "r", "п": "n",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
    "τ": "t", "υ": "u", "χ": "x", "ϲ": "c", "ϳ": "j", "γ": "y", "ω": "w",
    "ա": "w", "օ": "o", "ո": "n", "ս": "u", "հ": "h",
}  # fmt: skip

# A word wholly of borrowed letters is a disguise only if one of these is in it: ordinary Russian
# and Greek words ("сор", "νοτα") are written without them.
RARE_LOOKALIKES: Final = frozenset("ѕһԁѵԝӏԛүіјϲϳօոս")

# These are Latin already, or belong to no living word, so they are always read as plain letters.
FANCY: Final = {
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ɴ": "n", "ɪ": "i", "ʀ": "r", "ʏ": "y",
    "ʙ": "b", "ɢ": "g", "ʜ": "h", "ᴀ": "a", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ᴊ": "j", "ᴋ": "k",
    "ᴍ": "m", "ᴏ": "o", "ᴘ": "p", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "ꜰ": "f",
    "ꜱ": "s", "ø": "o", "đ": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ɐ": "a", "ɔ": "c", "ǝ": "e",
    "ɥ": "h", "ɯ": "m", "ɹ": "r", "ʇ": "t", "ʌ": "v", "ʍ": "w", "ʎ": "y", "ɨ": "i", "ʉ": "u",
    "ƙ": "k", "ʂ": "s", "ʋ": "v", "ɓ": "b", "ƈ": "c", "ɗ": "d", "ɠ": "g", "ɦ": "h", "ɱ": "m",
    "ɳ": "n", "ƥ": "p", "ɾ": "r", "ƭ": "t", "ȥ": "z",
    "’": "'", "‘": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip

# Letters in squares and circles come as ranges that start at "a". Flags are not among them.
LETTER_RANGES: Final = ((0x1F130, 26), (0x1F150, 26), (0x1F170, 26))

# Signs that stand for a letter, but only between letters: "sh1t", not "4 pm".
LEET: Final = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t",
    "@": "a", "$": "s", "!": "i", "€": "e",
}  # fmt: skip

# Honest names with a digit between letters.
NOT_LEET: Final = frozenset(("mp3s", "mp4s", "w3c", "ps4s", "ps5s", "a4s", "g7s", "h1n", "k5s"))

# Drawn as nothing: Unicode's format characters are dropped by category; these are not in it.
INVISIBLE: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0x180B, 0x180F)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
