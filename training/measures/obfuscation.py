"""Writes abusive words as people do who do not want to be caught, and measures what is found still.

`python -m training.measures.obfuscation < TEXTS` takes a text a line and prints, for each way, how
many of the texts that the packaged judge finds toxic it still finds so, and how many read the same.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rejoinder.engine.folding import fold
from rejoinder.engine.hidden_words import is_form
from rejoinder.engine.judge import Judge

# From which probability of toxicity a text is found.
FOUND = 0.5
SEED = 11

# Latin letters and the Cyrillic ones that look like them; and some of Unicode's other confusables.
_LOOKALIKE = str.maketrans("aeocpxyi", "аеосрхуі")
_RARE_LOOKALIKE = str.maketrans("abcdefghiklmnoprstuvwyz", "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓬꓜ")
_LEET = str.maketrans("aeios", "4310$")
_ALL_LEET = str.maketrans("aeiost", "431057")
_NAMES = (
    "ay bee see dee ee eff gee aitch eye jay kay ell em en oh pee cue ar ess tee you vee "
    "doubleyou ex why zee"
)
_LETTER_NAMES = dict(zip("abcdefghijklmnopqrstuvwxyz", _NAMES.split(), strict=True))

# Letters from which on a word is disguised.
LONG_WORD = 4

# From a letter of ASCII to its wide form.
_FULL_WIDTH = 0xFEE0
_FIRST_TAG = 0xE0000

Disguise = Callable[[str, random.Random], str]


def _inside(word: str, draw: random.Random) -> int:
    return draw.randrange(1, len(word) - 1)


def _cut(word: str, draw: random.Random, sign: str) -> str:
    at = _inside(word, draw)
    return word[:at] + sign + word[at:]


def _masked(word: str, draw: random.Random, signs: str) -> str:
    at = _inside(word, draw)
    return word[:at] + draw.choice(signs) + word[at + 1 :]


def _swapped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _stretched(word: str, draw: random.Random, times: int) -> str:
    at = _inside(word, draw)
    return word[:at] + word[at] * times + word[at + 1 :]


# What is read back in any word.
OF_ANY_WORD: dict[str, Disguise] = {
    "zero-width letter": lambda word, draw: _cut(word, draw, "\u200b"),
    "tag": lambda word, draw: _cut(word, draw, chr(_FIRST_TAG + draw.randrange(0x61, 0x7A))),
    "soft hyphen": lambda word, draw: _cut(word, draw, "\u00ad"),
    "accent": lambda word, _: word[0] + "\u0301" + word[1:],
    "struck through": lambda word, _: "".join(letter + "\u0336" for letter in word),
    "Cyrillic": lambda word, _: word.translate(_LOOKALIKE),
    "rare look-alikes": lambda word, _: word.lower().translate(_RARE_LOOKALIKE),
    "wide letters": lambda word, _: "".join(
        chr(ord(letter) + _FULL_WIDTH) if letter.isascii() else letter for letter in word
    ),
    "digits": lambda word, _: word.translate(_LEET),
    "dots": lambda word, _: ".".join(word),
    "spaces": lambda word, _: " ".join(word),
    "stretched": lambda word, draw: _stretched(word, draw, 4),
    "link within": lambda word, draw: _linked(word, _inside(word, draw)),
}
# What is read back only in the words that are hidden most often.
OF_ABUSE: dict[str, Disguise] = {
    "star": lambda word, draw: _masked(word, draw, "*"),
    "any sign": lambda word, draw: _masked(word, draw, "#%?@•■█"),
    "two stars": lambda word, draw: _masked(_masked(word, draw, "*"), draw, "*"),
    "two letters swapped": _swapped,
    "letter doubled": lambda word, draw: _stretched(word, draw, 2),
    "cut by a space": lambda word, draw: _cut(word, draw, " "),
    "cut by a sign": lambda word, draw: _cut(word, draw, draw.choice(".-_/~")),
    "cut by a line's end": lambda word, draw: _cut(word, draw, "\n"),
    "passing letters": lambda word, _: (
        word.lower().replace("w", "vv").replace("u", "v").replace("f", "ph")
    ),
    "spelled out": lambda word, _: " ".join(_LETTER_NAMES.get(s, s) for s in word.lower()),
}


def _linked(word: str, at: int) -> str:
    return f"[{word[:at]}](https://example.com){word[at:]}"


def obfuscated(text: str, draw: random.Random) -> str:
    """Gives the text with some of its longer words disguised, each in a way of its own."""
    ways = list(OF_ANY_WORD.values())
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= LONG_WORD and word.isalpha()]
    for index in draw.sample(long, max(1, len(long) // 2)) if long else []:
        words[index] = draw.choice(ways)(words[index], draw)
    return " ".join(words)


def in_one_way(text: str, way: str, draw: random.Random) -> str:
    """The text with each word disguised in one way that is read back in it, all in "all digits"."""
    if way == "all digits":
        return text.lower().translate(_ALL_LEET)
    disguise = OF_ANY_WORD.get(way) or OF_ABUSE[way]

    def written(match: re.Match[str]) -> str:
        word = match[0]
        is_read = way in OF_ANY_WORD or is_form(word.lower())
        return disguise(word, draw) if len(word) >= LONG_WORD and is_read else word

    return re.sub(r"(?<![\w'’])[A-Za-z]+(?![\w'’])", written, text)


WAYS = (*OF_ANY_WORD, *OF_ABUSE, "all digits")


@dataclass(frozen=True, slots=True)
class Evasion:
    """Of texts found toxic: how many change in this way, are still found, and read the same."""

    texts: int
    found: int
    same: int


def evasions(judge: Judge, texts: Sequence[str]) -> dict[str, Evasion]:
    """What each way of disguise leaves of what is found in these texts."""
    found = [text for text in texts if _is_found(judge, text)]
    draw = random.Random(SEED)
    figures = {}
    for way in WAYS:
        pairs = [(text, in_one_way(text, way, draw)) for text in found]
        changed = [(text, hidden) for text, hidden in pairs if hidden != text]
        still = sum(_is_found(judge, hidden) for _, hidden in changed)
        same = sum(_letters(text) == _letters(hidden) for text, hidden in changed)
        figures[way] = Evasion(len(changed), still, same)
    return figures


def _is_found(judge: Judge, text: str) -> bool:
    scores = judge(text).abuse
    return bool(scores) and scores["toxicity"].score >= FOUND


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text).text))


def main() -> None:
    """Prints the figures of the texts on standard input."""
    figures = evasions(Judge.load(), [line.strip() for line in sys.stdin if line.strip()])
    for way, each in figures.items():
        count = max(1, each.texts)
        shares = f"{each.found / count:.3f} found, {each.same / count:.3f} read the same"
        print(f"{way:20} {each.texts:5} texts, {shares}")


if __name__ == "__main__":
    main()
