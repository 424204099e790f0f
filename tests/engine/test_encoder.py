"""The encoders: what of a text is read, and which texts the second stage reads."""

import numpy as np
import pytest

from rejoinder.engine.encoder import MAX_TOKENS, MAX_WINDOWS, WINDOW_TOKENS, Encoder
from rejoinder.engine.escalation import Escalation
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ModelError
from rejoinder.engine.spans import salient_spans, word_probabilities
from tests.support.tiny_encoders import network, vocabulary

# Token 7 is as abusive as can be; all others are nothing and alike.
ROWS = np.zeros((200, 4), dtype=np.float32)
ROWS[:, 1] = 1
ROWS[7] = (50, 0, 1, 0)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Averages the rows above; [CLS] and [SEP] count as two harmless tokens."""
    return Encoder(network(), vocabulary(ROWS), "encoder.onnx")


def test_the_worst_window_decides_and_only_its_tokens_are_marked(encoder: Encoder) -> None:
    tokens = np.full(3 * WINDOW_TOKENS, 3)
    tokens[2 * WINDOW_TOKENS + 1] = 7
    output = encoder.encode(tokens)
    assert output.logits[0] == pytest.approx(50 / (WINDOW_TOKENS + 2), rel=1e-4)
    assert np.flatnonzero(output.token_probabilities[:, 0] > 0.9).tolist() == [
        2 * WINDOW_TOKENS + 1
    ]
    assert np.linalg.norm(output.embedding) == pytest.approx(1, abs=1e-5)


def test_of_a_very_long_text_the_most_salient_windows_are_read(encoder: Encoder) -> None:
    tokens = np.full(20 * WINDOW_TOKENS, 3)
    tokens[15 * WINDOW_TOKENS + 5] = 7
    saliency = np.zeros(len(tokens))
    assert encoder.encode(tokens, saliency).logits[0] < 0.1
    saliency[15 * WINDOW_TOKENS + 9] = 1
    output = encoder.encode(tokens, saliency)
    assert output.logits[0] > 0.5
    assert len(tokens) > MAX_TOKENS
    assert (output.token_probabilities[:, 0] > 0).sum() == MAX_WINDOWS * WINDOW_TOKENS


def test_a_network_that_answers_something_else_is_refused() -> None:
    known = vocabulary(ROWS)
    for bytes_ in (network(outputs=("logits",)), network(asks="pieces")):
        with pytest.raises(ModelError, match=r"glance\.onnx does not answer"):
            Encoder(bytes_, known, "glance.onnx")
    with pytest.raises(ModelError, match=r"glance\.onnx cannot be read"):
        Encoder(b"", known, "glance.onnx")


@pytest.mark.parametrize(
    ("size", "abuse", "topic", "needed"),
    [
        (5, 0.0, 1.0, True),  # a short text costs little
        (50, 0.0, 1.0, False),
        (50, 0.0, None, False),
        (50, 0.3, 1.0, True),
        (50, 0.0, 0.2, True),
    ],
)
def test_the_short_the_suspicious_and_the_strayed_go_to_the_second_stage(
    size: int, abuse: float, topic: float | None, needed: bool
) -> None:
    escalation = Escalation(10, np.array([0.2, 0.9]), 0.5)
    assert escalation.is_needed(size, np.array([abuse, 0.0]), topic) is needed


def test_a_word_is_shown_when_one_of_its_tokens_is_likely() -> None:
    folded = fold("You ïdiotic man")
    words = [(0, 3), (4, 11), (12, 15)]
    tokens = [(0, 3), (4, 7), (7, 11), (12, 15)]
    probabilities = np.array([0.1, 0.2, 0.9, 0.1], dtype=np.float32)
    saliency = word_probabilities(
        words, tokens, np.column_stack((probabilities, 1 - probabilities))
    )
    assert saliency[:, 0] == pytest.approx([0.1, 0.9, 0.1])
    assert saliency[:, 1] == pytest.approx([0.9, 0.8, 0.9])
    assert salient_spans(folded, words, saliency[:, 0], 0.5) == ((4, 11),)
    assert salient_spans(folded, words, saliency[:, 0], 1.0) == ((4, 11),)  # the highest of all
    assert salient_spans(folded, words, saliency[:, 0], 0.1) == ((0, 15),)
    uncovered = word_probabilities(words, tokens[:2], probabilities[:2, None])
    assert uncovered[:, 0] == pytest.approx([0.1, 0.2, 0])
    assert (
        salient_spans(
            folded, words, word_probabilities(words, [], probabilities[:0, None])[:, 0], 0.5
        )
        == ()
    )
