"""A token reads its own sentence, and a sentence is alike wherever it stands."""

import numpy as np
import pytest

from rejoinder.engine import model_files
from rejoinder.engine.arrays import Floats
from rejoinder.engine.cascade import Cascade
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.sentence_attention import LAST_PLACE, places, readable, sentence_numbers
from rejoinder.engine.windows import cut

THREAT = ATTRIBUTES.index("threat")
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


def test_the_packaged_judge_s_lower_layers_say_the_same_of_a_sentence_wherever_it_stands() -> None:
    """But for eight bits, whose steps are those of all that is read at once."""
    cascade = Cascade(model_files.load(model_files.PACKAGED_MODEL))
    threat = "I will find you and break both of your legs."
    civil = "The trams ran late again on Tuesday. I read the report twice, and it seems fair to me."

    def said(text: str) -> Floats:
        folded = fold(text)
        tokens = cascade.vocabulary.tokenize(folded)
        ((window, segments),) = cut(text, folded, tokens)
        lower = cascade.encoder.read_lower(tokens.ids[slice(*window)], segments)
        worst: Floats = cascade.window_reader.calibration.after_lower(lower).max(0)
        return worst

    alone = said(threat)
    assert alone[THREAT] > 0.5
    for text in (f"{threat} {civil}", f"{civil} {threat}"):
        assert said(text)[THREAT] == pytest.approx(alone[THREAT], abs=0.12)
