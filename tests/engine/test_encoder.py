"""The encoder's two files, what it makes of a passage, and which words are shown."""

from typing import Any

import numpy as np
import pytest

from rejoinder.engine.arrays import Ints
from rejoinder.engine.encoder import (
    Encoder,
    LowerEmbedder,
    LowerOutput,
    UpperEmbedder,
    joined_embedding,
)
from rejoinder.engine.folding import fold
from rejoinder.engine.heads import largest_within
from rejoinder.engine.model import ModelError
from rejoinder.engine.spans import salient_spans, word_probabilities
from rejoinder.engine.windows import WINDOW_TOKENS
from tests.support.tiny_encoders import (
    heads,
    mixing_network,
    network,
    network_files,
    vocabulary,
)

# Token 7 is as abusive as can be; all others are nothing and alike.
ROWS = np.zeros((200, 4), dtype=np.float32)
ROWS[:, 1] = 1
ROWS[7] = (50, 0, 1, 0)
# All are apart.
ROWS_APART = np.random.default_rng(0).normal(size=(200, 4)).astype(np.float32)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Leaves the rows above as they are, and reads their means."""
    return Encoder(network_files(), vocabulary(ROWS))


def test_both_exits_answer_for_each_token_between_the_marks(encoder: Encoder) -> None:
    tokens = np.full(10, 3)
    tokens[4] = 7
    lower = encoder.read_lower(tokens)
    upper = encoder.read_upper(lower)
    for output in (lower, upper):
        assert output.logits[0] == pytest.approx(50 / 10, rel=1e-4)
        assert np.flatnonzero(output.token_logits[:, 0] > 1).tolist() == [4]
        assert output.token_logits.shape[0] == len(tokens)
        assert np.linalg.norm(output.embedding) == pytest.approx(1, abs=1e-5)


def test_both_exits_answer_for_each_segment_by_itself(encoder: Encoder) -> None:
    tokens = np.full(10, 3)
    tokens[4] = 7
    lower = encoder.read_lower(tokens, ((0, 10), (0, 4), (4, 6), (6, 10)))
    for output in (lower, encoder.read_upper(lower)):
        assert output.logits[:, 0] == pytest.approx([5, 0, 25, 0], abs=1e-4)
        strongest = largest_within(output.token_logits, lower.segments)
        assert strongest[:, 0] == pytest.approx([50, 0, 50, 0])


def test_a_sentence_of_a_window_is_what_it_is_alone() -> None:
    """What stands beside it is read by none of its tokens, and its places begin anew."""
    encoder = Encoder(network_files(lower=mixing_network()), vocabulary(ROWS_APART))
    tokens = np.arange(3, 13)
    window = encoder.read_lower(tokens, ((0, 10), (0, 6), (0, 4), (4, 6), (6, 10)))
    for row, (start, after) in list(enumerate(window.segments))[2:]:
        alone, narrowed = encoder.read_lower(tokens[start:after]), window.narrowed(row)
        assert narrowed.segments == alone.segments
        assert narrowed.hidden == pytest.approx(alone.hidden, abs=1e-5)
        assert narrowed.logits == pytest.approx(alone.logits, abs=1e-4)
        assert narrowed.token_logits == pytest.approx(alone.token_logits, abs=1e-4)
    together = encoder.read_lower(tokens)
    assert together.hidden[0, 1:5] != pytest.approx(window.hidden[0, 1:5], abs=1e-2)
    pair = encoder.read_lower(tokens[:6], ((0, 6), (0, 4), (4, 6)))
    assert window.narrowed(1).hidden == pytest.approx(pair.hidden, abs=1e-5)


def test_an_embedding_is_of_a_texts_beginning(encoder: Encoder) -> None:
    long = np.full(3 * WINDOW_TOKENS, 3)
    for embedder in (LowerEmbedder(encoder), UpperEmbedder(encoder)):
        assert embedder.embed(long) == pytest.approx(embedder.embed(long[:WINDOW_TOKENS]))


def test_what_the_lower_layers_just_read_is_not_read_again_for_the_upper(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[int]] = []
    read = Encoder.read_lower

    def counted(self: Encoder, token_ids: Ints, *segments: Any) -> LowerOutput:
        runs.append(token_ids.tolist())
        return read(self, token_ids, *segments)

    monkeypatch.setattr(Encoder, "read_lower", counted)
    passages = [np.arange(20 + number, 30 + number) for number in range(7)]
    for embedder in (LowerEmbedder(encoder), UpperEmbedder(encoder)):
        for passage in passages:
            embedder.embed(passage)
    assert runs == [passage.tolist() for passage in passages]


def test_of_several_passages_each_counts_by_its_length() -> None:
    east, north = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
    assert joined_embedding([east], [5]) is east
    joined = joined_embedding([east, north], [30, 10])
    assert joined[0] == pytest.approx(3 * joined[1])
    assert np.linalg.norm(joined) == pytest.approx(1)


def test_a_network_that_answers_something_else_is_refused() -> None:
    known = vocabulary(ROWS)
    for other in (network(gives="logits"), network(asks="pieces"), heads()):
        with pytest.raises(ModelError, match=r"lower\.onnx does not answer"):
            Encoder(network_files(lower=other), known)
    with pytest.raises(ModelError, match=r"upper\.onnx does not answer"):
        Encoder(network_files(upper=network()), known)
    with pytest.raises(ModelError, match=r"upper_heads\.onnx does not answer"):
        Encoder(network_files(upper_heads=heads(gives="direction")), known)
    with pytest.raises(ModelError, match=r"lower\.onnx cannot be read"):
        Encoder(network_files(lower=b""), known)


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
