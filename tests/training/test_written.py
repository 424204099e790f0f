"""A line of the written sentences is read as it stands; what is wrong with it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example
from training.synthetic import written
from training.synthetic.written import ABSENT, PRESENT, written_sentences

Read = Callable[..., list[Example]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads lines as if they were the file of a kind."""
    monkeypatch.setattr(written, "FOLDER", tmp_path)

    def read_them(*lines: str) -> list[Example]:
        (tmp_path / "threats.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return list(written_sentences())

    return read_them


def _marked(example: Example) -> list[str]:
    return [example.text[start:end] for start, end in example.marks or ()]


def test_marks_are_taken_out_and_their_places_kept(read: Read) -> None:
    [example] = read("threat,toxicity\tNice shop. [[Shame]] about [[all that glass.]]")
    assert example.text == "Nice shop. Shame about all that glass."
    assert _marked(example) == ["Shame", "all that glass."]
    assert example.source == "written_threats"


def test_what_is_named_is_present_and_the_rest_absent(read: Read) -> None:
    threat, fair = read("threat,severe_toxicity,toxicity\t[[Die.]]", "-\tDie Brücke is on.")
    present = {"threat", "severe_toxicity", "toxicity"}
    assert threat.labels == {name: PRESENT if name in present else ABSENT for name in ATTRIBUTES}
    assert fair.labels == dict.fromkeys(ATTRIBUTES, ABSENT)
    assert fair.marks == ()


def test_what_is_open_has_no_label(read: Read) -> None:
    [example] = read("identity_attack,insult?,toxicity\t[[Another boatload]]")
    assert "insult" not in example.labels
    assert "severe_toxicity" not in example.labels  # nor has what is toxic, unless it is said
    assert example.labels["identity_attack"] == PRESENT
    assert example.labels["spam"] == ABSENT


def test_a_text_that_is_abusive_and_unmarked_says_nothing_of_its_words(read: Read) -> None:
    unmarked, open_ = read("threat,toxicity\tWatch out.", "profanity?\tBollocks to Monday.")
    assert unmarked.marks is None
    assert open_.marks == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("thraet\tWatch out.", "no attribute is called thraet"),
        ("threat toxicity\tWatch out.", "no attribute is called threat toxicity"),
        ("threat Watch out.", "a line is labels, a tab, and a text"),
        ("threat\t", "a line is labels, a tab, and a text"),
        ("", "a line is labels, a tab, and a text"),
        ("threat\tWatch [[out.", "a mark is not closed"),
        ("threat\tWatch out]].", "a mark is not closed"),
    ],
)
def test_a_bad_line_is_told_by_file_and_line(read: Read, line: str, told: str) -> None:
    with pytest.raises(ValueError, match=rf"threats\.tsv, line 2: {told}"):
        read("-\tFair.", line)
