"""A token reads its own sentence, and a sentence is alike wherever it stands."""

import numpy as np

from rejoinder.engine.sentence_attention import LAST_PLACE, places, readable, sentence_numbers

# A window of seven tokens: sentences of two, four and one.
SEGMENTS = ((0, 7), (0, 6), (0, 2), (2, 6), (6, 7))


def test_sentences_end_where_any_segment_does() -> None:
    numbers = sentence_numbers(7, SEGMENTS)
    assert len(set(numbers[:2])) == len(set(numbers[2:6])) == 1
    assert len(set(numbers)) == 3
    assert len(set(sentence_numbers(5, [(0, 5)]))) == 1


def test_each_token_has_its_place_in_its_sentence() -> None:
    found = places(sentence_numbers(7, SEGMENTS))
    assert found.tolist() == [0, 1, 2, 1, 2, 3, 4, 1, LAST_PLACE]


def test_a_token_reads_its_sentence_and_the_tokenizer_s_two() -> None:
    may = readable(sentence_numbers(7, SEGMENTS))[0].astype(bool)
    marks = {0, 8}
    assert set(np.flatnonzero(may[1])) == {1, 2} | marks
    assert set(np.flatnonzero(may[4])) == {3, 4, 5, 6} | marks
    assert set(np.flatnonzero(may[7])) == {7} | marks
    # What belongs to every sentence carries nothing from one to another.
    assert set(np.flatnonzero(may[0])) == set(np.flatnonzero(may[8])) == marks
