"""A text's windows: all of it is read, cut at sentences' ends where there are some."""

from itertools import pairwise

import numpy as np
import pytest

from rejoinder.engine.encoder import WINDOW_TOKENS
from rejoinder.engine.folding import fold
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import MAX_TOKENS, windows


def words(text: str) -> Tokens:
    """A token a word, a full stop with its word."""
    offsets = []
    place = 0
    for word in text.split():
        start = text.index(word, place)
        place = start + len(word)
        offsets.append((start, place))
    return Tokens(np.arange(len(offsets)), offsets, has_emoji=False)


def cut(text: str) -> list[tuple[int, int]]:
    """The windows of a text by its words."""
    return windows(fold(text).text, words(text))


def test_a_short_text_is_one_window() -> None:
    assert cut("Well said. I agree.") == [(0, 4)]
    assert cut("") == []


@pytest.mark.parametrize("length", [3, 7, 11, 30, 70])
def test_sentences_stay_whole_and_every_word_is_read(length: int) -> None:
    sentence = " ".join(["word"] * (length - 1) + ["end."])
    text = " ".join([sentence] * (500 // length))
    found = cut(text)
    assert all(after - start <= WINDOW_TOKENS for start, after in found)
    assert all(after % length == 0 for _, after in found)
    assert [start for start, _ in found] == [0, *(after for _, after in found[:-1])]
    assert found[-1][1] == len(text.split())


def test_without_an_end_the_windows_overlap() -> None:
    found = cut(" ".join(["word"] * 300))
    for (_, after), (start, _) in pairwise(found):
        assert 0 < after - start < WINDOW_TOKENS
    assert found[-1][1] == 300


def test_lines_and_closing_quotation_marks_end_a_sentence() -> None:
    line = " ".join(["word"] * 40)
    assert cut(f"{line}\n{line}") == [(0, 40), (40, 80)]
    quoted = " ".join(["“word", *["word"] * 48, "no!”"])
    assert cut(f"{quoted} {line}") == [(0, 50), (50, 90)]


def test_no_more_is_read_than_may_be() -> None:
    found = cut(" ".join(["word."] * (MAX_TOKENS + 500)))
    assert found[-1][1] == MAX_TOKENS
