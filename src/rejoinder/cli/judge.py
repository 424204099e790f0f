"""`rejoinder judge`: comments in as JSON lines, judgements out as JSON lines, without a server."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from rejoinder.engine import Article, Case, Judge, Judgement, ModelError
from rejoinder.engine.external_classifier import ExternalClassifier

# A long article with its comment takes a twentieth; more is a mistake or an attack.
MAX_LINE_BYTES = 1_000_000

_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")

# Lines judged together: large enough to be fast, small enough that a reader is not kept.
BATCH = 64


class _Article(msgspec.Struct, frozen=True):
    headline: str = ""
    standfirst: str = ""
    body: str = ""


class _Line(msgspec.Struct, frozen=True):
    id: str | int
    text: str
    article: _Article | None = None
    parent: str | None = None


class _NoModel(click.ClickException):
    """There is nothing to judge with; another status than that of a bad line."""

    exit_code = 2


class _BadLine(Exception):
    """A line that cannot be judged: its id, where it could be read, and what is wrong with it."""

    def __init__(self, line_id: str | int | None, problem: str) -> None:
        super().__init__(problem)
        self.line_id = line_id


@click.command()
@click.argument("source", type=click.File("rb"), default="-")
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Another model's folder; the packaged model otherwise.",
)
@click.option(
    "--opinion",
    type=click.Path(path_type=Path),
    help="The folder of a text classifier in Hugging Face's layout (ONNX), to be asked as well.",
)
def judge(source: BinaryIO, model: Path | None, opinion: Path | None) -> None:
    """Judge the comments in SOURCE (or on standard input), one JSON object a line.

    A line has an id, a text and, if there are such, an article (headline, standfirst, body) and
    the parent's text. Answers come in the same order. In a language that the model does not know,
    nothing is measured: scores and spans are empty then, on_topic and meta null. "judgement" holds
    the same as it is stored and as the API tells it. A line that
    cannot be judged is answered with its error, and the command then ends with status 1. With
    an opinion asked, each answer carries its labels and their probabilities as "opinion".
    """
    try:
        judge_model = Judge.load(model)
        classifier = None if opinion is None else ExternalClassifier.load(opinion)
    except ModelError as problem:
        raise _NoModel(str(problem)) from problem
    out = sys.stdout.buffer
    judged = failed = 0
    for answers in _answers(judge_model, classifier, _lines(source)):
        out.write(b"".join(msgspec.json.encode(answer) + b"\n" for answer in answers))
        out.flush()
        judged += len(answers)
        failed += sum("error" in answer for answer in answers)
        _show(judged)
    _show(judged, end="\n")
    if failed:
        sys.exit(1)


def _show(judged: int, end: str = "") -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{judged} judged{end}", err=True, nl=False)


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines that are not blank, and None for one that is too long to be read."""
    while line := source.readline(MAX_LINE_BYTES + 1):
        if len(line) > MAX_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = source.readline(MAX_LINE_BYTES)
            yield None
        elif line.strip():
            yield line


def _answers(
    judge_model: Judge, classifier: ExternalClassifier | None, lines: Iterable[bytes | None]
) -> Iterator[list[dict[str, Any]]]:
    """The lines' answers, a batch at a time."""
    batch: list[_Line | _BadLine] = []
    for line in lines:
        try:
            batch.append(_read(line))
        except _BadLine as bad:
            batch.append(bad)
        if len(batch) == BATCH:
            yield _answer(judge_model, classifier, batch)
            batch = []
    if batch:
        yield _answer(judge_model, classifier, batch)


def _answer(
    judge_model: Judge, classifier: ExternalClassifier | None, batch: list[_Line | _BadLine]
) -> list[dict[str, Any]]:
    judgements = iter(judge_model.batch(_case(line) for line in batch if isinstance(line, _Line)))
    answers: list[dict[str, Any]] = []
    for line in batch:
        if isinstance(line, _BadLine):
            answers.append({"id": line.line_id, "error": str(line)})
            continue
        answer = {"id": line.id, **_flat(next(judgements))}
        if classifier is not None:
            answer |= _classified(classifier, line.text)
        answers.append(answer)
    return answers


def _classified(classifier: ExternalClassifier, text: str) -> dict[str, Any]:
    try:
        return {"opinion": classifier(text)}
    except ModelError as problem:
        return {"error": str(problem)}


def _read(line: bytes | None) -> _Line:
    """One line, every field of the right kind. Raises _BadLine."""
    if line is None:
        raise _BadLine(None, f"The line is longer than {MAX_LINE_BYTES} bytes.")
    try:
        # Not msgspec's own decoder: it refuses half a surrogate pair before the id is read.
        fields = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise _BadLine(None, f"The line is not JSON: {problem}.") from problem
    line_id = _readable_id(fields)
    try:
        read = msgspec.convert(fields, _Line)
    except (msgspec.ValidationError, RecursionError) as problem:
        raise _BadLine(line_id, f"{problem}.") from problem
    article = read.article or _Article()
    parts = (str(read.id), read.text, read.parent or "")
    for part in (*parts, article.headline, article.standfirst, article.body):
        if _UNPRINTABLE.search(part):
            raise _BadLine(line_id, "A field contains NUL or half of a surrogate pair.")
    return read


def _readable_id(fields: object) -> str | int | None:
    line_id = fields.get("id") if isinstance(fields, dict) else None
    if isinstance(line_id, str):
        return None if _UNPRINTABLE.search(line_id) else line_id
    return line_id if isinstance(line_id, int) and not isinstance(line_id, bool) else None


def _case(line: _Line) -> Case:
    article = line.article
    return Case(
        line.text,
        None if article is None else Article(article.headline, article.standfirst, article.body),
        line.parent,
    )


def _flat(judgement: Judgement) -> dict[str, Any]:
    """A judgement's figures side by side, as tables want them, and then as it is stored."""
    plain = judgement.to_dict()
    topic = plain["on_topic"] or {}
    return {
        "scores": {name: each["score"] for name, each in plain["abuse"].items()},
        "on_topic": topic.get("score"),
        "meta": topic.get("meta"),
        "spans": {name: each["spans"] for name, each in plain["abuse"].items()},
        "evidence": topic.get("evidence"),
        "language": plain["language"],
        "model": plain["model"],
        "judgement": plain,
    }
