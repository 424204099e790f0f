"""The words of abuse that people hide, and each way in which one is read: behind signs, in pieces,
misspelt on purpose, or spelled out. Only `disguises` asks; nothing else is ever read so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rejoinder.engine.lookalikes import LEET
from rejoinder.engine.tables import read_table

_ENDINGS = {
    "v": ("s", "ed", "er", "ers", "in", "ing", "y"),
    "n": ("s",),
    "w": (),
}
_ROWS = read_table("disguised_words.tsv")
WORDS = tuple(word for word, _, _ in _ROWS)

# Every form, and how many letters must be seen of it.
_SEEN = {
    word + ending: int(letters)
    for word, letters, kind in reversed(_ROWS)
    for ending in ("", *_ENDINGS[kind])
}
# In the table's order: the first that fits is meant.
_FORMS = tuple(reversed(_SEEN))
# Fair words that a disguise would be taken for, as whole words, and as the piece of a split one.
_FAIR = {kind: frozenset(words.split()) for kind, words in read_table("disguised_fair_words.tsv")}

# What a letter is also written as.
_READ_AS = {
    "a": "4@", "b": "8", "c": "(", "e": "3€", "g": "69", "i": "1!|", "l": "1|!", "o": "0",
    "s": "5$", "t": "7+", "z": "2",
}  # fmt: skip
_MASKED_ONCE = re.compile(r"([a-z]{2,})([*#%$@!?&~^]{1,6}|[^\x00-\x7f]{1,6})([a-z]+)")
_VOWELS = frozenset("aeiou")
# These join and end words too: they stand for a letter only where hardly another is hidden.
_JOINING = frozenset("-_")
# What stands for a word's first letter: other signs open or end things.
_MASKS = frozenset("*#%@_^~&=•■█●")
_ENDING_SIGNS = frozenset(".,:;'\"/\\|()[]{}<>")
_LONGEST = max(map(len, _FORMS))
"""Characters of the longest form."""


def _by_length_and_letter() -> dict[tuple[int, int, str], list[str]]:
    """The forms by their length and a letter at their beginning, the first or the second."""
    places: dict[tuple[int, int, str], list[str]] = {}
    for form in _FORMS:
        for place in (0, 1):
            places.setdefault((len(form), place, form[place]), []).append(form)
    return places


_FORMS_AT = _by_length_and_letter()


@lru_cache(maxsize=4096)
def unmasked(token: str) -> str:
    """The form that stands behind the signs of a token; "" where none does."""
    if not 3 <= len(token) <= _LONGEST + 2 or token.isalpha() or token[:-1] in _SEEN:
        return ""
    shown = sum(map(str.isalpha, token))
    fitting = [
        (masks, form)
        for place, first in _beginnings(token)
        for form in _FORMS_AT.get((len(token), place, first), ())
        if shown >= _SEEN[form] and (masks := _masks(form, token)) is not None
    ]
    if fitting:
        return min(fitting, key=lambda each: each[0])[1]
    masked = _MASKED_ONCE.fullmatch(token)
    return _of_another_length(*masked.groups()) if masked else ""


def _of_another_length(begun: str, signs: str, ended: str) -> str:
    """The form between whose beginning and end stand more signs than letters are left out."""
    shown = len(begun) + len(ended)
    for length in range(shown + 1, min(2 * shown, shown + len(signs) + 2) + 1):
        for form in _FORMS_AT.get((length, 0, begun[0]), ()):
            if form.startswith(begun) and form.endswith(ended):
                return form
    return ""


def _beginnings(token: str) -> Iterator[tuple[int, str]]:
    """Where to look for the form: by its first letter, or by its second behind a mask."""
    if token[0].isalpha():
        yield 0, token[0]
        return
    for letter, signs in _READ_AS.items():
        if token[0] in signs:
            yield 0, letter
    if (
        token[0] in _MASKS
        and token[1:].isalpha()
        and token[1:] not in _FAIR["piece"]
        and token[1:] not in _SEEN
    ):
        yield 1, token[1]


def _masks(form: str, token: str) -> int | None:
    """How many letters of the form a token of its length hides; None where it is another word."""
    masks = weight = 0
    for letter, sign in zip(form, token, strict=True):
        if sign == letter or sign in _READ_AS.get(letter, ""):
            continue
        if sign.isalnum() or (sign in _ENDING_SIGNS and letter not in _VOWELS):
            return None
        masks += 1
        weight += 3 if sign in _ENDING_SIGNS else 1
    if not masks:
        return 0
    last = token[-1]
    if not last.isalpha() and (len(form) == 3 or last in _JOINING | _ENDING_SIGNS):
        return masks if last in _READ_AS.get(form[-1], "") else None
    return masks if weight < len(form) and (len(form) > 3 or "*" in token) else None


def _swapped(form: str) -> Iterator[str]:
    """Two neighbours in each other's place: "fcuk"."""
    for at, (one, other) in enumerate(pairwise(form)):
        if one != other:
            yield form[:at] + other + one + form[at + 2 :]


def _doubled(form: str) -> Iterator[str]:
    """A letter twice: "fuuck". Three are cut by folding wherever they stand."""
    for at, letter in enumerate(form):
        if letter not in form[max(0, at - 1) : at] + form[at + 1 : at + 2]:
            yield form[:at] + letter + form[at:]


def _reversed(form: str) -> Iterator[str]:
    """From its end: "kcuf"; of four letters only what nothing else is, since "lana" is a name."""
    if len(form) > 4 or _SEEN[form] == 1:
        yield form[::-1]


