"""The closer look: what of a text is read, and who gets it."""

import numpy as np
import pytest

from rejoinder.engine.doubt import Doubt
from rejoinder.engine.encoder import MOST_WINDOWS, READ_WHOLE, WINDOW, Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ModelError
from rejoinder.engine.spans import likeliest, shown
from tests.support.tiny_encoders import network, vocabulary

ROWS = np.zeros((200, 4), dtype=np.float32)
ROWS[:, 1] = 1
ROWS[7] = (50, 0, 1, 0)
"""Word piece 7 is as abusive as can be; all others are nothing and alike."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Averages the rows above; the marks about a text count as two harmless pieces."""
    return Encoder(network(), vocabulary(ROWS), "encoder.onnx")


def test_the_worst_window_decides_and_only_its_pieces_are_marked(encoder: Encoder) -> None:
    pieces = np.full(3 * WINDOW, 3)
    pieces[2 * WINDOW + 1] = 7
    reading = encoder.read(pieces)
    assert reading.odds[0] == pytest.approx(50 / (WINDOW + 2), rel=1e-4)
    assert np.flatnonzero(reading.spans[:, 0] > 0.9).tolist() == [2 * WINDOW + 1]
    assert np.linalg.norm(reading.vector) == pytest.approx(1, abs=1e-5)


def test_of_a_very_long_text_the_hottest_windows_are_read(encoder: Encoder) -> None:
    pieces = np.full(20 * WINDOW, 3)
    pieces[15 * WINDOW + 5] = 7
    heat = np.zeros(len(pieces))
    assert encoder.read(pieces, heat).odds[0] < 0.1
    heat[15 * WINDOW + 9] = 1
    reading = encoder.read(pieces, heat)
    assert reading.odds[0] > 0.5
    assert len(pieces) > READ_WHOLE
    assert (reading.spans[:, 0] > 0).sum() == MOST_WINDOWS * WINDOW


def test_a_network_that_answers_something_else_is_refused() -> None:
    known = vocabulary(ROWS)
    for bytes_ in (network(outputs=("logits",)), network(asks="pieces")):
        with pytest.raises(ModelError, match=r"glance\.onnx does not answer"):
            Encoder(bytes_, known, "glance.onnx")
    with pytest.raises(ModelError, match=r"glance\.onnx cannot be read"):
        Encoder(b"", known, "glance.onnx")


@pytest.mark.parametrize(
    ("size", "abuse", "topic", "doubted"),
    [
        (5, 0.0, 1.0, True),  # a short text costs little
        (50, 0.0, 1.0, False),
        (50, 0.0, None, False),
        (50, 0.3, 1.0, True),
        (50, 0.0, 0.2, True),
    ],
)
def test_doubt_is_about_the_short_the_suspicious_and_the_strayed(
    size: int, abuse: float, topic: float | None, doubted: bool
) -> None:
    doubt = Doubt(10, np.array([0.2, 0.9]), 0.5)
    assert doubt.about(size, np.array([abuse, 0.0]), topic) is doubted


def test_a_word_is_shown_when_one_of_its_pieces_is_likely() -> None:
    folded = fold("You ïdiotic man")
    words = [(0, 3), (4, 11), (12, 15)]
    pieces = [(0, 3), (4, 7), (7, 11), (12, 15)]
    likely = np.array([0.1, 0.2, 0.9, 0.1], dtype=np.float32)
    heat = likeliest(words, pieces, np.column_stack((likely, 1 - likely)))
    assert heat[:, 0] == pytest.approx([0.1, 0.9, 0.1])
    assert heat[:, 1] == pytest.approx([0.9, 0.8, 0.9])
    assert shown(folded, words, heat[:, 0], 0.5) == ((4, 11),)
    assert shown(folded, words, heat[:, 0], 1.0) == ((4, 11),)  # the hottest of all
    assert shown(folded, words, heat[:, 0], 0.1) == ((0, 15),)
    uncovered = likeliest(words, pieces[:2], likely[:2, None])
    assert uncovered[:, 0] == pytest.approx([0.1, 0.2, 0])
    assert shown(folded, words, likeliest(words, [], likely[:0, None])[:, 0], 0.5) == ()
