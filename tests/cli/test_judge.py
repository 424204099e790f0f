"""`rejoinder judge`: one answer a line, in order, and a bad line harms no other."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rejoinder.cli.json_lines import MAX_LINE_BYTES
from rejoinder.cli.judge import BATCH, judge
from rejoinder.engine import ATTRIBUTES, Article, Judge, Judgement, Language
from rejoinder.engine.external_classifier import ExternalClassifier
from rejoinder.engine.model_files import PACKAGED_MODEL
from tests.support.tiny_networks import classifier

ARTICLE = {"headline": "Harbour wall to be rebuilt", "standfirst": "", "body": "It costs a lot."}

Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Run the command on these lines: bytes as they are, anything else as JSON."""

    def run(*lines: object, options: tuple[str, ...] = ()) -> Result:
        raw = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        return CliRunner().invoke(judge, options, input=b"\n".join(raw) + b"\n")

    return run


def _answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_is_answered_in_order(ask: Ask) -> None:
    lines = [{"id": number, "text": f"Comment {number}"} for number in range(BATCH * 2 + 3)]
    result = ask(*lines)
    assert result.exit_code == 0
    assert [answer["id"] for answer in _answers(result)] == list(range(BATCH * 2 + 3))


def test_another_classifier_may_give_its_opinion(ask: Ask, tmp_path: Path) -> None:
    folder = classifier(tmp_path, "rude", "kind")
    [answer, bad] = _answers(
        ask({"id": 1, "text": "fair"}, b"[]", options=("--opinion", str(folder)))
    )
    assert answer["opinion"] == pytest.approx(ExternalClassifier.load(folder)("fair"))
    assert "opinion" not in bad


def test_without_such_a_classifier_nothing_is_judged(ask: Ask, tmp_path: Path) -> None:
    result = ask({"id": 1, "text": "fair"}, options=("--opinion", str(tmp_path)))
    assert result.exit_code == 2
    assert not result.stdout


def test_an_answer_says_what_the_judge_says(ask: Ask) -> None:
    text = "Rebuild the harbour wall, you ïdiot."
    line = {"id": "a", "text": text, "article": ARTICLE, "parent": "Is it worth it?"}
    [answer] = _answers(ask(line))
    expected = Judge.load()(text, article=Article(**ARTICLE), parent="Is it worth it?")
    assert answer["scores"] == {name: expected.abuse[name].score for name in ATTRIBUTES}
    assert [text[start:end] for start, end in answer["spans"]["insult"]] == ["ïdiot"]
    assert expected.on_topic is not None
    assert answer["on_topic"] == expected.on_topic.score
    assert answer["meta"] == expected.on_topic.meta
    assert expected.language is not None
    assert answer["language"] == {
        "code": "en",
        "confidence": expected.language.confidence,
        "judged": True,
    }
    assert answer["evidence"]["sentence"] in {ARTICLE["headline"], ARTICLE["body"]}
    assert answer["model"] == expected.model
    assert Judgement.from_dict(answer["judgement"]) == expected


def test_without_an_article_on_topic_is_null(ask: Ask) -> None:
    [answer] = _answers(ask({"id": 1, "text": "Good morning", "article": None, "parent": None}))
    assert answer["on_topic"] is None
    assert answer["meta"] is None
    assert answer["evidence"] is None
    assert set(answer["spans"]) == set(answer["scores"]) == set(ATTRIBUTES)


