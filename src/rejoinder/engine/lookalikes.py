"""What people hide a word from a filter with, as tables. Only `folding` reads them."""

import re
from collections.abc import Iterator
from typing import Final

# Cyrillic and Greek small letters that pass for a Latin one in common typefaces, and the
# small capitals and turned letters that "fancy text" generators produce and NFKD leaves alone.
LOOKALIKES: Final = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ї": "i",
    "ј": "j", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y",
    "ѵ": "v", "ԝ": "w", "х": "x", "ү": "y", "ӏ": "l", "ԛ": "q", "г": "r", "п": "n",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
    "τ": "t", "υ": "u", "χ": "x", "ϲ": "c", "ϳ": "j", "γ": "y", "ω": "w",
    "ա": "w", "օ": "o", "ո": "n", "ս": "u", "հ": "h", "μ": "u",
    "ꓐ": "b", "ꓑ": "p", "ꓒ": "d", "ꓓ": "d", "ꓔ": "t", "ꓖ": "g", "ꓗ": "k", "ꓙ": "j", "ꓚ": "c",
    "ꓜ": "z", "ꓝ": "f", "ꓟ": "m", "ꓠ": "n", "ꓡ": "l", "ꓢ": "s", "ꓣ": "r", "ꓦ": "v", "ꓧ": "h",
    "ꓪ": "w", "ꓫ": "x", "ꓬ": "y", "ꓮ": "a", "ꓰ": "e", "ꓲ": "i", "ꓳ": "o", "ꓴ": "u",
    "ᗩ": "a", "ᗷ": "b", "ᑕ": "c", "ᗪ": "d", "ᖴ": "f", "ᕼ": "h", "ᒍ": "j", "ᒪ": "l", "ᗰ": "m",
    "ᑎ": "n", "ᑭ": "p", "ᖇ": "r", "ᔕ": "s", "ᑌ": "u", "ᐯ": "v", "ᗯ": "w", "᙭": "x",
}  # fmt: skip

# Cyrillic and Greek letters that look only faintly like these: read so inside a Latin word.
FAINT_LOOKALIKES: Final = {
    "ц": "u", "я": "r", "и": "n", "ш": "w", "щ": "w", "д": "a", "ь": "b", "ς": "c", "δ": "d",
    "σ": "o", "θ": "o", "λ": "a", "π": "n",
}  # fmt: skip

# A word wholly of borrowed letters is a disguise only if one of these is in it: ordinary Russian
# and Greek words ("сор", "νοτα") are written without them.
RARE_LOOKALIKES: Final = frozenset("ѕһԁѵԝӏԛүіјϲϳօոս") | {
    letter for letter in LOOKALIKES if letter > "\u1400"
}

# These are Latin already, or belong to no living word, so they are always read as plain letters.
FANCY: Final = {
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ɴ": "n", "ɪ": "i", "ʀ": "r", "ʏ": "y",
    "ʙ": "b", "ɢ": "g", "ʜ": "h", "ᴀ": "a", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ᴊ": "j", "ᴋ": "k",
    "ᴍ": "m", "ᴏ": "o", "ᴘ": "p", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "ꜰ": "f",
    "ꜱ": "s", "ø": "o", "đ": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ɐ": "a", "ɔ": "c", "ǝ": "e",
    "ɥ": "h", "ɯ": "m", "ɹ": "r", "ʇ": "t", "ʌ": "v", "ʍ": "w", "ʎ": "y", "ɨ": "i", "ʉ": "u",
    "ƙ": "k", "ʂ": "s", "ʋ": "v", "ɓ": "b", "ƈ": "c", "ɗ": "d", "ɠ": "g", "ɦ": "h", "ɱ": "m",
    "ɳ": "n", "ƥ": "p", "ɾ": "r", "ƭ": "t", "ȥ": "z", "ƒ": "f", "ʊ": "u", "ɛ": "e",
    "ᴉ": "i", "ʞ": "k", "ɟ": "f", "ƃ": "g",
    "’": "'", "‘": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip

# Letters in squares, circles and brackets: ranges that start at "a". Flags are not among them.
LETTER_RANGES: Final = ((0x249C, 26), (0x1F130, 26), (0x1F150, 26), (0x1F170, 26))

# A word that stands on its head is read from its end; these show that it does.
TURNED_SIGNS: Final = "ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ"
TURNED: Final = str.maketrans(TURNED_SIGNS + "ıpbqdnuloxsz", "acefghijkmrtvwy" + "idqbpunloxsz")

# Pictures that are thrown at people for the word they stand for.
PICTURES: Final = {
    "🐍": "snake", "🐀": "rat", "🐁": "rat", "🐷": "pig", "🐖": "pig", "🐽": "pig", "🤡": "clown",
    "💩": "crap", "🖕": "fuck you", "🐒": "monkey", "🐵": "monkey", "🦍": "gorilla", "🦧": "ape",
    "🪳": "cockroach", "🐐": "goat", "🔪": "knife", "🔫": "gun", "💣": "bomb", "🗑": "trash",
    "🤮": "vomit",
}  # fmt: skip

# Signs that stand for a letter, but only between letters: "sh1t", not "4 pm".
LEET: Final = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t",
    "@": "a", "$": "s", "!": "i", "€": "e",
}  # fmt: skip

