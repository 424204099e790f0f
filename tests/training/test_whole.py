"""What the training writes, the judge reads: a model made of almost nothing, from end to end."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from rejoinder.engine import ATTRIBUTES, Article, Judge
from rejoinder.engine.abuse import AbuseModel
from training import abuse, card, package
from training.examples import Example, all_clear
from training.spans import agreement

PIECES = ("[UNK]", "fish", "boat", "cod", "phone", "battery", "the")


def _rows() -> abuse.Prepared:
    """Sixty insults and sixty civil comments; every one says its label in one word."""
    examples = []
    for number in range(60):
        rude = dict.fromkeys(ATTRIBUTES, 1.0)
        examples.append(Example("toxic_spans", f"you idiot number {number}", rude))
        examples.append(Example("newspaper", f"you citizen number {number}", all_clear()))
    names = ["newspaper", "toxic_spans"]
    return abuse.Prepared(
        examples,
        np.array([[found.labels[name] for name in ATTRIBUTES] for found in examples]),
        np.ones(len(examples)),
        np.array([found.placed() for found in examples]),
        np.array([names.index(found.source) for found in examples]),
        names,
    )


def _tokenizer() -> bytes:
    model = WordPiece({piece: number for number, piece in enumerate(PIECES)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer.to_str().encode()


def test_a_model_made_from_a_few_comments_is_loaded_and_judges(tmp_path: Path) -> None:
    rows = _rows()
    tensors, settings = abuse.fit_heads(rows)
    settings["calibration"] = abuse.calibrate(
        abuse.read(AbuseModel(tensors, settings), rows, (1, 2)), rows
    )
    model = AbuseModel(tensors, settings)
    figures = abuse.measure(model, abuse.read(model, rows, range(10)), rows)
    vectors = np.zeros((len(PIECES), 2), dtype=np.int8)
    vectors[1:4, 0] = vectors[4:6, 1] = 100
    topic: dict[str, NDArray[Any]] = {
        "vectors": vectors,
        "piece_weights": np.array([0, 1, 1, 1, 1, 1, 0], dtype=np.float16),
    }
    head = {"vector_steps": [0.01, 0.01], "slopes": [9.0, 0, 0, 0, 0, 0, 0, 0], "bias": -3.0}
    config = {"attributes": list(ATTRIBUTES), "abuse": settings, "topic": head}
    version = package.write(tmp_path, tensors, topic, _tokenizer(), config)
    card.write(tmp_path, version, {"abuse": figures, "topic": {}, "spans": {}})
    package.write_sums(tmp_path)

    judge = Judge.load(tmp_path)
    assert judge.version == version
    assert json.loads((tmp_path / "card.json").read_text("utf-8"))["version"] == version
    rude, civil = judge("you idiot").abuse["insult"], judge("you citizen").abuse["insult"]
    assert rude.score > 0.5 > civil.score
    assert rude.spans == ((4, 9),)
    article = Article(headline="The fish", body="The boat, the cod.")
    on, off = judge("cod boat", article=article), judge("phone battery", article=article)
    assert on.on_topic is not None
    assert off.on_topic is not None
    assert on.on_topic.score > 0.9
    assert off.on_topic.score < 0.1
    assert agreement(model, [("you idiot", frozenset(range(4, 9)))], 0.4) == 1
