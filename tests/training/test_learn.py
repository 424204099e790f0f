"""The encoder learns, goes on where it was cut off, and is exported as it is. Needs PyTorch."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip(
    "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
)

from torch import nn  # noqa: E402 - only where PyTorch is

from rejoinder.engine import ATTRIBUTES  # noqa: E402
from rejoinder.engine.encoder import EMBEDDING_WIDTH  # noqa: E402
from rejoinder.engine.encoder import Encoder as Served  # noqa: E402
from tests.support.tiny_encoders import vocabulary  # noqa: E402
from training.dataset import Dataset  # noqa: E402
from training.networks import distillation, train  # noqa: E402
from training.networks.batches import padded  # noqa: E402
from training.networks.encoder import Encoder  # noqa: E402
from training.networks.export import export  # noqa: E402
from training.networks.multi_task import MultiTaskEncoder  # noqa: E402
from training.networks.train import TrainingConfig, TrainingSet  # noqa: E402

# PyTorch is about to retire the exporter that makes the smaller files.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

WORDS = 200
BEGIN, END = 1, 2


def _reader(seed: int = 0) -> MultiTaskEncoder:
    torch.manual_seed(seed)
    return MultiTaskEncoder(Encoder(nn.Embedding(WORDS, EMBEDDING_WIDTH), 24, 2, 2, 32), 2)


def _lessons(count: int = 640) -> TrainingSet:
    """Texts of ten pieces; piece 7 makes a text abusive, and is marked."""
    draw = np.random.default_rng(0)
    pieces = draw.integers(20, WORDS, size=(count, 10))
    pieces[:, 0], pieces[:, -1] = BEGIN, END
    rude = draw.random(count) < 0.5
    pieces[rude, 4] = 7
    marks = (pieces == 7).astype(np.float32)[:, :, None].repeat(5, axis=2)
    return TrainingSet(
        pieces.tolist(),
        np.repeat(rude[:, None], len(ATTRIBUTES), axis=1).astype(np.float32),
        np.ones(count, dtype=np.float32),
        np.zeros(count, dtype=np.int64),
        np.arange(count),
        spans=dict(enumerate(marks)),
    )


def test_it_learns_what_is_abusive_and_which_word(tmp_path: Path) -> None:
    reader = _reader()
    train.train(
        reader,
        _lessons(3200),
        TrainingConfig(encoder=5e-3, heads=2e-2, batch=32),
        tmp_path / "kept.pt",
    )
    table = reader.encoder.words.weight.detach().numpy()
    served = Served(export(reader), vocabulary(table), "encoder.onnx")
    rude, kind = (served.encode(np.array([30, 40, 45, word, 50, 60, 66, 77])) for word in (7, 70))
    assert rude.logits.min() > 1
    assert kind.logits.max() < -1
    assert rude.token_probabilities[:, 0].argmax() == 3


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "SAVED_EVERY", 5)
    kept = tmp_path / "kept.pt"
    train.train(_reader(), _lessons(), TrainingConfig(batch=32), kept)
    assert torch.load(kept, weights_only=True)["done"] == 20
    again = _reader(seed=1)
    train.train(
        again, _lessons(), TrainingConfig(batch=32), kept
    )  # nothing is left to do but to take it up
    stored = torch.load(kept, weights_only=True)["reader"]
    assert all(torch.equal(value, stored[name]) for name, value in again.state_dict().items())


def test_padding_changes_nothing() -> None:
    reader = _reader().eval()
    short, long = [BEGIN, 30, 7, END], [BEGIN, *range(20, 40), END]
    alone = reader(*padded([short]))
    beside = reader(*padded([short, long]))
    assert torch.allclose(alone[0][0], beside[0][0], atol=1e-5)
    assert torch.allclose(alone[2][0], beside[2][0], atol=1e-5)


def test_a_smaller_network_learns_what_the_larger_one_answers(tmp_path: Path) -> None:
    large = _reader()
    train.train(
        large, _lessons(3200), TrainingConfig(encoder=5e-3, heads=2e-2, batch=32), tmp_path / "a.pt"
    )
    small = distillation.seeded(3, large.encoder.words)
    lessons = distillation.lessons_from(large, _lessons(1200).pieces, _lessons())
    before = _agreement(large, small, lessons)
    train.train(small, lessons, distillation.PACE, tmp_path / "b.pt")
    assert small.encoder.words is large.encoder.words
    assert _agreement(large, small, lessons) > max(0.9, before)


def test_parts_of_texts_are_learned_between_their_marks() -> None:
    lessons = _lessons(40)
    names = ["newspaper"]
    zeros = np.zeros(40, dtype=np.int64)
    rows = Dataset([], np.zeros((40, 8)), np.ones(40), zeros, zeros, names)
    parts = distillation.rows_of(lessons, rows, seed=1)
    assert len(parts) == 40 * (1 + distillation.PARTS["newspaper"])
    assert all(part[0] == BEGIN and part[-1] == END for part in parts)
    assert {len(part) for part in parts} > {5, 10}


def _agreement(large: MultiTaskEncoder, small: MultiTaskEncoder, lessons: TrainingSet) -> float:
    """The correlation of what both say of toxicity."""
    with torch.no_grad():
        pieces = padded(lessons.pieces[:200])
        odds = [reader.eval()(*pieces)[0][:, 0].sigmoid().numpy() for reader in (large, small)]
    return float(np.corrcoef(odds)[0, 1])
