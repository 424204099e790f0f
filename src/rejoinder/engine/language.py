"""Tells whether a text is in English, the one language that the model reads, and where it is not.

Where it is not, nothing is measured and a person decides. `judge` asks before it measures.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from rejoinder.engine.borrowed import without_borrowed
from rejoinder.engine.folding import fold, fold_characters, seen
from rejoinder.engine.model import Language
from rejoinder.engine.passages import (
    BIAS,
    FOREIGN,
    NEUTRAL,
    OTHER_SCRIPT,
    WORD,
    foreign_passages,
    looks_english,
    script_words,
    triples,
)
from rejoinder.engine.tables import read_table

# Characters by which the language of a whole text is told; its passages are told to its end.
_WHOLE_CHARACTERS = 4000
_MAX_CHARACTERS = 20_000
# Words that are weighed together. Fewer tell too little; more would hide a change of language.
_WORDS_TOGETHER = 8

_DISGUISED = re.compile(
    r"[^\W\d_][\d@$!*|.\-]{1,3}[^\W\d_]|\b[^\W\d_]\s[^\W\d_]\s[^\W\d_]\b|[^\x00-\u024f\u1e00-\u206f]"
)

_SMALL_WORDS = {
    language: frozenset(words.split()) for language, words in read_table("small_words.tsv")
}
# Six in ten words of a comment are none of these, yet of any eight words of English one or two
# almost always are.
_ENGLISH = _SMALL_WORDS["en"]
# Small words of several languages, English among them: they speak for none.
_SHARED = _SMALL_WORDS["mul"]
_ANY_FOREIGN = (
    frozenset().union(*(words for code, words in _SMALL_WORDS.items() if code not in {"en", "mul"}))
    - _ENGLISH
    - _SHARED
)
# A word that many languages have tells little of which it is.
_SHARE = {word: 1 / sum(word in words for words in FOREIGN.values()) for word in _ANY_FOREIGN}

# A comment refused in error costs more than one misread.
_BIAS = BIAS + 0.7
# What each word short of six gives to English: a name or an exclamation must not be refused.
_BONUS_FOR_FEW_WORDS = 1.5


def language_of(text: str) -> Language:
    """Which language a text is in, whether the model reads it, and where it does not.

    Where more than half is in another language or script it is not judged. What has no words
    (links, pictures, numbers) hides no language: "und", judged. So are two or three words that
    could be a name. A text that is not judged but of unknown language is "und" too.
    """
    drawn = seen(text[:_MAX_CHARACTERS])
    language = _whole(drawn.text[:_WHOLE_CHARACTERS])
    if not language.judged:
        return Language("en", 0.5, True) if _is_borrowed(drawn.text) else language
    passages = tuple(
        drawn.original(start, end)
        for start, end in foreign_passages(_without_neutral(drawn.text))
        if not _is_disguised_english(drawn.text[start:end])
    )
    return Language(language.code, language.confidence, True, passages) if passages else language


def _whole(text: str) -> Language:
    words = _words(text)
    if _plainly_english(words) and (text.isascii() or not OTHER_SCRIPT.search(text)):
        return Language("en", 0.99, True)
    language = _told(text, words)
    if language.judged:
        return language
    folded = fold(text)
    if _DISGUISED.search(text) or folded.text != fold_characters(text).text:
        # Look-alike letters and digits in words are no other language.
        return _told(folded.text, _words(folded.text))
    return language


def _is_borrowed(text: str) -> bool:
    """Whether so few words are what people say in English too, and the rest small English words."""
    words = _words(text)
    if len(words) > _WORDS_TOGETHER:
        return False
    left = without_borrowed(words)
    return len(left) < len(words) and _ENGLISH.issuperset(left)


def _told(text: str, words: Sequence[str]) -> Language:
    language = _other_script(text, len(words))
    if language is None:
        language = _latin(words)
        if not language.judged and not foreign_passages(text) and looks_english(text):
            return Language("en", 0.5, True)
    return language


def _is_disguised_english(passage: str) -> bool:
    """Whether a passage is English once its disguise is taken off."""
    read = fold(passage).text
    return read != fold_characters(passage).text and not foreign_passages(read)


def _without_neutral(text: str) -> str:
    """The text with a gap as long in the place of what is the same in every language."""
    if not any(map(text.__contains__, ("@", "#", "://", "www.", ".co", ".org"))):
        return text
    return NEUTRAL.sub(lambda match: " " * len(match[0]), text)


def _words(text: str) -> list[str]:
    text = text.lower()
    if any(map(text.__contains__, ("@", "#", "://", "www.", ".co", ".org"))):
        text = NEUTRAL.sub(" ", text)
    if "’" in text:
        text = text.replace("’", "'")
    return [word for word in WORD.findall(text) if word.isascii() or not OTHER_SCRIPT.match(word)]


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
    codes, words = script_words(text)
    if words <= latin_words or not codes:
        return None
    code = "ja" if "ja" in codes else codes.most_common(1)[0][0]
    return Language(code, round(words / (words + latin_words), 2), False)


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
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_ANY_FOREIGN.__contains__, words))
    root = math.sqrt(len(words))
    return (
        _BIAS
        + triples(words) / root
        + 2 * (english - foreign) / root
        + _BONUS_FOR_FEW_WORDS * max(0, 6 - len(words))
    )


def _nearest(words: Sequence[str]) -> str:
    known = [word for word in words if word in _SHARE]
    if not known:
        return "und"
    return max(FOREIGN, key=lambda code: sum(_SHARE[w] for w in known if w in FOREIGN[code]))
