"""What the training writes, the judge reads: a model made of almost nothing, from end to end."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rejoinder.engine import Article, Judge
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import Vocabulary
from tests.support.tiny_encoders import network_files, tokenizer
from training.calibration.cascade import calibrate, score_exits
from training.calibration.saliency import UNFITTED
from training.data.examples import Example, all_clear
from training.data.folds import CALIBRATED
from training.dataset import Dataset, as_arrays
from training.measures.spans import agreement, shown_by
from training.packaging.model_card import write_card
from training.packaging.model_folder import ModelParts, write_model, write_sums


@pytest.fixture(scope="module")
def judge(packaged_judge: Judge) -> Judge:
    """The judge as everybody gets it."""
    return packaged_judge


TOKENS = ("fish", "boat", "cod", "phone", "battery", "the", "idiot", "citizen", "you")


def _dataset() -> Dataset:
    """Sixty insults and sixty civil comments; every one says its label in one word."""
    examples = []
    for number in range(60):
        rude = dict.fromkeys(ATTRIBUTES, 1.0)
        examples.append(Example("toxic_spans", f"you idiot {number}", rude))
        examples.append(Example("newspaper", f"you citizen {number}. the cod", all_clear()))
    return as_arrays(examples)


def _made(folder: Path) -> str:
    """A model taught by the examples above, written into the folder; gives its version."""
    dataset = _dataset()
    # Marks and an unknown token come first; fish point elsewhere than phones do.
    vectors = np.zeros((3 + len(TOKENS), 3), dtype=np.int8)
    vectors[3:6, 1] = vectors[6:8, 2] = 100
    vectors[3 + TOKENS.index("idiot"), 0] = 100
    table: dict[str, NDArray[Any]] = {
        "vectors": vectors,
        "rarity": np.array([0, 0, 0, *[60] * 5, 0, 0, 0, 0], dtype=np.float16),
        "marked": np.zeros((3 + len(TOKENS), 3), dtype=np.float16),
    }
    steps = {"steps": [0.1, 0.01, 0.01]}
    words = tokenizer(TOKENS)
    vocabulary = Vocabulary(table, steps, words)
    rows = np.flatnonzero(np.isin(dataset.folds, CALIBRATED))
    scores = score_exits(Encoder(network_files(3), vocabulary), vocabulary, dataset, rows)
    topic = {
        "first": {"slopes": {"nearest passage": 9.0}, "bias": -3.0},
        "second": {"slopes": {"first stage": 1.0}, "bias": 0.0},
        "dimension_weights": [1.0] * 3,
        "belonging": [0.0] * 3,
        "evidence_from": 0.5,
    }
    config = {
        "attributes": list(ATTRIBUTES),
        "tokens": steps,
        "calibration": calibrate(scores, dataset),
        "topic": topic,
        "topic_doubt": 0.5,
        "saliency": UNFITTED,
        "span_threshold": 0.9,
    }
    parts = ModelParts(table, network_files(3), words.to_str().encode())
    version = write_model(folder, parts, config)
    write_card(folder, None, version, {"any figure": 0.5})
    write_sums(folder)
    return version


def test_a_model_made_from_a_few_comments_is_loaded_and_judges(tmp_path: Path) -> None:
    version = _made(tmp_path)
    judge = Judge.load(tmp_path)
    assert judge.version == version
    assert json.loads((tmp_path / "card.json").read_text("utf-8"))["version"] == version
    rude, civil = judge("you idiot 9"), judge("you citizen 9")
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
    shown = shown_by(judge, text)
    assert shown
    assert agreement(judge, [(text, shown)]) == 1
    assert agreement(judge, [(text, frozenset())]) == 0
    assert agreement(judge, [("Good morning.", frozenset())]) == 1
    assert agreement(judge, [("Good morning.", frozenset({1}))]) == 0
