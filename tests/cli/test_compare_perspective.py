"""`rejoinder compare-perspective`: tables, a report, a scale, and one sentence when it cannot."""

import json
from pathlib import Path

import pytest

from rejoinder.dropin.formats.perspective.scale import packaged, read_scale
from rejoinder.engine import Judge
from tests.support.cli import Run, check_refused, runner

RECORDED = """comment_text,TOXICITY@6,insult,FLIRTATION
You are an idiot.,0.97,0.95,0.2
Good morning to all of you.,0.03,0.02,0.4
The harbour wall costs too much.,0.75,0.01,0.1
"What a stupid, worthless moron.",0.91,,0.1
Ich finde das nicht gut und werde es auch morgen noch so sehen.,0.4,0.3,0.1
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `rejoinder compare-perspective` with these words."""
    return runner(monkeypatch, capsys, "compare-perspective")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Five texts with recorded scores, one of them German."""
    path = tmp_path / "recorded.csv"
    path.write_text(RECORDED, encoding="utf-8")
    return path


def test_each_recorded_attribute_is_compared(run: Run, recorded: Path) -> None:
    said = run(recorded)
    assert (said.status, said.err) == (0, "")
    assert "5 texts, 1 of them not judged" in said.out
    assert "Scale: a table for TOXICITY" in said.out
    assert "Recorded, and not measured here: FLIRTATION" in said.out
    assert "TOXICITY over the thresholds" in said.out
    (line,) = [each for each in said.out.splitlines() if each.startswith("INSULT  ")]
    assert line.split()[1:3] == ["3", "1"]
    assert "The harbour wall costs too much." in said.out


def test_texts_can_be_left_out_and_thresholds_named(run: Run, recorded: Path) -> None:
    said = run(recorded, "--no-texts", "--threshold", "0.5", "--scale", "none")
    assert said.status == 0
    assert "harbour" not in said.out
    assert "Scale: no table" in said.out
    steps = [line.split()[0] for line in said.out.splitlines() if line.startswith("  0.")]
    assert steps == ["0.50", "0.50"]


def test_a_report_is_written_where_it_is_asked_for(
    run: Run, recorded: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    said = run(recorded, "--report", page)
    assert f"Report: {page}" in said.out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_fitted_scale_brings_the_same_share_over_the_thresholds(run: Run, tmp_path: Path) -> None:
    """The recorded scores are half of ours, so far fewer of them are over a threshold."""
    words = ("idiot", "moron", "fool", "harbour", "council", "tram", "bridge", "boat")
    texts = [f"You {one} and {two} {n}." for one in words for two in words for n in range(2)]
    judge = Judge.load()
    file, scale = tmp_path / "recorded.jsonl", tmp_path / "scale.json"
    with file.open("w", encoding="utf-8") as lines:
        for text in texts:
            theirs = judge(text).abuse["toxicity"].score / 2
            lines.write(json.dumps({"text": text, "TOXICITY": theirs, "SPAM": 0.01}) + "\n")
    said = run(file, "--fit", scale, "--threshold", "0.35", "--no-texts")
    assert f"Scale for TOXICITY: {scale}" in said.out
    assert "SPAM: not set at 0.35; it takes 20 texts on either side." in said.out
    made = read_scale(scale)
    assert made.model == packaged().model == judge.version
    assert made.set_from == "recorded.jsonl"
    again = run(file, "--scale", scale, "--threshold", "0.35", "--no-texts")
    line, _ = (each for each in again.out.splitlines() if each.startswith("  0.35"))
    theirs_over, ours_over = (float(line.split()[place]) for place in (1, 3))
    assert 20 < theirs_over < 80
    assert ours_over == pytest.approx(theirs_over, abs=1)


BAD: list[tuple[bytes | None, tuple[str, ...], str]] = [
    (None, (), "cannot be read"),
    (b"text,toxicity\nfool,0.9\nfool,90\n", (), "Line 3: “toxicity” is not a score from 0 to 1."),
    (b"text,toxicity\nfool,0.9\n", ("--score", "toxicity=RUDENESS"), "“RUDENESS” is not measured"),
    (
        b"text,a,b\nfool,0.9,0.1\n",
        ("--score", "a=INSULT", "--score", "b=INSULT"),
        "names “INSULT” twice",
    ),
    (b"text,toxicity\nfool,0.9\n", ("--scale", "nothing.json"), "is not a file of Perspective's"),
    (b"text,toxicity\nfool,0.9\n", ("--model", "nowhere"), "There is no model in"),
    (b"text,toxicity\nfool,0.9\n", ("--fit", "nowhere/a.json"), "There is no folder "),
    (b"text,toxicity\nfool,0.9\n", ("--report", "recorded.csv"), "must be different files"),
    (b"text,toxicity\nfool,0.9\n", ("--threshold", "nan"), "from 0 to 1"),
]


@pytest.mark.parametrize(("content", "words", "problem"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_compared_is_one_sentence_and_status_2(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    words: tuple[str, ...],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    check_refused(run, Path("recorded.csv"), content, words, problem)


def test_too_few_recordings_make_no_scale(run: Run, recorded: Path, tmp_path: Path) -> None:
    said = run(recorded, "--fit", tmp_path / "scale.json")
    assert said.status == 2
    assert "too few recordings" in said.err
    assert not (tmp_path / "scale.json").exists()
