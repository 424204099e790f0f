"""`comments:suggestscore`: what people decided is kept, and what is wrong refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.support.judge_servers import SUGGEST, judge_server, refusal, under

Client = TestClient[Litestar]


def suggested(**more: Any) -> dict[str, Any]:
    """What Coral sends after a moderator rejected a comment."""
    return {
        "comment": {"text": "You idiot."},
        "context": {"entries": [{"text": '{"url": "https://paper.example/a"}'}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "communityId": "Coral:https://paper.example",
        "clientToken": "comment:7",
        "languages": ["en"],
        **more,
    }


def test_the_answer_names_the_token_and_the_languages(server: Client) -> None:
    answer = server.post(f"{SUGGEST}?key=a", json=suggested())
    assert answer.json() == {"clientToken": "comment:7", "requestedLanguages": ["en"]}
    bare = {"comment": {"text": "Well."}, "attribute_scores": {"TOXICITY": {"summary_score": {}}}}
    assert server.post(SUGGEST, json=bare).json() == {}


def test_a_line_is_written_for_each_unless_it_shall_not_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feedback.jsonl"
    spans = [{"begin": 0, "end": 10, "score": {"value": 0.5}}]
    with judge_server(feedback=path) as client:
        for sent in (
            suggested(),
            suggested(doNotStore=True),
            suggested(do_not_store=True),
            suggested(attributeScores={"INSULT@2": {"spanScores": spans}}, context=under()),
        ):
            assert client.post(f"{SUGGEST}?key=a", json=sent).status_code == 200
    first, second = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert first.pop("received_at")
    assert first.pop("key").startswith("open:")
    assert first == {
        "face": "perspective",
        "text": "You idiot.",
        "labels": {"TOXICITY": {"summary": 1.0}},
        "community": "Coral:https://paper.example",
        "token": "comment:7",
        "context": {
            "entries": [{"text": '{"url": "https://paper.example/a"}', "type": None}],
            "articleAndParentComment": None,
        },
        "languages": ["en"],
    }
    assert second["labels"] == {"INSULT@2": {"spans": [[0, 10, 0.5]]}}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"comment": None}, "Comment must be non-empty."),
        ({"attributeScores": {}}, "Missing attribute_scores"),
        ({"attributeScores": None}, "Missing attribute_scores"),
        ({"attributeScores": {"TOXICITY": {}}}, "Attribute TOXICITY has no score"),
        ({"attributeScores": {"TOXICITY": None}}, "Attribute TOXICITY has no score"),
        ({"attributeScores": {"ä": {}}}, "Unknown requested attribute: ä"),
        (
            {"attributeScores": {"SPAM": {"summaryScore": {"value": 1.5}}}},
            "The score of attribute SPAM must be between 0 and 1",
        ),
        (
            {"attributeScores": {"SPAM": {"spanScores": [{"score": {"value": 1}}]}}},
            "A span score of attribute SPAM needs begin and end",
        ),
        (
            {"attributeScores": {"SPAM": {"spanScores": [{"begin": 0, "end": 1}]}}},
            "Attribute SPAM has no score",
        ),
        (
            {"attributeScores": {"SPAM": {"summaryScore": {"value": 1, "type": "PERCENTILE"}}}},
            "Requested score type PERCENTILE is not supported by attribute SPAM",
        ),
        (
            {"attributeScores": {f"A{number}": {} for number in range(101)}},
            "Too many attribute_scores",
        ),
    ],
)
def test_what_is_malformed_is_refused(
    server: Client, changed: dict[str, Any], message: str
) -> None:
    error = refusal(server.post(SUGGEST, json=suggested(**changed)))
    assert (error["message"], error["status"]) == (message, "INVALID_ARGUMENT")


def test_more_than_anybody_would_suggest_is_not_kept(server: Client) -> None:
    error = refusal(server.post(SUGGEST, json=suggested(context=under("a" * 250_000))))
    assert error["message"] == "Request payload size exceeds the limit: 250000 bytes."
