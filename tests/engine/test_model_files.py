"""A model that is missing, damaged or of another make is refused in one clear sentence."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

from rejoinder.engine import Judge, ModelError
from rejoinder.engine.model_files import CHECKSUMS, FILES, PACKAGED_MODEL
from tests.support.tiny_encoders import network


def _write(folder: Path, name: str, content: bytes) -> None:
    """Put a file in the folder, and its true sum: what a careless maker of models would do."""
    (folder / name).write_bytes(content)
    lines = (folder / CHECKSUMS).read_text("ascii").splitlines()
    kept = [line for line in lines if not line.endswith(f"  {name}")]
    kept.append(f"{hashlib.sha256(content).hexdigest()}  {name}")
    (folder / CHECKSUMS).write_text("\n".join(kept) + "\n", "ascii")


def _config(folder: Path, **changed: object) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    _write(folder, "config.json", json.dumps({**config, **changed}).encode())


def _flip(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))


_FEW: dict[str, NDArray[Any]] = {
    "vectors": np.zeros((4, 8), dtype=np.int8),
    "rarity": np.zeros(4, dtype=np.float16),
    "marked": np.zeros((4, 3), dtype=np.float16),
}

SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no sums": (lambda folder: (folder / CHECKSUMS).unlink(), "There is no model in"),
    "sums of something else": (
        lambda folder: (folder / CHECKSUMS).write_bytes(b"\xff\xfe\n"),
        "SHA256SUMS cannot be read",
    ),
    "sums of a file elsewhere": (
        lambda folder: (folder / CHECKSUMS).write_text("00  ../secret\n"),
        "SHA256SUMS cannot be read",
    ),
    "sums of too few": (
        lambda folder: (folder / CHECKSUMS).write_text(""),
        "lacks tokens.safetensors",
    ),
    "a file gone": (lambda folder: (folder / "lower.onnx").unlink(), "lacks lower.onnx"),
    "a bit flipped": (lambda folder: _flip(folder, "upper.onnx"), "is damaged: upper"),
    "a card changed": (lambda folder: _flip(folder, "card.json"), "is damaged: card.json"),
    "another format": (lambda folder: _config(folder, format=99), "another version"),
    "other attributes": (lambda folder: _config(folder, attributes=["spam"]), "does not measure"),
    "settings not JSON": (lambda folder: _write(folder, "config.json", b"{"), "are not JSON"),
    "settings a list": (lambda folder: _write(folder, "config.json", b"[]"), "another version"),
    "settings lacking": (lambda folder: _config(folder, calibration={}), "are incomplete"),
    "more tokens than vectors": (
        lambda folder: _write(folder, "tokens.safetensors", save(_FEW)),
        "have no vector",
    ),
    "tensors of noise": (
        lambda folder: _write(folder, "tokens.safetensors", b"noise" * 9),
        "tokens.safetensors cannot be read",
    ),
    "curves of fewer attributes": (
        lambda folder: _config(folder, saliency={"attributes": ["insult"], "slopes": [[1, 0, 0]]}),
        "are incomplete",
    ),
    "other tensors": (
        lambda folder: _write(folder, "tokens.safetensors", save({"rarity": _FEW["rarity"]})),
        "lacks vectors",
    ),
    "upper layers of noise": (
        lambda folder: _write(folder, "upper.onnx", b"noise" * 9),
        "upper.onnx cannot be read",
    ),
    "another network": (
        lambda folder: _write(folder, "lower.onnx", network(gives="logits")),
        "lower.onnx does not answer",
    ),
    "other heads": (
        lambda folder: _write(folder, "upper_heads.onnx", network()),
        "upper_heads.onnx does not answer",
    ),
    "lower layers of noise": (
        lambda folder: _write(folder, "lower.onnx", b"noise" * 9),
        "lower.onnx cannot be read",
    ),
    "a tokenizer of noise": (
        lambda folder: _write(folder, "tokenizer.json", b"{}"),
        "tokenizer.json cannot be read",
    ),
}


@pytest.mark.parametrize("way", SPOILT)
def test_a_spoilt_model_is_refused(model_copy: Path, way: str) -> None:
    spoil, sentence = SPOILT[way]
    spoil(model_copy)
    with pytest.raises(ModelError, match=sentence) as refused:
        Judge.load(model_copy)
    assert str(refused.value).endswith(".")


def test_a_folder_that_is_not_there_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model in"):
        Judge.load(tmp_path / "nowhere")


def test_a_model_may_stand_in_any_folder(judge: Judge, model_copy: Path) -> None:
    other = Judge.load(str(model_copy))
    assert other("You idiot!") == judge("You idiot!")


def test_another_models_answers_carry_another_version(judge: Judge, model_copy: Path) -> None:
    _config(model_copy, remark="changed")
    assert Judge.load(model_copy).version != judge.version


PAGE = Path(__file__).parents[2] / "docs" / "model-card.md"


def test_the_card_describes_the_weights_beside_it(judge: Judge) -> None:
    card = json.loads((PACKAGED_MODEL / "card.json").read_text("utf-8"))
    assert card["version"] == judge.version
    assert all(origin["licence"] and origin["url"] for origin in card["origins"])
    page = PAGE.read_text("utf-8")
    assert page == (PACKAGED_MODEL / "MODEL.md").read_text("utf-8")
    assert page.startswith(f"# Model card: {judge.version}\n")
    for name, value in card["figures"].items():
        assert 0 <= value <= 1
        assert f"| {name} | {value:.3f} |" in page


def test_the_weights_take_no_more_room_than_they_may() -> None:
    assert sum(file.stat().st_size for file in PACKAGED_MODEL.iterdir()) <= 40_000_000


def test_every_file_of_the_folder_has_its_sum() -> None:
    lines = (PACKAGED_MODEL / CHECKSUMS).read_text("ascii").splitlines()
    summed = {line.partition("  ")[2] for line in lines}
    assert summed == {file.name for file in PACKAGED_MODEL.iterdir()} - {CHECKSUMS}
    assert summed == {*FILES, "card.json", "MODEL.md"}
