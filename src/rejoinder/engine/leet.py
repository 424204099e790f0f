"""Digits and signs for letters: in a word ("sh1t"), and in a whole text ("7h15 15 wh47 17 15")."""

import re

from rejoinder.engine.disguises import Edit, in_links
from rejoinder.engine.hidden_words import ENGLISH, is_form
from rejoinder.engine.lookalikes import LEET, NOT_LEET

_LEET = re.compile(r"(?<![\w@$])(?:\$(?=[a-z]{3})|[a-z])[a-z0134578@$!€]*(?:[a-z]|(?<=[a-z$])\$)")
_BESIDE_LETTER = re.compile(r"[a-z](?:[0134578@$€]|![a-z])|[0134578@$€][a-z]")
# Digits that stand for no letter, and runs of signs that differ or are more than two.
_NO_LEET = re.compile(r"[268]|[^a-z]{3}|([^a-z])(?!\1)[^a-z]")
_LETTERS = str.maketrans(LEET)
_SHOUT = re.compile(r"(?:[b-df-hj-np-tv-z]{1,3}|id)![a-z]{1,5}")
# Postcodes of Britain and the plates of its cars mean their digits.
_CODE = re.compile(r"(?:[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]{2}\d\d\s?[a-z]{3})(?!\w)")

# Of a text written so from end to end: a word with letters and digits, wherever they stand.
_MIXED = re.compile(r"(?<![\w@$£.,:'/-])[a-z0-9@$!|€]{2,24}(?![\w@$%/-])")
_DIGIT = re.compile(r"[0134578@$]")
_CHANGE = re.compile(r"[a-z](?=[0134578@$])|[0134578@$](?=[a-z])")
_ALONE = re.compile(r"(?<![\w$£€.,:'/-])[14](?![\w%/:'-]|[.,]\d)")
_TOKEN = re.compile(r"\S+")
_UNREAD = re.compile(r"[269]|!.")
# "4th", "7pm", "50k" and "3d" mean their digits, as do names with one at their end: "covid19".
_MEASURE = re.compile(
    r"[1-9]\d*(?:st|nd|rd|th|s|am|pm|[a-z]{1,2}|bn|mph|kmh|kwh|min|hrs?)|[a-z]+\d+"
)
# Letters from which on one word alone is read by its being English.
_LONG_WORD = 4


def read_leet(text: str) -> list[Edit]:
    """Digits and signs that stand for a letter between letters, and in whole texts of them."""
    if not _BESIDE_LETTER.search(text):
        return []
    candidates = [match for match in _LEET.finditer(text) if not match[0].isalpha()]
    # The same word again is read once.
    read = {word: _letters(word) for word in {match[0] for match in candidates} if _is_leet(word)}
    edits = [
        (match.start(), match.end(), read[match[0]])
        for match in candidates
        if match[0] in read
        and not text[match.end() : match.end() + 1].isdigit()
        and not _CODE.match(text, match.start())
    ]
    if _DIGIT.search(text):
        edits = _with_known(text, edits)
    linked = in_links(text) if edits else b""
    return [edit for edit in edits if not linked[edit[0]]]


def _is_leet(token: str) -> bool:
    """Is it a word in disguise? Not "covid19", "abc123def", "stop!listen" or a known name."""
    if token in NOT_LEET or _NO_LEET.search(token):
        return False
    return len(token) >= 3 and ("!" not in token or _SHOUT.fullmatch(token) is not None)


def _letters(token: str) -> str:
    read = token.translate(_LETTERS)
    if "1" not in token or is_form(read):
        return read
    as_l = token.replace("1", "l").translate(_LETTERS)
    return as_l if is_form(as_l) else token.replace("11", "ll").translate(_LETTERS)


def _with_known(text: str, edits: list[Edit]) -> list[Edit]:
    """The edits, and words with a digit at an end: English ones, and all where many are so."""
    tokens = [match for match in _MIXED.finditer(text) if _is_mixed(text, match)]
    is_whole = _is_written_so(tokens)
    done = {start for start, _, _ in edits}
    more = [
        (match.start(), match.start() + len(token), word)
        for match in tokens
        if match.start() not in done
        and (word := _letters(token := match[0].rstrip("!|")))
        and (is_whole or (len(token) >= _LONG_WORD and (word in ENGLISH or is_form(word))))
    ]
    if is_whole and 4 * len(tokens) >= len(_TOKEN.findall(text)):
        more += [(*match.span(), match[0].translate(_LETTERS)) for match in _ALONE.finditer(text)]
    return sorted(edits + more)


def _is_mixed(text: str, match: re.Match[str]) -> bool:
    token = match[0]
    if token.isalpha() or _UNREAD.search(token) or not _CHANGE.search(token):
        return False
    if token in NOT_LEET or _CODE.match(text, match.start()):
        return False
    if len(token) == 2 or _MEASURE.fullmatch(token):
        return _letters(token) in ENGLISH or is_form(_letters(token))
    return True


def _is_written_so(tokens: list[re.Match[str]]) -> bool:
    """Whether a text is in digits: some words change twice, and some are English when read."""
    if sum(len(_CHANGE.findall(match[0])) > 1 for match in tokens) < 2:
        return False
    read = [_letters(match[0]) for match in tokens]
    return sum(word in ENGLISH or is_form(word) for word in read) * 4 >= len(read)
