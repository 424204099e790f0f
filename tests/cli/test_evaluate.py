"""`rejoinder evaluate`: tables, a report, figures for programs, and one sentence when it cannot."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from rejoinder.engine.model_files import PACKAGED_MODEL
from tests.support.cli import Run, check_refused, runner

COMMENTS = """comment,rude,section,headline,about
You are an idiot.,1,Sport,Harbour wall,0
Good morning to all of you.,0,Sport,Harbour wall,0
The harbour wall costs too much.,0,City,Harbour wall,1
"What a stupid, worthless moron.",1,City,Harbour wall,0
I disagree with the council on the harbour.,0,City,Harbour wall,1
"""

OPTIONS = ("--text", "comment", "--label", "rude=insult")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `rejoinder evaluate` with these words."""
    return runner(monkeypatch, capsys, "evaluate")


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    """Five labelled comments."""
    path = tmp_path / "comments.csv"
    path.write_text(COMMENTS, encoding="utf-8")
    return path


def test_the_figures_are_printed_and_the_report_lies_beside(run: Run, comments: Path) -> None:
    said = run(comments, *OPTIONS, "--group", "section")
    report = comments.with_name("comments.csv.report.html")
    assert said.status == 0
    assert said.err == ""
    assert "5 texts, all of them judged." in said.out
    assert "Insult by group, at 0.50" in said.out
    assert f"Report: {report}" in said.out
    assert "idiot" not in said.out
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_report_and_figures_go_where_they_are_sent(
    run: Run, comments: Path, tmp_path: Path
) -> None:
    page, plain = tmp_path / "a.html", tmp_path / "a.json"
    said = run(comments, *OPTIONS, "--html", page, "--json", plain, "--threshold", "0.64")
    figures = json.loads(plain.read_text(encoding="utf-8"))
    assert said.status == 0
    assert page.is_file()
    assert not comments.with_name("comments.csv.report.html").exists()
    assert figures["threshold"] == 0.64
    assert [each["attribute"] for each in figures["attributes"]] == ["insult"]
    assert figures["attributes"][0]["auc"] == 1.0
    assert "idiot" not in plain.read_text(encoding="utf-8")


def test_on_topic_is_measured_when_the_article_is_named(run: Run, comments: Path) -> None:
    words = ("--label", "about=on_topic", "--article-headline", "headline")
    said = run(comments, *OPTIONS, *words)
    assert said.status == 0
    assert "On-topic at several thresholds" in said.out


def test_one_class_alone_is_a_dash_and_no_crash(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kind.jsonl"
    path.write_text('{"text": "Good morning", "insult": 0}\n', encoding="utf-8")
    said = run(path, "--model", PACKAGED_MODEL)
    assert said.status == 0
    [line] = [each for each in said.out.splitlines() if each.startswith("Insult  ")]
    assert line.split()[1:] == ["1", "0", "–", "–", "–", "–", line.split()[-1]]


BAD: list[tuple[bytes | None, tuple[str, ...], str]] = [
    (None, (), "cannot be read"),
    (b"", (), "The file is empty."),
    (b"text,insult\nfool,1\n\xff,0\n", (), "Line 3: This is not UTF-8."),
    (b"words,insult\nfool,1\n", (), "There is no column “text”."),
    (b"text,insult\nfool,1\nfool,perhaps\n", (), "Line 3: “insult” is not a label."),
    (b"text,insult\nfool,1\n", ("--label", "insult=rudeness"), "does not measure “rudeness”"),
    (
        b"text,insult\nfool,1\n",
        ("--label", "insult", "--label", "text=insult"),
        "names “insult” twice",
    ),
    (b"text,insult\nfool,1\n", ("--model", "nowhere"), "There is no model in"),
    (b"text,insult\nfool,1\n", ("--html", "nowhere/a.html"), "There is no folder "),
    (b"text,insult\nfool,1\n", ("--html", "labels.csv"), "must be different files"),
    (b"text,insult\nfool,1\n", ("--threshold", "nan"), "from 0 to 1"),
    (b"text,insult\nfool,1\n", ("--threshold", "2"), "0<=x<=1"),
]


@pytest.mark.parametrize(("content", "words", "problem"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_evaluated_is_one_sentence_and_status_2(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    words: tuple[str, ...],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    check_refused(run, Path("labels.csv"), content, words, problem)
    assert not Path("labels.csv.report.html").exists()


def test_progress_is_shown_only_on_a_terminal(run: Run, comments: Path) -> None:
    assert run(comments, *OPTIONS).err == ""
    reading, writing = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "rejoinder", "evaluate", str(comments), *OPTIONS],
        stdout=subprocess.DEVNULL,
        stderr=writing,
        check=True,
    )
    os.close(writing)
    assert b"5 of 5 judged" in os.read(reading, 1000)
    os.close(reading)
