"""The networks learn, go on where they were cut off, and are exported as they are."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import torch
from torch import nn

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from rejoinder.engine.encoder import Encoder as ServedEncoder
from rejoinder.engine.model import MODEL_ATTRIBUTES
from tests.support import numpy_minilm
from tests.support.tiny_encoders import vocabulary
from tests.support.tiny_minilm import save_minilm
from training.config import EXCERPTS, SMALL_NETWORK, EncoderShape, TrainingConfig
from training.dataset import Dataset
from training.networks import distillation
from training.networks import train as training
from training.networks.batches import padded
from training.networks.checkpoint import save_checkpoint
from training.networks.encoder import Encoder, load_minilm
from training.networks.export import export, export_float32
from training.networks.learning_rate import rate_share
from training.networks.losses import pair_loss, span_loss
from training.networks.multi_task import MultiTaskEncoder
from training.networks.teacher import sentence_embeddings
from training.networks.train import train
from training.networks.training_set import TrainingSet

# PyTorch is about to retire the exporter that makes the smaller files.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TOKENS = 200
BEGIN, END = 1, 2
RUDE = 7
QUICK = TrainingConfig(encoder_learning_rate=5e-3, head_learning_rate=2e-2, batch_size=32)
TINY = EncoderShape(width=24, layers=2, heads=2, feed_forward=32)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Networks as tiny as these only wait for a second thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


class CutOff(Exception):
    """What ends a run in the middle."""


def _network(seed: int = 0) -> MultiTaskEncoder:
    torch.manual_seed(seed)
    return MultiTaskEncoder(Encoder(nn.Embedding(TOKENS, EMBEDDING_WIDTH), TINY), 2)


def _training_set(count: int = 640) -> TrainingSet:
    """Texts of ten tokens; one token makes a text abusive, and is marked. Neighbours are alike."""
    draw = np.random.default_rng(0)
    tokens = draw.integers(20, TOKENS, size=(count, 10))
    tokens[:, 0], tokens[:, -1] = BEGIN, END
    rude = draw.random(count) < 0.5
    tokens[rude, 4] = RUDE
    marks = (tokens == RUDE).astype(np.float32)[:, :, None].repeat(5, axis=2)
    texts: list[list[int]] = tokens.tolist()
    return TrainingSet(
        texts,
        np.repeat(rude[:, None], len(MODEL_ATTRIBUTES), axis=1).astype(np.float32),
        np.ones(count, dtype=np.float32),
        np.zeros(count, dtype=np.int64),
        np.arange(count),
        spans=dict(enumerate(marks)),
        pairs=[list(zip(texts[:100:2], texts[1:100:2], strict=True))],
    )


@pytest.mark.parametrize("bfloat16", [True, False])
def test_it_learns_what_is_abusive_and_which_word(tmp_path: Path, bfloat16: bool) -> None:
    network = _network()
    config = replace(QUICK, bfloat16=bfloat16)
    train(network, _training_set(3200), config, tmp_path / "checkpoint.pt")
    table = network.encoder.token_embeddings.weight.detach().numpy()
    served = ServedEncoder(export(network), vocabulary(table), "encoder.onnx")
    texts = (np.array([30, 40, 45, word, 50, 60, 66, 77]) for word in (RUDE, 70))
    rude, kind = (served.encode(text) for text in texts)
    assert rude.logits.min() > 1
    assert kind.logits.max() < -1
    assert rude.token_probabilities[:, 0].argmax() == 3


def test_a_run_that_was_cut_off_ends_like_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(QUICK, checkpoint_every=5, pairs_every=2)
    whole, resumed = _network(), _network()
    train(whole, _training_set(), config, tmp_path / "whole.pt")

    def cut_off(
        path: Path,
        model: MultiTaskEncoder,
        optimizer: torch.optim.Optimizer,
        draw: np.random.Generator,
        step: int,
    ) -> None:
        save_checkpoint(path, model, optimizer, draw, step)
        if step == 10:
            raise CutOff

    with monkeypatch.context() as patch:
        patch.setattr(training, "save_checkpoint", cut_off)
        with pytest.raises(CutOff):
            train(resumed, _training_set(), config, tmp_path / "resumed.pt")
    other = _network(seed=1)
    train(other, _training_set(), config, tmp_path / "resumed.pt")
    state = other.state_dict()
    assert all(torch.equal(value, state[name]) for name, value in whole.state_dict().items())


def test_a_run_that_is_whole_is_only_taken_up(tmp_path: Path) -> None:
    config = replace(QUICK, checkpoint_every=5)
    checkpoint = tmp_path / "checkpoint.pt"
    network, other = _network(), _network(seed=1)
    train(network, _training_set(), config, checkpoint)
    assert torch.load(checkpoint, weights_only=True)["step"] == 20
    train(other, _training_set(), config, checkpoint)
    state = other.state_dict()
    assert all(torch.equal(value, state[name]) for name, value in network.state_dict().items())


def test_padding_changes_nothing() -> None:
    network = _network().eval()
    short, long = [BEGIN, 30, RUDE, END], [BEGIN, *range(20, 40), END]
    alone = network(*padded([short]))
    beside = network(*padded([short, long]))
    assert torch.allclose(alone.logits[0], beside.logits[0], atol=1e-5)
    assert torch.allclose(alone.embeddings[0], beside.embeddings[0], atol=1e-5)


def test_what_is_exported_says_what_was_learned(tmp_path: Path) -> None:
    network = _network()
    train(network, _training_set(), QUICK, tmp_path / "checkpoint.pt")
    tokens, mask = padded([_training_set().tokens[0]])
    tokens, mask = tokens[:, :10], mask[:, :10]
    with torch.no_grad():
        expected = [each.numpy() for each in network.eval()(tokens, mask)]
        embeddings = network.encoder.token_embeddings(tokens).numpy()
    for content, tolerance in ((export_float32(network), 1e-4), (export(network), 0.5)):
        session = onnxruntime.InferenceSession(content)
        for said, learned in zip(session.run(None, {"vectors": embeddings}), expected, strict=True):
            assert np.allclose(said, learned, atol=tolerance)


def test_a_smaller_network_learns_what_the_larger_one_answers(tmp_path: Path) -> None:
    large = _network()
    train(large, _training_set(3200), QUICK, tmp_path / "large.pt")
    small = distillation.small_network(3, large.encoder.token_embeddings)
    answers = distillation.distillation_set(large, _training_set(1200).tokens, _training_set())
    before = _agreement(large, small, answers)
    train(small, answers, SMALL_NETWORK, tmp_path / "small.pt")
    assert small.encoder.token_embeddings is large.encoder.token_embeddings
    assert _agreement(large, small, answers) > max(0.9, before)


def test_excerpts_of_texts_are_learned_between_their_marks() -> None:
    training_set = replace(_training_set(40), pairs=[])
    zeros = np.zeros(40, dtype=np.int64)
    dataset = Dataset([], np.zeros((40, 8)), np.ones(40), zeros, zeros, ["newspaper"])
    texts = distillation.distillation_texts(training_set, dataset, seed=1)
    assert len(texts) == 40 * (1 + EXCERPTS["newspaper"])
    assert all(text[0] == BEGIN and text[-1] == END for text in texts)
    assert {len(text) for text in texts} > {5, 10}


def test_minilm_is_loaded_as_another_reading_of_its_weights_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_minilm(tmp_path, list("abcdefgh"), EMBEDDING_WIDTH, layers=2)
    monkeypatch.setattr(numpy_minilm, "LAYERS", 2)
    reference = numpy_minilm.MiniLM(tmp_path)
    texts = ["a b c", "h", "d e a d b e e f"]
    tokens = [encoding.ids for encoding in reference.tokenizer.encode_batch(texts)]
    ours = sentence_embeddings(load_minilm(tmp_path), tokens, "Test")
    assert (ours * reference.texts(texts)).sum(1).min() > 0.99  # ours are of eight and 16 bits


def test_rates_rise_then_fall_to_nearly_nothing() -> None:
    shares = [rate_share(progress, 0.1) for progress in (0, 0.05, 0.1, 0.55, 1)]
    assert shares == pytest.approx([0.01, 0.5, 1, 0.5, 0.01])


def test_only_marked_texts_count_for_spans_each_as_much() -> None:
    logits = torch.zeros(3, 4, 5)
    marks = [None, np.ones((2, 5), dtype=np.float32), np.zeros((4, 5), dtype=np.float32)]
    assert float(span_loss(logits, marks)) == pytest.approx(np.log(2))
    assert float(span_loss(logits, [None] * 3)) == 0


def test_pairs_cost_nothing_when_each_is_nearest_to_its_own() -> None:
    own = torch.eye(4)
    assert float(pair_loss(own, own, temperature=0.05)) < 1e-6
    assert float(pair_loss(own, own.flip(0), temperature=0.05)) > 1


def _agreement(large: MultiTaskEncoder, small: MultiTaskEncoder, answers: TrainingSet) -> float:
    """The correlation of what both say of toxicity."""
    with torch.no_grad():
        batch = padded(answers.tokens[:200])
        said = [each.eval()(*batch).logits[:, 0].sigmoid().numpy() for each in (large, small)]
    return float(np.corrcoef(said)[0, 1])
