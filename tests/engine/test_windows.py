"""A text's windows: all of it is read, cut at sentences' ends, down to single sentences."""

import re
from itertools import pairwise

import numpy as np
import pytest

from rejoinder.engine.folding import fold
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import (
    MAX_TOKENS,
    WINDOW_TOKENS,
    Segment,
    cut,
    segments,
    sentence_ends,
    windows,
)


def words(text: str) -> Tokens:
    """A token a word, a full stop with its word."""
    offsets = [match.span() for match in re.finditer(r"[^\w\s]*\w+[^\w\s]*", text)]
    return Tokens(np.arange(len(offsets)), offsets, has_emoji=False)


def ends(text: str) -> list[int]:
    """Where the sentences of a text end, by its words."""
    return sentence_ends(text, fold(text), words(text))


def windows_of(text: str) -> list[Segment]:
    """The windows of a text by its words."""
    return windows(ends(text))


def cut_up(text: str) -> list[tuple[Segment, tuple[Segment, ...]]]:
    """The same with their segments."""
    return cut(text, fold(text), words(text))


def sentences(*lengths: int) -> str:
    """Sentences of so many words."""
    return " ".join(" ".join(["word"] * (length - 1) + ["end."]) for length in lengths)


def test_a_short_text_is_one_window() -> None:
    assert windows_of("Well said. I agree.") == [(0, 4)]
    assert windows_of("") == []
    assert ends("Well said. I agree.") == [2, 4]


@pytest.mark.parametrize("length", [3, 7, 11, 30, 70])
def test_sentences_stay_whole_and_every_word_is_read(length: int) -> None:
    text = sentences(*[length] * (500 // length))
    found = windows_of(text)
    assert all(after - start <= WINDOW_TOKENS for start, after in found)
    assert all(after % length == 0 for _, after in found)
    assert [start for start, _ in found] == [0, *(after for _, after in found[:-1])]
    assert found[-1][1] == len(text.split())


def test_without_an_end_the_windows_overlap() -> None:
    found = windows_of(" ".join(["word"] * 300))
    for (_, after), (start, _) in pairwise(found):
        assert 0 < after - start < WINDOW_TOKENS
    assert found[-1][1] == 300


def test_lines_and_closing_quotation_marks_end_a_sentence() -> None:
    line = " ".join(["word"] * 40)
    assert windows_of(f"{line}\n{line}") == [(0, 40), (40, 80)]
    quoted = " ".join(["“word", *["word"] * 48, "no!”"])
    assert windows_of(f"{quoted} {line}") == [(0, 50), (50, 90)]


def test_a_sentence_may_begin_without_a_sign_before_it() -> None:
    assert ends("you are all idiots The paper came late") == [4, 8]
    assert ends("get out of my town While you can") == [5, 8]
    assert ends("What a day.You will bleed.Lovely.") == [3, 6, 7]
    assert ends("GET OUT OF THE TOWN WHILE YOU CAN") == [8]
    assert ends("I know what you did, The Times says") == [8]


def test_no_more_is_read_than_may_be() -> None:
    found = windows_of(" ".join(["word."] * (MAX_TOKENS + 500)))
    assert found[-1][1] == MAX_TOKENS


def test_a_window_has_its_sentences_for_segments_and_neighbours_together() -> None:
    found = ends(sentences(15, 8, 12, 9, 20))
    assert windows(found) == [(0, 64)]
    assert segments((0, 64), found) == (
        (0, 64),
        *[(0, 44), (23, 64)],
        *[(0, 23), (15, 35), (23, 44)],
        *[(0, 15), (15, 23), (23, 35), (35, 44), (44, 64)],
    )


def test_segments_are_places_in_their_window() -> None:
    text = sentences(60, 12, 40)
    assert cut_up(text) == [
        ((0, 72), ((0, 72), (0, 60), (60, 72))),
        ((72, 112), ((0, 40),)),
    ]


def test_the_shortest_sentences_stay_together() -> None:
    found = ends("I. Will. Find. You. And then I shall break your legs.")
    assert segments((0, 11), found) == ((0, 11), (0, 4), (4, 11))


def test_the_end_of_a_sentence_longer_than_a_window_stands_by_itself_too() -> None:
    found = ends(sentences(30, 100, 30))
    assert windows(found) == [(0, 30), (30, 108), (96, 160)]
    assert segments((30, 108), found) == ((0, 78),)
    assert segments((96, 160), found) == ((0, 64), (0, 34), (34, 64))


@pytest.mark.parametrize("length", [1, 3, 5, 6, 11, 13])
def test_a_window_has_a_bounded_number_of_segments(length: int) -> None:
    for _, found in cut_up(sentences(*[length] * (MAX_TOKENS // length))):
        assert len(set(found)) == len(found) <= WINDOW_TOKENS


def test_a_run_of_signs_takes_no_longer_than_words() -> None:
    """A hundred thousand signs at once: tried anew from each, they would take minutes."""
    assert ends("word" + "!" * 100_000) == [1]
    assert ends("word" + '!"' * 50_000) == [1]