# Honest names with a digit between letters.
NOT_LEET: Final = frozenset(("mp3s", "mp4s", "w3c", "ps4s", "ps5s", "a4s", "g7s", "h1n", "k5s"))

# Drawn as nothing: Unicode's format characters are dropped by category; these are not in it.
INVISIBLE: Final = frozenset(
    "\u034f\u2800\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0x180B, 0x180F)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)

# The words most often hidden behind digits and signs. Only here may a digit open the word
# ("5hit") or a star stand for a letter ("f**k"): elsewhere both mean too many other things.
DISGUISED: Final = (
    "fuck", "shit", "bitch", "cunt", "ass", "asshole", "bastard", "whore", "slut", "dick", "cock",
    "pussy", "prick", "twat", "wank", "piss", "crap", "nigger", "nigga", "faggot", "retard",
    "kike", "chink", "coon", "paki", "tranny", "dyke", "idiot", "moron", "stupid", "loser",
    "dumb", "scum", "rape", "kill", "nazi", "pedo", "porn", "arse", "bollock", "bullshit",
    "motherfuck", "dickhead", "penis", "vagina", "rapist", "murder",
)  # fmt: skip
# "f***" and "s***" mean one word to everybody; "d***" may be milder than the worst reading.
_KNOWN_BY_ONE_LETTER: Final = frozenset(("fuck", "shit", "bitch", "nigger"))
_HIDEABLE: Final = frozenset(DISGUISED)
_ENDING: Final = "(?:[e3*]?[s5$z]|[e3*][rd]s?|[i1!*]n[g9*]?s?|t?y|ish|head|face)?"

_READ_AS: Final = {
    "a": "a4@", "b": "b8", "c": "c(", "e": "e3€", "g": "g69", "i": "i1!|", "l": "l1|", "o": "o0",
    "s": "s5$", "t": "t7+", "z": "z2",
}  # fmt: skip


def _shape(word: str) -> str:
    """A pattern of the disguises of one word: its first letter may be a digit, never a star."""
    signs = [re.escape(_READ_AS.get(letter, letter)) for letter in word]
    first = signs[0].replace(r"\(", "")  # "(rap" is a bracket and a word
    # Three letters are too few for "a-s" or "as*" to tell.
    masks = [
        "*" if len(word) == 3 else r"*#%_.@\-" if letter in "aeiou" else r"*#%_\-"
        for letter in word[1:]
    ]
    masks[-1] = "" if len(word) == 3 else "*"
    return f"[{first}]" + "".join(
        f"[{sign}{mask}]" for sign, mask in zip(signs[1:], masks, strict=True)
    )


def _longest_first(words: tuple[str, ...]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_HIDDEN = re.compile(
    r"(?<![\w@$*])(?:"
    + "|".join(f"(?P<{word}>{_shape(word)}){_ENDING}" for word in _longest_first(DISGUISED))
    + r")(?![\w@$*])"
)


def hidden_words(token: str) -> Iterator[tuple[int, int, str]]:
    """Where in a token one of these words stands behind signs, and how it reads: as long."""
    for found in _HIDDEN.finditer(token):
        written, word = found[0], found.lastgroup or ""
        shown = sum(letter.isalpha() for letter in written)
        if shown == len(written) or shown < (1 if word in _KNOWN_BY_ONE_LETTER else 2):
            continue
        ending = "".join(LEET.get(sign, sign) for sign in written[len(word) :])
        yield found.start(), found.end(), word + ending


_SMALL_WORDS: Final = (
    "you", "your", "yourself", "u", "ur", "r", "are", "off", "up", "a", "an", "the", "all", "them",
    "him", "her", "my", "me", "is", "this", "i", "am", "go",
)  # fmt: skip
_WORDS_IN_A_RUN = re.compile("|".join(_longest_first((*_SMALL_WORDS, *DISGUISED))))


def words_in(letters: str) -> str:
    """Letters without spaces, read as words with one of these among them; else ""."""
    words = _WORDS_IN_A_RUN.findall(letters)
    known = "".join(words) == letters and not _HIDEABLE.isdisjoint(words)
    return " ".join(words) if known else ""
