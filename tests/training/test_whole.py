"""What the training writes, the judge reads: a model made of almost nothing, from end to end."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rejoinder.engine import ATTRIBUTES, Article, Judge
from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.tokens import Vocabulary
from tests.support.tiny_encoders import network, tokenizer
from training import dataset
from training.calibration import cascade
from training.data.examples import Example, all_clear
from training.data.folds import CALIBRATED
from training.measures.spans import agreement, spans_of
from training.ngrams import train
from training.packaging import model_card, model_folder


@pytest.fixture(scope="module")
def judge(packaged_judge: Judge) -> Judge:
    """The judge as everybody gets it."""
    return packaged_judge


PIECES = ("fish", "boat", "cod", "phone", "battery", "the")


def _rows() -> dataset.Dataset:
    """Sixty insults and sixty civil comments; every one says its label in one word."""
    examples = []
    for number in range(60):
        rude = dict.fromkeys(ATTRIBUTES, 1.0)
        examples.append(Example("toxic_spans", f"you idiot number {number}", rude))
        examples.append(Example("newspaper", f"you citizen number {number}", all_clear()))
    names = ["newspaper", "toxic_spans"]
    return dataset.Dataset(
        examples,
        np.array([[found.labels[name] for name in ATTRIBUTES] for found in examples]),
        np.ones(len(examples)),
        np.array([found.assigned_fold() for found in examples]),
        np.array([names.index(found.source) for found in examples]),
        names,
    )


def _made(folder: Path) -> str:
    """A model taught by the rows above, written into the folder; gives its version."""
    rows = _rows()
    tensors, settings = train.train_ngrams(rows)
    # Marks and an unknown piece come first; fish point elsewhere than phones do.
    vectors = np.zeros((3 + len(PIECES), 3), dtype=np.int8)
    vectors[3:6, 1] = vectors[6:8, 2] = 100
    table: dict[str, NDArray[Any]] = {
        "vectors": vectors,
        "piece_weights": np.array([0, 0, 0, *[60] * 5, 0], dtype=np.float16),
    }
    steps = {"steps": [0.01] * 3}
    cutter = tokenizer(PIECES)
    known = Vocabulary(table, steps, cutter)
    networks = (network(3), network(3))
    first = AbuseModel(tensors, settings, ATTRIBUTES)
    places = np.flatnonzero(np.isin(rows.folds, CALIBRATED))
    small, large = (Encoder(each, known, "") for each in networks)
    seen = cascade.see(first, (small, large), known, rows, places)
    settings |= cascade.calibrate(seen, rows)
    head = {"slopes": [9.0] + [0.0] * 7, "bias": -3.0}
    head |= {"closer": [1.0] + [0.0] * 5, "closer_bias": 0.0}
    config = {
        "attributes": list(ATTRIBUTES),
        "abuse": settings,
        "pieces": steps,
        "topic": head,
        "doubt": {"pieces": 3, "abuse": cascade.doubt(settings, seen, rows), "topic": 0.5},
        "spans": {"grams": 0.4, "least": 0.9},
    }
    parts = model_folder.Parts(tensors, table, *networks, cutter.to_str().encode())
    version = model_folder.write(folder, parts, config)
    model_card.write(folder, None, version, {"any figure": 0.5})
    model_folder.write_sums(folder)
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
