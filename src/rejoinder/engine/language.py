"""Tells whether a text is in English, the one language that the model reads.

Where it is not, nothing is measured and a person decides. `judge` asks before it measures.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rejoinder.engine.folding import fold
from rejoinder.engine.model import Language
from rejoinder.engine.tables import read_table

# Characters that are read; nobody changes language only after seven hundred words.
_MAX_CHARACTERS = 4000
# Words that are weighed together. Fewer tell too little; more would hide a change of language.
_WORDS_TOGETHER = 8

# What is the same in every language: links, addresses, mentions, tags.
_NEUTRAL = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+|[@#]\w+|\S{1,64}\.(?:com?|org)\b\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DISGUISED = re.compile(
    r"[^\W\d_][\d@$!*|.\-]{1,3}[^\W\d_]|\b[^\W\d_]\s[^\W\d_]\s[^\W\d_]\b|[^\x00-\u024f\u1e00-\u206f]"
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u02ff\u1e00-\u1eff\uff21-\uff5a]")
# Where a script begins, by code point, and the language that most who write it speak.
_SCRIPTS = [(int(start, 16), language) for start, language in read_table("scripts.tsv")]

_SMALL_WORDS = {
    language: frozenset(words.split()) for language, words in read_table("small_words.tsv")
}
# Six in ten words of a comment are none of these, yet of any eight words of English one or two
# almost always are.
_ENGLISH = _SMALL_WORDS["en"]
_FOREIGN = {
    language: words for language, words in _SMALL_WORDS.items() if language not in {"en", "mul"}
}
# Small words of several languages, English among them: they speak for none.
_SHARED = _SMALL_WORDS["mul"]
_ANY_FOREIGN = frozenset().union(*_FOREIGN.values()) - _ENGLISH - _SHARED
# A word that many languages have tells little of which it is.
_SHARE = {word: 1 / sum(word in words for words in _FOREIGN.values()) for word in _ANY_FOREIGN}

# How much a letter triple speaks for English (above 0) or against it. A text's sum counts by the
# root of its words.
_TRIPLE_STEP = 3.407
_TRIPLE_WEIGHT = {
    triple: int(steps) / _TRIPLE_STEP for triple, steps in read_table("letter_triples.tsv")
}
# Fitted with the triples; a comment refused in error costs more than one misread.
_BIAS = -3.691 + 0.7
# What each word short of six gives to English: a name or an exclamation must not be refused.
_BONUS_FOR_FEW_WORDS = 1.5
_ACCENTED = re.compile(r"[^\x00-\x7f]")


def language_of(text: str) -> Language:
    """Which language a text is in, and whether the model reads it.

    Where more than half is in another language or script it is not judged. What has no words
    (links, pictures, numbers) hides no language: "und", judged. So are two or three words that
    could be a name. A text that is not judged but of unknown language is "und" too.
    """
    text = text[:_MAX_CHARACTERS]
    words = _words(text)
    if _plainly_english(words) and (text.isascii() or not _OTHER_SCRIPT.search(text)):
        return Language("en", 0.99, True)
    language = _other_script(text, len(words)) or _latin(words)
    if not language.judged and _DISGUISED.search(text):
        # Look-alike letters and digits in words are no other language.
        folded = fold(text).text
        words = _words(folded)
        return _other_script(folded, len(words)) or _latin(words)
    return language


def _words(text: str) -> list[str]:
    text = text.lower()
    if any(map(text.__contains__, ("@", "#", "://", "www.", ".co", ".org"))):
        text = _NEUTRAL.sub(" ", text)
    if "’" in text:
        text = text.replace("’", "'")
    return [word for word in _WORD.findall(text) if word.isascii() or not _OTHER_SCRIPT.match(word)]


def _plainly_english(words: Sequence[str]) -> bool:
    """One word in five is a small word of English, and hardly any of another language."""
    english = sum(map(_ENGLISH.__contains__, words))
    if english < 2 or english * 5 < len(words):
        return False
    return sum(map(_ANY_FOREIGN.__contains__, words)) * 3 <= english


def _other_script(text: str, latin_words: int) -> Language | None:
    """The language of the script that most is written in, unless that is Latin."""
    if text.isascii():
        return None
    letters = _OTHER_SCRIPT.findall(text)
    codes = Counter(_script(letter) for letter in letters)
    # Two characters make a word where none are set apart, five elsewhere.
    words = sum(
        count / (2 if code in {"zh", "ja", "ko", "th", "lo", "km", "my"} else 5)
        for code, count in codes.items()
    )
    if words <= latin_words or not codes:
        return None
    code = "ja" if "ja" in codes else codes.most_common(1)[0][0]
    return Language(code, round(words / (words + latin_words), 2), False)


def _script(letter: str) -> str:
    point = ord(letter)
    return next((code for first, code in reversed(_SCRIPTS) if first <= point), "und")


def _latin(words: Sequence[str]) -> Language:
    """By the vote of a few words each time; English wins a draw."""
    if not words:
        return Language("und", 0.0, True)
    count = max(1, len(words) // _WORDS_TOGETHER)
    edges = [len(words) * part // count for part in range(count + 1)]
    logits = [_logit(words[start:end]) for start, end in pairwise(edges)]
    middle = sorted(logits)[len(logits) // 2]
    confidence = round(1 / (1 + math.exp(-abs(middle))), 2)
    if middle >= 0:
        return Language("en", confidence, True)
    return Language(_nearest(words), confidence, False)


def _logit(words: Sequence[str]) -> float:
    """How much speaks for English: a logit, cautious where the words are few."""
    total = 0.0
    for word in words:
        plain = word if word.isascii() else _ACCENTED.sub("~", word)
        framed = f"_{plain}_"
        total += sum(
            _TRIPLE_WEIGHT.get(framed[start : start + 3], 0.0) for start in range(len(plain))
        )
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_ANY_FOREIGN.__contains__, words))
    root = math.sqrt(len(words))
    return (
        _BIAS
        + total / root
        + 2 * (english - foreign) / root
        + _BONUS_FOR_FEW_WORDS * max(0, 6 - len(words))
    )


def _nearest(words: Sequence[str]) -> str:
    known = [word for word in words if word in _SHARE]
    if not known:
        return "und"
    return max(_FOREIGN, key=lambda code: sum(_SHARE[w] for w in known if w in _FOREIGN[code]))
