"""Words of abuse with too much in them: letters written twice, brackets, a sign after each letter.
Only `word_disguises` asks.
"""

import re
from functools import lru_cache
from itertools import groupby

from rejoinder.engine.hidden_words import ENGLISH, forms, is_fair, is_form, words_in

_LONGEST = max(map(len, forms()))


def _runs(word: str) -> list[tuple[str, int]]:
    """The letters of a word, and how often each stands there in a row."""
    return [(letter, len(list(same))) for letter, same in groupby(word)]


def _by_letters() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in sorted(forms(), key=len, reverse=True):
        found.setdefault("".join(letter for letter, _ in _runs(form)), []).append(form)
    return found


_BY_LETTERS = _by_letters()


@lru_cache(maxsize=1024)
def undoubled(word: str) -> str:
    """The form of which two letters and more are written too often ("ffuucckk"); else ""."""
    runs = _runs(word)
    if is_form(word) or word in ENGLISH or len(runs) > _LONGEST:
        return ""
    for form in _BY_LETTERS.get("".join(letter for letter, _ in runs), ()):
        more = [have - needed for (_, have), (_, needed) in zip(runs, _runs(form), strict=True)]
        if min(more) >= 0 and sum(map(bool, more)) > 1:
            return form
    return ""


_BRACKETED = re.compile(r"([a-z]*)[(\[{<]([a-z]+)[)\]}>]([a-z]*)")
_SAME_SIGN_BETWEEN = re.compile(r"[a-z]([@$!+])[a-z](?:\1[a-z])+")


def between_signs(token: str) -> str:
    """The form with a part in brackets ("s(h)it"), or one sign after each letter; else ""."""
    if _SAME_SIGN_BETWEEN.fullmatch(token):
        return words_in(token[::2])
    if (found := _BRACKETED.fullmatch(token)) is None:
        return ""
    begun, within, ended = found.groups()
    # "ass(es)", "as(s)": what stands before the brackets is a word.
    is_word = not ended and (not begun or is_form(begun) or is_fair(begun))
    whole = begun + within + ended
    return "" if is_word or not is_form(whole) else whole
