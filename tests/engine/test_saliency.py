"""Which tokens speak for what was found: the network's say, and how often people marked them."""

import numpy as np
import pytest

from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.saliency import Saliency

TOXICITY, THREAT = ATTRIBUTES.index("toxicity"), ATTRIBUTES.index("threat")

# Of two tokens: one that people marked at every other place, one that they hardly ever marked.
MARKED = np.array([[0.0], [-6.0]], dtype=np.float32)


def _saliency(network: float, people: float) -> Saliency:
    return Saliency(MARKED, {"attributes": ["toxicity"], "slopes": [[network, people, 0.0]]})


def _said(value: float, tokens: int = 2) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.full((tokens, len(ATTRIBUTES)), value, dtype=np.float32)


def test_of_two_tokens_that_the_network_finds_alike_the_one_that_people_mark_says_more() -> None:
    found = _saliency(1.0, 0.5).of_tokens(np.array([0, 1]), _said(0.4))
    assert found[0, TOXICITY] == pytest.approx(0.4)
    assert found[1, TOXICITY] < 0.1


def test_a_word_that_is_often_marked_says_little_where_the_network_finds_nothing() -> None:
    found = _saliency(1.0, 0.5).of_tokens(np.array([0]), _said(0.001, 1))
    assert found[0, TOXICITY] < 0.01


def test_what_nobody_marked_words_of_is_as_the_network_says() -> None:
    said = _said(0.4)
    found = _saliency(0.0, 1.0).of_tokens(np.array([0, 1]), said)
    assert found[:, THREAT].tolist() == said[:, THREAT].tolist()
    assert said[0, TOXICITY] == np.float32(0.4)  # what was given is not changed


def test_certainty_does_not_end_in_what_is_no_number() -> None:
    for value in (0.0, 1.0):
        assert np.isfinite(_saliency(1.0, 1.0).of_tokens(np.array([0, 1]), _said(value))).all()


def test_curves_of_other_attributes_are_refused() -> None:
    with pytest.raises(ValueError, match="other attributes"):
        Saliency(MARKED, {"attributes": ["toxicity", "insult"], "slopes": [[1.0, 0.0, 0.0]] * 2})
