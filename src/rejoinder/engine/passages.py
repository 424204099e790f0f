"""Finds the passages of a text that are in a language other than English.

A passage is a run of words none of which is surely English. It is told from names, lists, titles,
tags and misspellings by small words of one language, by its letters, or by both.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rejoinder.engine.model import Span
from rejoinder.engine.tables import read_table

# Where a script begins, by code point, and the language that most who write it speak.
_SCRIPTS = [(int(start, 16), language) for start, language in read_table("scripts.tsv")]
_OTHER = r"[^\W\d_a-zA-Z\u00aa-\u02ff\u1e00-\u1eff\uff21-\uff5a]"
OTHER_SCRIPT = re.compile(_OTHER)
_OTHER_RUN = re.compile(rf"{_OTHER}(?:[^a-zA-Z]{{0,3}}{_OTHER})*")
# Three words of two characters, or four of a letter.
_SHORTEST_RUN = 6
# Where none are set apart, two characters make a word; five elsewhere.
_UNSPACED = frozenset(("zh", "ja", "ko", "th", "lo", "km", "my"))

# What is the same in every language: links, addresses, mentions, tags.
NEUTRAL = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+|[@#]\w+|\S{1,64}\.(?:com?|org)\b\S*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Passages end here; at a comma they need not.
_END = re.compile(r"[.!?…;:\n()\[\]\"“”„«»/|]+|[–—]| - ")
_QUOTES = frozenset('"“”„«»')

_WORDS_OF: dict[str, frozenset[str]] = {}
for _table in ("small_words.tsv", "foreign_words.tsv"):
    for _code, _words in read_table(_table):
        _WORDS_OF[_code] = _WORDS_OF.get(_code, frozenset()) | frozenset(_words.split())
_SMALL_ENGLISH = _WORDS_OF["en"]
_SHARED = _WORDS_OF["mul"]
FOREIGN = {code: words for code, words in _WORDS_OF.items() if code not in {"en", "mul"}}
"""The small words of each language."""
_TELLING = frozenset(
    word
    for word in frozenset().union(*FOREIGN.values()) - _SMALL_ENGLISH - _SHARED
    if len(word) > 1
)
_COMMON_ENGLISH = _SMALL_ENGLISH.union(
    *(words.split() for _, words in read_table("english_words.tsv"))
)
_ENGLISH = _COMMON_ENGLISH - _TELLING - {"die"}

_TRIPLE_STEP = 3.407
# How much a letter triple speaks for English (above 0) or against it. A text's sum counts by the
# root of its words.
_TRIPLE_WEIGHT = {
    triple: int(steps) / _TRIPLE_STEP for triple, steps in read_table("letter_triples.tsv")
}
# Fitted with the triples.
BIAS = -3.691
_ACCENTED = re.compile(r"[^\x00-\x7f]")

_FEWEST_WORDS = 4
_WORDS_TOGETHER = 8
# Below which logit a passage is foreign, by how many telling words it has: found on ten thousand
# English comments, of which one or two in a thousand have such a passage.
_MOST = (-3.6, -1.5, 0.5, 2.0)
# Four words of which none tells are a name sooner than a sentence; those with accents are English
# less often.
_FOUR_UNTOLD = 1.4
_ACCENTS = 0.8
_WORDS_OF_A_QUOTATION = 4


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    """In small letters."""
    is_capital: bool
    """Whether it begins with a capital that no beginning asks for."""
    after_comma: bool


def foreign_passages(text: str) -> list[Span]:
    """Where a passage of some words is in another language or script, in order.

    `text` is as it is seen; a word or two, names, lists of them and titles are no passage.
    """
    found = list(_latin_passages(text))
    if not text.isascii():
        found += (match.span() for match in _OTHER_RUN.finditer(text) if _has_words(match[0]))
    return sorted(found)


def _has_words(run: str) -> bool:
    """Whether letters of another script are more than a name or a greeting."""
    if len(run) < _SHORTEST_RUN:
        return False
    tokens = run.split()
    if len(tokens) <= _FEWEST_WORDS and all(token[0].isupper() for token in tokens):
        return False
    spaced = len(tokens) >= _FEWEST_WORDS
    return spaced or script_words(run)[1] >= _FEWEST_WORDS - 1


def script_words(text: str) -> tuple[Counter[str], float]:
    """The letters of other scripts by their language, and how many words they make."""
    codes: Counter[str] = Counter()
    for letter, count in Counter(OTHER_SCRIPT.findall(text)).items():
        codes[_language_of_script(ord(letter))] += count
    words = sum(count / (2 if code in _UNSPACED else 5) for code, count in codes.items())
    return codes, words


def _language_of_script(point: int) -> str:
    return next((code for first, code in reversed(_SCRIPTS) if first <= point), "und")


def _latin_passages(text: str) -> Iterator[Span]:
    loud = text.isupper()
    begun = 0
    ends = [
        *((match.start(), match.end()) for match in _END.finditer(text)),
        (len(text), len(text)),
    ]
    for end, after in ends:
        if end - begun > 2 * _FEWEST_WORDS:
            quoted = begun > 0 and text[begun - 1] in _QUOTES and text[end : end + 1] in _QUOTES
            most = _WORDS_OF_A_QUOTATION if quoted else 0
            for run in _runs(text, begun, end, loud=loud):
                if len(run) > most and is_foreign(run):
                    yield run[0].start, run[-1].end
        begun = after


def _runs(text: str, begun: int, ended: int, *, loud: bool) -> Iterator[list[_Word]]:
    """The runs of four words and more among which none is surely English."""
    written = WORD.findall(text, begun, ended)
    small = [word.lower().replace("’", "'") for word in written]
    if len(small) < _FEWEST_WORDS or not _has_run(small):
        return
    run: list[_Word] = []
    last = begun
    for place, match in enumerate(WORD.finditer(text, begun, ended)):
        word = small[place]
        if word in _ENGLISH or OTHER_SCRIPT.match(word):
            if len(run) >= _FEWEST_WORDS:
                yield run
            run = []
        else:
            is_capital = place > 0 and not loud and match[0][0].isupper()
            comma = "," in text[last : match.start()]
            run.append(_Word(*match.span(), word, is_capital, comma))
        last = match.end()
    if len(run) >= _FEWEST_WORDS:
        yield run


def _has_run(words: Sequence[str]) -> bool:
    run = 0
    for word in words:
        run = 0 if word in _ENGLISH else run + 1
        if run == _FEWEST_WORDS:
            return True
    return False


def is_foreign(run: Sequence[_Word]) -> bool:
    """Whether a run of words is a passage in another language."""
    telling = len({word.text for word in run if word.text in _TELLING})
    words = _told(run, telling)
    if len(words) < _FEWEST_WORDS:
        return False
    most = _MOST[min(telling, len(_MOST) - 1)]
    if telling == 0:
        most -= _FOUR_UNTOLD * (len(words) == _FEWEST_WORDS)
        most += _ACCENTS * any(not word.isascii() for word in words)
    starts = range(0, len(words) - _FEWEST_WORDS + 1, _WORDS_TOGETHER)
    return any(_logit(words[start : start + _WORDS_TOGETHER]) < most for start in starts)


def _told(run: Sequence[_Word], telling: int) -> list[str]:
    """The words of a run that can tell: each once, names and lists left out where little tells."""
    parts: list[dict[str, None]] = [{}]
    commas = 0
    for word in run:
        if (telling < 2 and word.is_capital) or (len(word.text) == 1 and word.text.isascii()):
            continue
        if word.after_comma:
            commas += 1
            parts.append({})
        parts[-1][word.text] = None
    if telling < 2 and commas > 1:
        return max(map(list, parts), key=len)
    return list(dict.fromkeys(word for part in parts for word in part))


def _logit(words: Sequence[str]) -> float:
    telling = sum(map(_TELLING.__contains__, words))
    english = sum(map(_COMMON_ENGLISH.__contains__, words))
    return BIAS + (triples(words) + english - 2 * telling) / math.sqrt(len(words))


def triples(words: Sequence[str]) -> float:
    """How much the letters of these words speak for English, or against it."""
    total = 0.0
    for word in words:
        framed = f"_{word if word.isascii() else _ACCENTED.sub('~', word)}_"
        total += sum(
            _TRIPLE_WEIGHT.get(framed[start : start + 3], 0.0) for start in range(len(word))
        )
    return total


def looks_english(text: str) -> bool:
    """Whether a text of some words is English by its words, or a list of names or things.

    For texts that have no foreign passage, and letters that are not quite English.
    """
    written = WORD.findall(text)
    if len(written) < _FEWEST_WORDS:
        return False
    small = [word.lower().replace("’", "'") for word in written]
    if len(small) <= _WORDS_TOGETHER and text.isascii() and _TELLING.isdisjoint(small):
        return True
    english = sum(map(_ENGLISH.__contains__, small))
    names = 0 if text.isupper() else sum(word[0].isupper() for word in written[1:])
    parts = 1 + text.count(",") + text.count("\n")
    return 5 * english >= len(small) or 2 * names >= len(small) or 3 * parts > len(small)
