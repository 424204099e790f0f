"""Recorded scores are read in whichever usual shape they have, or one sentence says why not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.errors import Invalid
from rejoinder.evaluation.comparison import read_recordings
from rejoinder.evaluation.comparison.recording_files import attribute_in

MEASURED = ("TOXICITY", "SEVERE_TOXICITY", "INSULT")
SCORE = {"summaryScore": {"value": 0.9, "type": "PROBABILITY"}, "spanScores": [{"begin": 0}]}


def lines(*objects: dict[str, Any]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in objects).encode()


@pytest.mark.parametrize(
    ("column", "attribute"),
    [
        ("TOXICITY", "TOXICITY"),
        ("toxicity", "TOXICITY"),
        ("TOXICITY@6", "TOXICITY"),
        ("api", "TOXICITY"),
        (" Severe toxicity ", "SEVERE_TOXICITY"),
        ("perspective_toxicity", "TOXICITY"),
        ("insult_score", "INSULT"),
        ("scores.INSULT", "INSULT"),
        ("attributeScores.INSULT.summaryScore.value", "INSULT"),
        ("response.attributeScores.TOXICITY@6.summaryScore.value", "TOXICITY"),
        ("attributeScores.INSULT.summaryScore.type", ""),
        ("attributeScores.INSULT.spanScores", ""),
        ("score", ""),
        ("", ""),
    ],
)
def test_a_column_says_of_which_attribute_its_scores_are(column: str, attribute: str) -> None:
    assert attribute_in(column) == attribute


@pytest.mark.parametrize(
    "data",
    [
        b"text,TOXICITY\nfool,0.9\n",
        b"id,comment_text,toxicity\n1,fool,.9\n",
        b"comment;TOXICITY@6\nfool;0.9\n",
        b"text\tapi\nfool\t9e-1\n",
        b'Text,"attributeScores.TOXICITY.summaryScore.value"\nfool,0.9\n',
        lines({"text": "fool", "TOXICITY": 0.9}),
        lines({"text": "fool", "scores": {"toxicity": 0.9}}),
        lines({"comment": "fool", "attributeScores": {"TOXICITY": SCORE}}),
        lines({"comment": {"text": "fool"}, "attributeScores": {"TOXICITY": SCORE}}),
        lines(
            {
                "request": {"comment": {"text": "fool"}, "requestedAttributes": {"TOXICITY": {}}},
                "response": {"attributeScores": {"TOXICITY": SCORE}, "languages": ["en"]},
            }
        ),
    ],
)
def test_every_usual_shape_is_read(data: bytes) -> None:
    found = read_recordings(data, MEASURED)
    assert [(row.text, dict(row.scores)) for row in found.rows] == [("fool", {"TOXICITY": 0.9})]
    assert found.passed_over == ()


def test_what_nobody_measures_here_is_named_and_the_rest_is_not() -> None:
    data = lines(
        {
            "id": 7,
            "text": "fool",
            "label": 1,
            "attributeScores": {"INSULT": SCORE, "FLIRTATION": SCORE},
        }
    )
    found = read_recordings(data, MEASURED, others=("FLIRTATION", "SPAM"))
    assert found.attributes == ("INSULT",)
    assert found.passed_over == ("FLIRTATION",)


def test_a_text_without_a_score_is_left_out() -> None:
    data = b"text,toxicity,insult\none,0.1,\ntwo,,\nthree,NaN,0.3\n"
    found = read_recordings(data, MEASURED)
    assert [(row.line, dict(row.scores)) for row in found.rows] == [
        (2, {"TOXICITY": 0.1}),
        (4, {"INSULT": 0.3}),
    ]


def test_columns_may_be_named() -> None:
    data = b"words,p1,p2,toxicity\nfool,0.9,0.2,7\n"
    found = read_recordings(data, MEASURED, text="words", scores={"p1": "TOXICITY", "p2": "INSULT"})
    assert [dict(row.scores) for row in found.rows] == [{"TOXICITY": 0.9, "INSULT": 0.2}]


BAD: list[tuple[bytes, dict[str, Any], str]] = [
    (b"", {}, "The file is empty."),
    (b'[{"text": "fool"}]', {}, "one JSON list"),
    (b"words,toxicity\nfool,1\n", {}, "No column holds the texts"),
    (b"text,toxicity\nfool,1\n", {"text": "words"}, "No column holds the texts"),
    (b"text,flirtation\nfool,1\n", {}, "No column is called like an attribute"),
    (b"text,toxicity,TOXICITY@6\nfool,1,1\n", {}, "Two columns hold TOXICITY"),
    (b"text,toxicity\nfool,0.1\nfool,80\n", {}, "Line 3: “toxicity” is not a score from 0 to 1."),
    (b"text,toxicity\nfool,high\n", {}, "Line 2: “toxicity” is not a score"),
    (b'{"text": "fool", "INSULT": 0.2}\n{"text": 3, "INSULT": 0.2}\n', {}, "Line 2: “text” is not"),
    (b'{"text": "fool", "INSULT": 0.2}\n{"INSULT": 0.2}\n', {}, "Line 2: There is no “text”."),
    (b'{"text": "fool", "INSULT": 0.2}\nfool\n', {}, "Line 2: This is not JSON."),
    (b'{"text": "fool", "INSULT": true}\n', {}, "Line 1: “INSULT” is not a score"),
    (b"text,toxicity\nfool,\n", {}, "No text in the file has a score."),
    (b"text,p\nfool,1\n", {"scores": {"p": "FLIRTATION"}}, "“FLIRTATION” is not measured here."),
    (b"text,p\nfool,1\n", {"scores": {"q": "INSULT"}}, "There is no column “q”."),
]


@pytest.mark.parametrize(("data", "named", "problem"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_said_in_one_sentence(
    data: bytes, named: dict[str, Any], problem: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_recordings(data, MEASURED, **named)
    assert problem in str(refused.value)
    assert "fool" not in str(refused.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        found = read_recordings(b"text,toxicity\n" + data, MEASURED)
    except Invalid:
        return
    assert all(0 <= score <= 1 for row in found.rows for score in row.scores.values())
