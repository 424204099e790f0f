"""The scale: tables, the files that they lie in, and what callers are told by them."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.dropin.formats.perspective.attributes import ATTRIBUTES
from rejoinder.dropin.formats.perspective.scale import (
    NO_TABLES,
    Scale,
    packaged,
    problem_of,
    read_scale,
    scaled,
    tables_for,
    written,
)
from rejoinder.engine import Judge
from rejoinder.engine import model_files as packaged_weights
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.errors import Invalid
from tests.support.judge_servers import ANALYZE, body, judge_server, told

TABLE = ((0.0, 0.0), (0.4, 0.7), (0.8, 0.8), (1.0, 1.0))
INSULTS = ("You are an idiot.", "You are a complete moron and so is your editor.")
CIVIL = (
    "The council should repair the harbour wall before the winter storms.",
    "I disagree with the council on the harbour.",
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A publisher's own scale, for the judge that the tests' servers have."""
    path = tmp_path / "scale.json"
    tables = {"TOXICITY": TABLE, "SPAM": ((0.0, 0.0), (0.25, 0.75), (1.0, 1.0))}
    path.write_text(written(Scale("told-1", tables)), encoding="utf-8")
    return path


def test_the_packaged_scale_was_made_for_the_packaged_model() -> None:
    model = packaged_weights.load(packaged_weights.PACKAGED_MODEL).version
    assert packaged().model == model, (
        "The scale was set for other weights, so it is not used. Set it anew: "
        "python -m training.calibration.perspective --data PATH "
        "(what PATH holds: training/README.md)"
    )


def test_every_packaged_table_is_one_and_of_an_attribute() -> None:
    tables = packaged().tables
    assert "TOXICITY" in tables
    assert tables.keys() <= ATTRIBUTES.keys()
    assert [problem_of(table) for table in tables.values()] == [""] * len(tables)


def test_an_insult_stays_over_the_thresholds_and_a_civil_comment_far_below(
    packaged_judge: Judge,
) -> None:
    tables = tables_for(packaged_judge.version)
    toxicity = ATTRIBUTES["TOXICITY"]
    assert min(toxicity.score(packaged_judge(text), tables) or 0 for text in INSULTS) > 0.8
    assert max(toxicity.score(packaged_judge(text), tables) or 0 for text in CIVIL) < 0.3


def test_what_is_no_table_is_told() -> None:
    assert problem_of(TABLE) == ""
    for wrong in (
        (),
        ((0.0, 0.0),),
        ((0.1, 0.0), (1.0, 1.0)),
        ((0.0, 0.0), (1.0, 0.9)),
        ((0.0, 0.0), (0.5, 0.6), (0.5, 0.7), (1.0, 1.0)),
        ((0.0, 0.0), (0.5, 0.6), (0.7, 0.5), (1.0, 1.0)),
    ):
        assert problem_of(wrong)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_scale_keeps_the_order_and_the_range(one: float, other: float) -> None:
    low, high = (scaled("A", score, {"A": TABLE}) for score in sorted((one, other)))
    assert 0 <= low <= high <= 1
    assert scaled("B", one, {"A": TABLE}) == round(one, 7)


def test_a_scale_goes_through_its_points() -> None:
    assert [scaled("A", score, {"A": TABLE}) for score in (0, 0.2, 0.4, 0.6, 0.9, 1, 7, -1)] == [
        *(0, 0.35, 0.7, 0.75, 0.9, 1, 1, 0)
    ]


def test_a_scale_is_read_as_it_was_written(own: Path) -> None:
    assert read_scale(own).tables["TOXICITY"] == TABLE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is not a file of Perspective's scale"),
        ("TOXICITY,0.5", "is not a file of Perspective's scale"),
        ('{"tables": {}}', "is not a file of Perspective's scale"),
        ('{"model": "a", "tables": {"THREAT": [[0, 0], [1, 0.9]]}}', "the table of THREAT"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(
    tmp_path: Path, content: str | None, said: str
) -> None:
    path = tmp_path / "scale.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid, match=said):
        tables_for("a", str(path))


def test_a_scale_holds_for_its_own_model_and_no_other(caplog: pytest.LogCaptureFixture) -> None:
    known = packaged()
    with caplog.at_level(logging.WARNING):
        assert tables_for(known.model) == known.tables
        assert tables_for(known.model, "none") == NO_TABLES
        assert tables_for("") == NO_TABLES
        assert caplog.messages == []
        assert tables_for("another-1") == NO_TABLES
    (line,) = caplog.messages
    assert f"the scale for {known.model} does not hold for another-1" in line


def test_a_publishers_own_tables_stand_before_the_packaged_ones(own: Path) -> None:
    known = packaged()
    content = {**json.loads(own.read_text(encoding="utf-8")), "model": known.model}
    own.write_text(json.dumps(content), encoding="utf-8")
    found = tables_for(known.model, str(own))
    assert found["TOXICITY"] == TABLE
    assert found.keys() == {*known.tables, "SPAM"}


def test_callers_are_told_scores_by_the_servers_scale(own: Path) -> None:
    names = ("TOXICITY", "TOXICITY_EXPERIMENTAL", "TOXICITY@6", "INSULT", "SPAM")
    with judge_server(scale=str(own)) as client:
        answer = client.post(ANALYZE, json=body("You are an idiot.", *names)).json()
        (model,) = client.get("/v1alpha1/models").json()["models"]
    found = {
        name: each["summaryScore"]["value"] for name, each in answer["attributeScores"].items()
    }
    assert found["TOXICITY"] == pytest.approx(0.8 + 0.2 * (0.9123456 - 0.8) / 0.2, abs=1e-6)
    assert found["TOXICITY_EXPERIMENTAL"] == found["TOXICITY@6"] == found["TOXICITY"]
    assert found["INSULT"] == 0.9123456
    assert found["SPAM"] == 0.75
    spans = answer["attributeScores"]["TOXICITY"]["spanScores"]
    assert spans[0]["score"]["value"] == found["TOXICITY"]
    assert model["scaled"] == ["SPAM", "TOXICITY"]


def test_a_threshold_is_that_of_the_scale(own: Path) -> None:
    asked = body("Good morning.", "SPAM")
    for threshold, reached in ((0.7, True), (0.8, False)):
        asked["requestedAttributes"]["SPAM"] = {"scoreThreshold": threshold}
        with judge_server(scale=str(own)) as client:
            answer = client.post(ANALYZE, json=asked).json()
        assert ("SPAM" in answer["attributeScores"]) is reached


def test_another_model_is_told_as_it_measures(own: Path, caplog: pytest.LogCaptureFixture) -> None:
    judge_pool = JudgePool(one_by_one(told), model="told-2")
    with (
        caplog.at_level(logging.WARNING),
        judge_server(judge_pool=judge_pool, scale=str(own)) as it,
    ):
        answer = it.post(ANALYZE, json=body("You are an idiot.")).json()
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.9123456
    assert any("the scale for told-1 does not hold for told-2" in each for each in caplog.messages)
