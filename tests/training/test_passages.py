"""Composed comments are as abusive as their worst passage, and its words stay marked."""

import pytest

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example
from training.synthetic.passages import (
    CIVIL,
    LONGEST_ABUSE,
    LONGEST_COMMENT,
    SURE,
    TIMES,
    passage_comments,
)
from training.synthetic.written import ABSENT, PRESENT

FOLDS = (2, 5)
WORDS = ("boat", "tram", "quay", "bell", "tower", "lamp", "bridge", "gate")


def _written(kind: str, text: str, fold: int, marked: str = "", *names: str) -> Example:
    labels = {name: PRESENT if name in names else ABSENT for name in ATTRIBUTES}
    start = text.index(marked)
    marks = ((start, start + len(marked)),) if marked else ()
    return Example(f"written_{kind}", text, labels, fold=fold, marks=marks)


def _examples() -> list[Example]:
    """Of each fold some comments, civil passages, fair lines and abuse; its number is in them."""
    made = []
    for fold in FOLDS:
        for word in WORDS:
            text = f"The {word} of {fold} is new. The {word} was painted twice. Who paid for it?"
            made.append(Example("newspaper", text, dict.fromkeys(ATTRIBUTES, 0.0), fold=fold))
            made.append(_written("civil_passages", f"I like the {word} of {fold}.", fold))
            made.append(_written("fair", f"That {word} of {fold} is killing me.", fold))
            insult = f"Ah well, you {word} of a {fold}."
            made.append(_written("insults", insult, fold, f"{word} of a {fold}", "insult"))
        sad = f"That was all. I can't go on, {fold}."
        made.append(_written("despair", sad, fold, f"I can't go on, {fold}", "despair"))
    long = "You are a fool. " * 20
    made.append(_written("insults", long, FOLDS[0], "You are a fool", "insult"))
    return made


EXAMPLES = _examples()
COMMENTS = list(passage_comments(EXAMPLES, seed=4))
ABUSE = {
    each.text: each
    for each in EXAMPLES
    if max(each.labels.values()) >= SURE and len(each.text) <= LONGEST_ABUSE
}


def _worst(comment: Example) -> list[Example]:
    return [each for text, each in ABUSE.items() if text in comment.text]


def test_the_same_seed_gives_the_same_comments() -> None:
    assert list(passage_comments(EXAMPLES, seed=4)) == COMMENTS
    assert list(passage_comments(EXAMPLES, seed=5)) != COMMENTS
    assert len(COMMENTS) == TIMES * len(FOLDS) * len(WORDS)


def test_a_comment_has_one_abusive_passage_at_most_and_its_labels() -> None:
    assert {len(_worst(comment)) for comment in COMMENTS} == {0, 1}
    for comment in COMMENTS:
        for worst in _worst(comment):
            assert comment.labels == worst.labels
            assert comment.text != worst.text


def test_its_marks_stand_at_the_same_words() -> None:
    for comment in COMMENTS:
        for worst in _worst(comment):
            [(start, end)], [(first, after)] = comment.marks or (), worst.marks or ()
            assert comment.text[start:end] == worst.text[first:after]


def test_civil_ones_stay_civil() -> None:
    civil = [comment for comment in COMMENTS if not _worst(comment)]
    assert 0.1 < len(civil) / len(COMMENTS) < 0.6
    for comment in civil:
        assert max(comment.labels.values()) <= CIVIL
        assert comment.marks == ()
        assert "is killing me" in comment.text  # beside what only looks worse


def test_all_passages_of_a_comment_are_of_its_fold() -> None:
    for comment in COMMENTS:
        assert comment.fold in FOLDS
        others = set(map(str, FOLDS)) - {str(comment.fold)}
        assert not any(other in comment.text for other in others)


@pytest.mark.parametrize("place", ["before", "amid", "after"])
def test_the_passage_that_counts_stands_in_every_place(place: str) -> None:
    found = set()
    for comment in COMMENTS:
        for worst in _worst(comment):
            before, _, after = comment.text.partition(worst.text)
            found.add("amid" if before and after else "after" if before else "before")
    assert place in found


def test_no_comment_is_longer_than_is_read_at_once() -> None:
    assert max(len(comment.text) for comment in COMMENTS) <= LONGEST_COMMENT
