"""What the training writes, the judge reads: a model made of almost nothing, from end to end."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from rejoinder.engine import ATTRIBUTES, Article, Judge
from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.topic import TopicModel
from tests.engine.encoders import network
from training import abuse, card, closer, package
from training.examples import CALIBRATED, Example, all_clear
from training.spans import agreement, spans_of


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The judge as everybody gets it."""
    return Judge.load()


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


def _made(folder: Path) -> str:
    """A model taught by the rows above, written into the folder; gives its version."""
    rows = _rows()
    tensors, settings = abuse.fit_heads(rows)
    vectors = np.zeros((len(PIECES), 2), dtype=np.int8)
    vectors[1:4, 0] = vectors[4:6, 1] = 100
    topic: dict[str, NDArray[Any]] = {
        "vectors": vectors,
        "piece_weights": np.array([0, 1, 1, 1, 1, 1, 0], dtype=np.float16),
    }
    head: dict[str, Any] = {"vector_steps": [0.01, 0.01], "slopes": [9.0] + [0.0] * 7, "bias": -3.0}
    head |= {"closer": [1.0] + [0.0] * 5, "closer_bias": 0.0}
    network_bytes = network(np.eye(len(PIECES), dtype=np.float32))
    encoder = Encoder(network_bytes)
    near = TopicModel(topic, head, Tokenizer.from_str(_tokenizer().decode()), encoder)
    first = AbuseModel(tensors, settings, ATTRIBUTES)
    places = np.flatnonzero(np.isin(rows.folds, CALIBRATED))
    seen = closer.see(first, encoder, near.embedder, rows, places)
    settings |= closer.calibrate(seen, rows)
    config = {
        "attributes": list(ATTRIBUTES),
        "abuse": settings,
        "topic": head,
        "doubt": {"pieces": 3, "abuse": closer.doubt(first, seen, rows), "topic": 0.5},
        "span_likely": 0.9,
    }
    version = package.write(folder, tensors, topic, network_bytes, _tokenizer(), config)
    card.write(folder, None, version, {"any figure": 0.5})
    package.write_sums(folder)
    return version


def test_a_model_made_from_a_few_comments_is_loaded_and_judges(tmp_path: Path) -> None:
    version = _made(tmp_path)
    judge = Judge.load(tmp_path)
    assert judge.version == version
    assert json.loads((tmp_path / "card.json").read_text("utf-8"))["version"] == version
    rude, civil = judge("you idiot number 9"), judge("you citizen number 9")
    assert rude.abuse["insult"].score > 0.5 > civil.abuse["insult"].score
    assert rude.abuse["sexually_explicit"].spans == ((4, 9),)
    article = Article(headline="The fish", body="The boat, the cod.")
    on, off = judge("cod boat", article=article), judge("phone battery", article=article)
    assert on.on_topic is not None
    assert off.on_topic is not None
    assert on.on_topic.score > 0.9
    assert off.on_topic.score < 0.1


def test_agreement_is_the_mean_f1_of_characters(judge: Judge) -> None:
    text = "You are an idiot."
    shown = spans_of(judge, text)
    assert shown
    assert agreement(judge, [(text, shown)]) == 1
    assert agreement(judge, [(text, frozenset())]) == 0
    assert agreement(judge, [("Good morning to you all.", frozenset())]) == 1
    assert agreement(judge, [("Good morning to you all.", frozenset({1}))]) == 0
