"""The disguises that are read only where a word of abuse stands behind one: signs for letters,
words in pieces, letters swapped or spelled out. Only `folding` undoes them, in its order.
"""

import re
from functools import lru_cache
from itertools import pairwise

from rejoinder.engine.disguises import Edit, in_links
from rejoinder.engine.hidden_words import (
    LETTER_NAMES,
    RESPELT,
    SPLIT_FROM,
    is_form,
    joined,
    spelled,
    unmasked,
    words_in,
)
from rejoinder.engine.overwritten_words import between_signs, undoubled
from rejoinder.engine.tables import read_table

_TOKEN = re.compile(r"\S{3,}")
_PART = re.compile(r"[^\s\-_.,/:;'\"|()\[\]{}]+")
# What stands about a word and is no part of it.
_AROUND = "\"'.,:;?()[]{}<>/\\"
_SIGNS_AROUND = "\"'.,:;?!"
_LONGEST_TOKEN = 40
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
# What people put into a word to break it; several lines apart are several lines.
_BREAK = re.compile(r"[ \t]{0,2}(?:[^\w\s]{1,3}|_{1,3}|-?\r?\n|[ \t])[ \t]{0,2}")
_TWO_DOUBLED = re.compile(r"([a-z])\1[a-z]*([a-z])\2")
_MOST_PIECES = 8
# Words behind which an address is hidden, in Markdown; and the letters that spell flags.
_LINK = re.compile(r"\[([^\[\]\n]{1,40})\]\((?:https?:|/)[^\s()]{0,200}\)")
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff](?:\\s?[\U0001f1e6-\U0001f1ff]){3,40}")
_FLAG_A = 0x1F1E6
_NAMES = frozenset(name for (names,) in read_table("first_names.tsv") for name in names.split())
# Letters by their names in a row; fewer spell nothing.
_FEWEST_NAMES = 4


def read_hidden(text: str) -> list[Edit]:
    """The words most often hidden, behind digits and signs that say nothing elsewhere."""
    edits = [
        (match.start() + start, match.start() + end, word)
        for match in _TOKEN.finditer(text)
        if not match[0].isalpha()
        for start, end, word in _hidden_in(match[0])
    ]
    linked = in_links(text) if edits else b""
    return [edit for edit in edits if not linked[edit[0]]]


def read_links(text: str) -> list[Edit]:
    """Links within a word, by whose signs it is broken: "[id](https://example.com)iot"."""
    if "](" not in text:
        return []
    return [
        (*match.span(), match[1])
        for match in _LINK.finditer(text)
        if _is_within(text[match.start() - 1 : match.start()], ")")
        or _is_within(text[match.end() : match.end() + 1], "[")
    ]


def _is_within(neighbour: str, bracket: str) -> bool:
    return neighbour.isalpha() or neighbour == bracket


def read_flags(text: str) -> list[Edit]:
    """The letters that flags are made of, where they spell one of the words."""
    edits = []
    for match in _FLAGS.finditer(text):
        letters = [chr(ord("a") + ord(sign) - _FLAG_A) for sign in match[0] if not sign.isspace()]
        if word := words_in("".join(letters)):
            edits.append((*match.span(), word))
    return edits


@lru_cache(maxsize=4096)
def _hidden_in(token: str) -> tuple[Edit, ...]:
    """The hidden words of what stands between two spaces."""
    core, bracketed = token.strip(_AROUND), token.strip(_SIGNS_AROUND)
    if core.isalpha() and core == bracketed:
        return ()
    if len(token) <= _LONGEST_TOKEN and (word := between_signs(bracketed)):
        start = token.index(bracketed)
        return ((start, start + len(bracketed), word),)
    start = token.index(core) if core else 0
    core = core.removesuffix("'s").rstrip("!")
    if len(core) <= _LONGEST_TOKEN and (word := unmasked(core)):
        return ((start, start + len(core), word),)
    parts = [(match.start(), match[0].rstrip("!?")) for match in _PART.finditer(token)]
    read = [(at, at + len(part), unmasked(part)) for at, part in parts]
    return tuple(edit for edit in read if edit[2])


def read_words(text: str) -> list[Edit]:
    """Words in pieces ("id iot"), misspelt on purpose ("fcuk") and spelled out ("eff you")."""
    letters = _WORD.findall(text)
    is_split = any(_begins(one, other) for one, other in pairwise(letters))
    respelt = {word: RESPELT[word] for word in RESPELT.keys() & set(letters)}
    if _TWO_DOUBLED.search(text):
        respelt |= {word: form for word in set(letters) if (form := undoubled(word))}
    is_spelled = sum(map(LETTER_NAMES.__contains__, letters)) >= _FEWEST_NAMES
    if not (is_split or respelt or is_spelled):
        return []
    words = list(_WORD.finditer(text))
    edits = _joined(text, words) if is_split else []
    if is_spelled:
        edits += _spelled(words)
    edits += [(*word.span(), respelt[word[0]]) for word in words if word[0] in respelt]
    linked = in_links(text) if edits else b""
    return _apart([edit for edit in edits if not linked[edit[0]]])


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that begin within another."""
    free: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if not free or edit[0] >= free[-1][1]:
            free.append(edit)
    return free


def _begins(one: str, other: str) -> bool:
    return one in SPLIT_FROM and (one + other in SPLIT_FROM or is_form(one + other))


def _joined(text: str, words: list[re.Match[str]]) -> list[Edit]:
    letters = [word[0] for word in words]
    edits: list[Edit] = []
    for at, word in enumerate(letters):
        if word not in SPLIT_FROM:
            continue
        count, form = joined(letters[at : at + _MOST_PIECES])
        pieces = words[at : at + count]
        if count and _are_one_word(text, pieces):
            edits.append((pieces[0].start(), pieces[-1].end(), form))
    return edits


def _are_one_word(text: str, pieces: list[re.Match[str]]) -> bool:
    """Whether only what breaks a word stands between the pieces, and no letter about them."""
    first, last = pieces[0].start(), pieces[-1].end()
    if pieces[0][0] in _NAMES and len(pieces[-1][0]) == 1 and text[last : last + 2] == ". ":
        return False  # "Ana L. Ferris"
    if text[first - 1 : first].isalnum() or text[last : last + 1].isalnum():
        return False
    gaps = ((one.end(), two.start()) for one, two in pairwise(pieces))
    return all(_BREAK.fullmatch(text, *gap) for gap in gaps)


def _spelled(words: list[re.Match[str]]) -> list[Edit]:
    edits: list[Edit] = []
    begun = 0
    for at in range(len(words) + 1):
        if at < len(words) and words[at][0] in LETTER_NAMES:
            continue
        if at - begun >= _FEWEST_NAMES and (word := spelled([w[0] for w in words[begun:at]])):
            edits.append((words[begun].start(), words[at - 1].end(), word))
        begun = at + 1
    return edits
