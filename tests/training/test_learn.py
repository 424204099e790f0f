"""The encoder learns, goes on where it was cut off, and is exported as it is. Needs PyTorch."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from rejoinder.engine import ATTRIBUTES  # noqa: E402 - only where PyTorch is
from rejoinder.engine.encoder import Encoder as Served  # noqa: E402
from training import learn  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.export import export  # noqa: E402
from training.heads import Reader  # noqa: E402
from training.learn import Lessons, Pace  # noqa: E402
from training.pieces import padded  # noqa: E402
from training.teacher import with_layers  # noqa: E402

WORDS = 200


def _reader(seed: int = 0) -> Reader:
    torch.manual_seed(seed)
    return Reader(Encoder(WORDS, 24, 2, 2, 32), 2)


def _lessons(count: int = 640) -> Lessons:
    """Texts of ten pieces; piece 7 makes a text abusive, and is marked."""
    draw = np.random.default_rng(0)
    pieces = draw.integers(20, WORDS, size=(count, 10))
    pieces[:, 0], pieces[:, -1] = 101, 102
    rude = draw.random(count) < 0.5
    pieces[rude, 4] = 7
    marks = (pieces == 7).astype(np.float32)[:, :, None].repeat(5, axis=2)
    return Lessons(
        pieces.tolist(),
        np.repeat(rude[:, None], len(ATTRIBUTES), axis=1).astype(np.float32),
        np.ones(count, dtype=np.float32),
        np.zeros(count, dtype=np.int64),
        np.arange(count),
        spans=dict(enumerate(marks)),
    )


def test_it_learns_what_is_abusive_and_which_word(tmp_path: Path) -> None:
    reader = _reader()
    learn.learn(reader, _lessons(3200), Pace(encoder=5e-3, heads=2e-2), tmp_path / "kept.pt")
    served = Served(export(reader))
    rude, kind = (served.read(np.array([30, 40, 45, word, 50, 60, 66, 77])) for word in (7, 70))
    assert rude.odds.min() > 1
    assert kind.odds.max() < -1
    assert rude.spans[:, 0].argmax() == 3


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "SAVED_EVERY", 5)
    kept = tmp_path / "kept.pt"
    learn.learn(_reader(), _lessons(), Pace(), kept)
    assert torch.load(kept, weights_only=True)["done"] == 20
    again = _reader(seed=1)
    learn.learn(again, _lessons(), Pace(), kept)  # nothing is left to do but to take it up
    stored = torch.load(kept, weights_only=True)["reader"]
    assert all(torch.equal(value, stored[name]) for name, value in again.state_dict().items())


def test_padding_changes_nothing() -> None:
    reader = _reader().eval()
    short, long = [101, 30, 7, 102], [101, *range(20, 40), 102]
    alone = reader(*padded([short]))
    beside = reader(*padded([short, long]))
    assert torch.allclose(alone[0][0], beside[0][0], atol=1e-5)
    assert torch.allclose(alone[2][0], beside[2][0], atol=1e-5)


def test_layers_can_be_left_out() -> None:
    whole = Encoder(WORDS, 24, 3, 2, 32).eval()
    same = with_layers(whole, (0, 1, 2)).eval()
    fewer = with_layers(whole, (0, 2)).eval()
    pieces, mask = padded([[101, 30, 40, 102]])
    assert torch.allclose(whole(pieces, mask), same(pieces, mask))
    assert len(fewer.layers) == 2
    assert not torch.allclose(whole(pieces, mask), fewer(pieces, mask))