# Letters that pass for another: "vvhore", "cvnt", "phuck".
_PASSING = (("w", "vv"), ("u", "v"), ("f", "ph"))
_ALL_PASSING = str.maketrans(dict(_PASSING))


def _respelt() -> Iterator[tuple[str, str]]:
    for form in _FORMS:
        if len(form) < 4:
            continue
        for written in (*_swapped(form), *_doubled(form), *_reversed(form)):
            yield written, form
        for letter, others in _PASSING:
            if letter in form:
                yield form.replace(letter, others), form
        yield form.translate(_ALL_PASSING), form
    for form, spellings in read_table("disguised_spellings.tsv"):
        for written in spellings.split():
            yield written, form


RESPELT: Mapping[str, str] = {
    written: form
    for written, form in reversed(list(_respelt()))
    if written not in _SEEN and written not in _FAIR["word"]
}
"""Words that are a form misspelt on purpose, and the form."""

_BEGINNINGS = frozenset(
    form[:end] for form in _FORMS if len(form) > 3 for end in range(1, len(form))
)
SPLIT_FROM = _BEGINNINGS
"""Where a form in pieces may begin."""


def joined(pieces: Sequence[str]) -> tuple[int, str]:
    """How many of these words are the pieces of one form, and which; (0, "") where none.

    Pieces that are all fair words by themselves are no form: "the pen is mine".
    """
    letters = pieces[0]
    for count, piece in enumerate(pieces[1:], 2):
        letters += piece
        if letters in _SEEN and len(letters) > 3:
            if all(each in _FAIR["piece"] or each in _SEEN for each in pieces[:count]):
                return 0, ""
            return count, letters
        if letters not in _BEGINNINGS:
            return 0, ""
    return 0, ""


def forms() -> Sequence[str]:
    """Every form of the words, in the order in which they are meant."""
    return _FORMS


def is_fair(piece: str) -> bool:
    """Whether it is a fair word by itself, beside which another stands."""
    return piece in _FAIR["piece"] or piece in ENGLISH


def is_form(word: str) -> bool:
    """Whether it is one of the words, in any of its forms."""
    return word in _SEEN


_LETTER_NAMES = {
    name: letter
    for letter, names in (
        ("a", "ay"), ("b", "bee be"), ("c", "see sea cee"), ("d", "dee"), ("e", "ee"),
        ("f", "eff ef"), ("g", "gee jee"), ("h", "aitch haitch"), ("i", "eye aye"), ("j", "jay"),
        ("k", "kay"), ("l", "ell el"), ("m", "em"), ("n", "en"), ("o", "oh owe"), ("p", "pee pea"),
        ("q", "cue queue"), ("r", "ar are arr"), ("s", "ess es"), ("t", "tee tea"),
        ("u", "you yew"), ("v", "vee"), ("w", "doubleyou"), ("x", "ex"), ("y", "why wye"),
        ("z", "zed zee"),
    )
    for name in names.split()
}  # fmt: skip
LETTER_NAMES = frozenset(_LETTER_NAMES)
"""What the letters are called."""


def spelled(names: Sequence[str]) -> str:
    """Letters by their names, read as words with one of these among them; else ""."""
    words = words_in("".join(_LETTER_NAMES[name] for name in names)).split()
    return " ".join("you" if word == "u" else word for word in words)


# The table leaves out what other languages have too.
_SHARED_ENGLISH = """
am an as at be do go he if in is it me my no of on or so to up us we ur all are was old men
hell hate fool liar lies kids home fake real here said leave lie man team him her them off out
dead fat ugly die go mother face bad big good shut hang stop
"""
ENGLISH = frozenset(_SHARED_ENGLISH.split()).union(
    *(words.split() for code, words in read_table("small_words.tsv") if code == "en"),
    *(words.split() for _, words in read_table("english_words.tsv")),
)
"""Common words of English."""
_ALONE = frozenset("aiur")
_LONGEST_RUN = 1000
# Fewer letters are an abbreviation: "U.S.A." is no "us a".
_FEWEST_LETTERS = 6


@lru_cache(maxsize=1024)
def words_in(letters: str) -> str:
    """Letters without spaces, read as words with one of these among them; else ""."""
    words = _fewest_words("".join(LEET.get(sign, sign) for sign in letters))
    return " ".join(words) if any(word in _SEEN for word in words) else ""


def in_words(letters: str) -> str:
    """Letters without spaces as words of English; as they are where they are none, or few."""
    if len(letters) < _FEWEST_LETTERS:
        return letters
    return " ".join(_fewest_words(letters)) or letters


def _fewest_words(letters: str) -> list[str]:
    """The fewest known words that the letters make; none where they make no words."""
    if len(letters) > _LONGEST_RUN:
        return []
    # Of each beginning of the letters: how many words it makes, and where the last of them begins.
    best: list[tuple[int, int] | None] = [(0, 0)]
    for end in range(1, len(letters) + 1):
        made = [
            (before[0] + 1, start)
            for start in range(max(0, end - _LONGEST), end)
            if (before := best[start]) is not None and _is_known(letters[start:end])
        ]
        best.append(min(made, default=None))
    words: list[str] = []
    end = len(letters)
    while end and (last := best[end]) is not None:
        words.append(letters[last[1] : end])
        end = last[1]
    return words[::-1]


def _is_known(word: str) -> bool:
    return word in _SEEN or (word in ENGLISH if len(word) > 1 else word in _ALONE)