def test_a_language_that_the_judge_does_not_know_is_answered_without_a_figure(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = Judgement({}, None, "m", Language("cy", 0.9, judged=False))
    from_before = Judgement({}, None, "m")
    monkeypatch.setattr(Judge, "batch", lambda self, cases: [unknown, from_before][: len([*cases])])
    lines = [{"id": number, "text": "Bore da", "article": ARTICLE} for number in (1, 2)]
    first, second = _answers(ask(*lines))
    assert first == {
        "id": 1,
        "scores": {},
        "on_topic": None,
        "meta": None,
        "spans": {},
        "evidence": None,
        "language": {"code": "cy", "confidence": 0.9, "judged": False},
        "model": "m",
        "judgement": {
            "abuse": {},
            "on_topic": None,
            "model": "m",
            "language": {"code": "cy", "confidence": 0.9, "judged": False},
        },
    }
    assert second["language"] is None


BAD_LINES: list[tuple[object, str | int | None]] = [
    (b"not JSON", None),
    (b'{"id": 1, "text": "cut off', None),
    (b"\xff\xfe", None),
    (b"[" * 100_000, None),
    (b'{"id": 5, "text": ' + b"[" * 90_000 + b"]" * 90_000 + b"}", None),
    (b'{"id": 6, "text": "' + b"a" * MAX_LINE_BYTES + b'"}', None),
    ([], None),
    (None, None),
    ("text", None),
    ({"text": "no id"}, None),
    ({"id": None, "text": "a"}, None),
    ({"id": True, "text": "a"}, None),
    ({"id": 1.5, "text": "a"}, None),
    ({"id": [1], "text": "a"}, None),
    ({"id": "\ud800", "text": "a"}, None),
    ({"id": 7}, 7),
    ({"id": 7, "text": None}, 7),
    ({"id": 7, "text": 5}, 7),
    ({"id": "seven", "text": ["a"]}, "seven"),
    ({"id": 7, "text": "a", "parent": 5}, 7),
    ({"id": 7, "text": "a", "article": "headline"}, 7),
    ({"id": 7, "text": "a", "article": {"headline": 5}}, 7),
    ({"id": 7, "text": "a", "article": {"body": None}}, 7),
    ({"id": 7, "text": "nul \0"}, 7),
    ({"id": 7, "text": "half \ud83d"}, 7),
    ({"id": 7, "text": "a", "parent": "\udc00"}, 7),
    ({"id": 7, "text": "a", "article": {"standfirst": "\0"}}, 7),
]


@pytest.mark.parametrize(("line", "line_id"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_answered_and_the_good_ones_still_are(
    ask: Ask, line: object, line_id: str | int | None
) -> None:
    result = ask({"id": "before", "text": "Good"}, line, {"id": "after", "text": "Good"})
    before, bad, after = _answers(result)
    assert result.exit_code == 1
    assert before["id"] == "before"
    assert after["id"] == "after"
    assert before["scores"] == after["scores"]
    assert set(bad) == {"id", "error"}
    assert bad["id"] == line_id
    assert "Traceback" not in result.output


def test_blank_lines_and_unknown_fields_are_no_error(ask: Ask) -> None:
    result = ask(b"", {"id": 1, "text": "Good", "likes": 5}, b"   ", b"\r")
    assert result.exit_code == 0
    assert len(_answers(result)) == 1


def test_nothing_in_gives_nothing_out(ask: Ask) -> None:
    result = ask(b"")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_file_may_be_named_and_need_not_end_its_last_line(tmp_path: Path) -> None:
    source = tmp_path / "comments.jsonl"
    source.write_text('{"id": 1, "text": "Good"}\n{"id": 2, "text": "Better"}', "utf-8")
    result = CliRunner().invoke(judge, [str(source)])
    assert [answer["id"] for answer in _answers(result)] == [1, 2]


def test_a_missing_model_is_one_sentence_and_status_2(ask: Ask, tmp_path: Path) -> None:
    result = ask({"id": 1, "text": "Good"}, options=("--model", str(tmp_path)))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "There is no model in" in result.stderr


def test_another_model_may_be_named(ask: Ask) -> None:
    line = {"id": 1, "text": "Good"}
    assert _answers(ask(line, options=("--model", str(PACKAGED_MODEL)))) == _answers(ask(line))


def test_progress_is_shown_only_on_a_terminal(ask: Ask) -> None:
    assert ask({"id": 1, "text": "Good"}).stderr == ""
    reading, writing = pty.openpty()
    command = [sys.executable, "-c", "from rejoinder.cli.judge import judge; judge()"]
    subprocess.run(
        command,
        input=b'{"id": 1, "text": "Good"}',
        stdout=subprocess.DEVNULL,
        stderr=writing,
        check=True,
    )
    os.close(writing)
    assert b"1 judged" in os.read(reading, 1000)
    os.close(reading)
