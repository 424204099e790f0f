"""A judgement has one shape: in the store, in the API and in its document, on the command line."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rejoinder.dropin.formats.native.openapi import (
    EvidenceOut,
    JudgementOut,
    LanguageOut,
    OnTopicOut,
    ScoreOut,
)
from rejoinder.engine import ATTRIBUTES, Article, Judge
from rejoinder.engine.judge import MIN_SCORE_FOR_SPANS
from rejoinder.engine.model import AbuseScore, Evidence, Judgement, Language, OnTopic

COMMENTS = (
    "You idiot, read it again.",
    "The quay is empty.",
    "Das ist ein Satz auf Deutsch und nichts anderes.",
    "👍",
    "",
)

JUDGE = Path(__file__).parents[2] / "docs" / "judge.md"


def test_a_judgement_survives_storage(judge: Judge, fishing: Article) -> None:
    for comment in COMMENTS:
        for article in (fishing, None):
            judgement = judge(comment, article=article)
            stored = json.dumps(judgement.to_dict())
            assert Judgement.from_dict(json.loads(stored)) == judgement


# A judgement as rows hold it.
STORED = {
    "abuse": {
        "insult": {"score": 0.812345, "spans": [[4, 9], [20, 31]]},
        "spam": {"score": 0, "spans": []},
    },
    "on_topic": {
        "score": 0.5,
        "evidence": {"sentence": "The town council wants a share.", "similarity": -0.1},
        "meta": 0.25,
    },
    "model": "rejoinder-3-ad5656c0",
    "language": {"code": "en", "confidence": 0.99, "judged": True},
}

READ = Judgement(
    {"insult": AbuseScore(0.812345, ((4, 9), (20, 31))), "spam": AbuseScore(0.0)},
    OnTopic(0.5, Evidence("The town council wants a share.", -0.1), 0.25),
    "rejoinder-3-ad5656c0",
    Language("en", 0.99, judged=True),
)


def test_rows_are_read_as_they_were_written() -> None:
    assert Judgement.from_dict(STORED) == READ
    assert json.loads(json.dumps(READ.to_dict())) == STORED
    assert list(READ.to_dict()) == list(STORED)


def test_rows_from_before_languages_and_remarks_on_the_page_are_read_too() -> None:
    topic = {"score": 0.5, "evidence": None}
    stored = {"abuse": STORED["abuse"], "on_topic": topic, "model": STORED["model"]}
    assert Judgement.from_dict(stored) == replace(READ, on_topic=OnTopic(0.5), language=None)
    assert Judgement.from_dict({**stored, "on_topic": None}).on_topic is None


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"abuse": [], "on_topic": None, "model": "m"},
        {"abuse": {"insult": {"score": "high", "spans": []}}, "on_topic": None, "model": "m"},
        {"abuse": {"insult": {"score": 1, "spans": [[1]]}}, "on_topic": None, "model": "m"},
        {"abuse": {}, "on_topic": {"score": 1}, "model": "m"},
        {"abuse": {}, "model": "m"},
    ],
)
def test_what_is_no_judgement_is_not_read_as_one(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a stored judgement"):
        Judgement.from_dict(stored)


def test_the_docs_name_every_attribute_and_the_score_below_which_no_words_are_shown() -> None:
    text = JUDGE.read_text(encoding="utf-8")
    assert f"(none below {MIN_SCORE_FOR_SPANS})" in text
    assert all(f"`{name}`" in text for name in ATTRIBUTES)


def test_no_words_are_shown_below_that_score(judge: Judge, fishing: Article) -> None:
    for comment in COMMENTS:
        for score in judge(comment, article=fishing).abuse.values():
            assert score.score >= MIN_SCORE_FOR_SPANS or score.spans == ()


def test_the_apis_document_tells_of_the_shape_that_is_stored() -> None:
    documented: list[type[msgspec.Struct]] = [
        JudgementOut,
        ScoreOut,
        OnTopicOut,
        EvidenceOut,
        LanguageOut,
    ]
    stored: list[type[Any]] = [Judgement, AbuseScore, OnTopic, Evidence, Language]
    for struct, dataclass in zip(documented, stored, strict=True):
        names = [field.name for field in msgspec.structs.fields(struct) if field.name != "id"]
        assert names == [field.name for field in fields(dataclass)]


def test_every_judgement_is_what_the_apis_document_promises(judge: Judge, fishing: Article) -> None:
    for comment in COMMENTS:
        for article in (fishing, None):
            answer = msgspec.json.encode(judge(comment, article=article).to_dict())
            told = msgspec.json.decode(answer, type=JudgementOut)
            assert msgspec.to_builtins(told) == msgspec.json.decode(answer)
