"""What the networks learn from is built of the published sets, in a few lines of each."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from rejoinder.engine.model import ATTRIBUTES
from tests.support.tiny_minilm import save_minilm
from training.data.examples import Example, all_clear
from training.data.folds import HELD_OUT, fold_of
from training.dataset import Dataset, as_arrays
from training.networks.batches import load_tokenizer
from training.networks.pairs import debate_pairs, reply_pairs, sentence_pairs
from training.networks.training_set import TrainingSet, build_training_set

WORDS = ("you", "idiot", "citizen", "one", "two", "three", "four", "five", ".")
RUDE = "You idiot one two three."


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Every source whose texts are held or parted: one rude comment, the others civil."""
    text = "One two three four five. You citizen. Two three four five one."
    sources = ("newspaper", "jigsaw", "implicit_hate")
    civil = [Example(name, f"{text} {'One ' * number}", all_clear()) for name in sources
             for number in range(20)]  # fmt: skip
    rude = [Example("toxic_spans", f"{RUDE}{' One.' * n}", {"insult": 1.0}) for n in range(20)]
    labels = {"insult": 0.97, "threat": 0.01}
    ours = Example("written_insults", "You idiot citizen. One", labels, marks=((4, 17),))
    return as_arrays([*civil, *rude, ours])


@pytest.fixture(scope="module")
def published(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with marked comments, replies and debates, and with MiniLM's files."""
    data = tmp_path_factory.mktemp("data")
    save_minilm(data, WORDS, EMBEDDING_WIDTH, layers=1)
    spans = data / "toxic_spans"
    rude = [each.text for each in dataset.examples if each.source == "toxic_spans"]
    _table(spans / "comments.csv", "comment_id comment_text", list(enumerate(rude)))
    ids = [(f"{person}-{row}", row) for row in range(len(rude)) for person in "ab"]
    _table(spans / "annotations.csv", "annotation comment_id", ids)
    marked = [(name, "Insult", 4, 9) for name, _ in ids if name.startswith("a")]
    _table(spans / "spans.csv", "annotation type start end", marked)
    reply = ("One two three four", "Five four three two")
    _table(data / "context_toxicity" / "cat_small.csv", "text parent_text", [reply, ("One", "Two")])
    debates = [
        (f"debate-{number}", f"Two {number}", "Three four.", "train", f"One two {comment}")
        for number in range(3)
        for comment in range(2)
    ]
    _table(data / "arc_nyt" / "comments_train_dev.csv", "url title description split text", debates)
    return data


@pytest.fixture(scope="module")
def training_set(dataset: Dataset, published: Path) -> TrainingSet:
    """What the teacher learns from."""
    return build_training_set(dataset, published, published, seed=1)


def test_what_measures_or_calibrates_is_not_learned(
    dataset: Dataset, training_set: TrainingSet
) -> None:
    learned = {fold_of(dataset.examples[row].text) for row in training_set.order.tolist()}
    assert learned
    assert not learned & set(HELD_OUT)
    assert training_set.labels.shape == (len(dataset.examples), len(ATTRIBUTES))


def test_a_word_that_half_of_the_people_marked_is_half_marked(
    dataset: Dataset, training_set: TrainingSet
) -> None:
    row = next(row for row, each in enumerate(dataset.examples) if each.text == RUDE)
    shares = training_set.spans[row]
    assert shares.shape[0] == len(training_set.tokens[row])
    assert shares[:, ATTRIBUTES.index("insult")].tolist() == [0, 0.5, 0, 0, 0, 0]
    sources = {dataset.examples[row].source for row in training_set.spans}
    assert sources == {"toxic_spans", "written_insults"}


def test_marks_of_ours_are_the_tokens_that_stand_in_them(
    dataset: Dataset, training_set: TrainingSet
) -> None:
    row = next(row for row, each in enumerate(dataset.examples) if each.source == "written_insults")
    columns = [ATTRIBUTES.index(name) for name in ("insult", "threat", "spam")]
    insult, threat, spam = training_set.spans[row][:, columns].T
    assert insult.tolist() == pytest.approx([0, 0.97, 0.97, 0, 0])
    assert threat.tolist() == pytest.approx([0, 0.01, 0.01, 0, 0])
    assert np.isnan(spam).all()  # of which the text's labels say nothing


def test_replies_sentences_and_debates_are_paired(dataset: Dataset, published: Path) -> None:
    tokenizer, draw = load_tokenizer(published), np.random.default_rng(1)
    replies = reply_pairs(published, tokenizer, draw)
    assert len(replies) == 1  # the other is too short
    learned = ~np.isin(dataset.folds, HELD_OUT)
    assert len(sentence_pairs(dataset, learned, tokenizer, draw)) > 10
    debates = debate_pairs(published, tokenizer, published)
    assert len(debates) == 6
    heads = [tuple(head) for _, head in debates]
    assert heads[:3] == heads[3:]  # a round has one comment of each


def _table(path: Path, names: str, rows: Sequence[Sequence[object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names.split())
        lines.writerows(rows)
