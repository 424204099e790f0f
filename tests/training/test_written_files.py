"""The sentences written one by one: labelled, marked, each once, and none that measures."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example
from training.measures.newsroom import fair_comments
from training.synthetic.written import ABSENT, FOLDER, PRESENT, written_sentences

DATA = Path(__file__).parents[1] / "data"
FILES = sorted(FOLDER.glob("*.tsv"))
EXAMPLES = list(written_sentences())


def _letters(text: str) -> str:
    """The text's letters and digits alone; where it has none, all of it."""
    return "".join(filter(str.isalnum, text.casefold())) or text


def _lines() -> Iterator[tuple[str, str, str]]:
    """Where each line stands, its labels, and its text with its marks."""
    for path in FILES:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            columns = line.split("\t")
            assert len(columns) == 2, f"{path.name}, line {number}"
            yield f"{path.name}, line {number}", columns[0], columns[1]


LINES = list(_lines())


def test_every_line_is_labels_and_a_text_without_space_about_it() -> None:
    assert len(LINES) == len(EXAMPLES) > 5000
    assert [where for where, _, text in LINES if not text or text != text.strip()] == []


def test_labels_are_known_and_stand_once() -> None:
    for where, names, _ in LINES:
        named = [] if names == "-" else [name.removesuffix("?") for name in names.split(",")]
        assert set(named) <= set(ATTRIBUTES), where
        assert len(named) == len(set(named)), where


@pytest.mark.parametrize("kind", ["insult", "threat", "identity_attack", "severe_toxicity"])
def test_what_insults_threatens_or_attacks_is_toxic(kind: str) -> None:
    lacking = [
        where
        for where, names, _ in LINES
        if kind in names.split(",") and not {"toxicity", "toxicity?"} & {*names.split(",")}
    ]
    assert lacking == []


def test_marks_are_closed_and_hold_words() -> None:
    for where, _, text in LINES:
        parts = text.split("[[")
        assert "]]" not in parts[0], where
        assert all(part.count("]]") == 1 for part in parts[1:]), where
        marked = [part.partition("]]")[0] for part in parts[1:]]
        assert all(words == words.strip() != "" for words in marked), where


def test_every_abusive_text_is_marked_and_no_fair_one() -> None:
    for (where, _, _), example in zip(LINES, EXAMPLES, strict=True):
        carried = {name for name, label in example.labels.items() if label == PRESENT}
        if carried - {"profanity"}:
            assert example.marks, where
        if max(example.labels.values()) == ABSENT and set(example.labels) == set(ATTRIBUTES):
            assert example.marks == (), where


def test_every_text_stands_once_in_all_files() -> None:
    places = Counter(_letters(example.text) for example in EXAMPLES)
    assert [text for text, count in places.items() if count > 1] == []


def test_no_text_is_one_that_measures() -> None:
    measured = {_letters(text) for text in _measured()}
    assert len(measured) > 700
    assert [each.text for each in EXAMPLES if _letters(each.text) in measured] == []


def _measured() -> Iterator[str]:
    for path in (DATA / "judge_kinds").glob("*.tsv"):
        for line in path.read_text("utf-8").splitlines():
            yield line.partition("\t")[2]
    for line in (DATA / "judge_names.tsv").read_text("utf-8").splitlines():
        yield line.partition("\t")[2]
    yield from (DATA / "judge_kinds" / "civil_sentences.txt").read_text("utf-8").splitlines()
    for line in (DATA / "on_topic" / "comments.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)["text"]
    yield from (each.text for each in fair_comments())


def _texts(kind: str) -> list[Example]:
    return [each for each in EXAMPLES if each.source == f"written_{kind}"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_kind_has_fair_texts_beside_its_own(path: Path) -> None:
    fair = [max(each.labels.values()) == ABSENT for each in _texts(path.stem)]
    assert sum(fair) / len(fair) > 0.3
