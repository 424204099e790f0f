"""Disguises change a text as they say, and reading takes each of them off again."""

import random

import pytest

from rejoinder.engine import fold
from training.measures.obfuscation import OF_ABUSE, WAYS, in_one_way, obfuscated

TEXTS = (
    "You are a bastard and a wanker, said the drunken captain",
    "what a stupid fucking idiot, get lost",
    "Those bitches and whores should leave town, you moron",
)


@pytest.mark.parametrize("way", WAYS)
def test_each_disguise_changes_the_text_and_is_read_back(way: str) -> None:
    draw = random.Random(5)
    pairs = [(text, in_one_way(text, way, draw)) for text in TEXTS * 8]
    assert all(text != hidden for text, hidden in pairs)
    same = [_letters(text) == _letters(hidden) for text, hidden in pairs]
    # Of stretched fair words nobody knows how long they were; some halves are words of their own.
    least = {"stretched": 0, "cut by a sign": 0.6, "all digits": 0.6}.get(way, 0.8)
    assert sum(same) >= least * len(same), [hidden for _, hidden in pairs]


def test_what_is_read_only_in_words_of_abuse_leaves_others_alone() -> None:
    draw = random.Random(5)
    for way in OF_ABUSE:
        assert in_one_way("The ferry leaves at noon", way, draw) == "The ferry leaves at noon"


def test_some_of_the_longer_words_are_disguised() -> None:
    text = "What a miserable rotten bastard you are"
    hidden = obfuscated(text, random.Random(1))
    assert hidden != text
    assert hidden.endswith("you are")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text).text))
