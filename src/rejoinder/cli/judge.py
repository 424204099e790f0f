"""`rejoinder judge`: comments in as JSON lines, judgements out as JSON lines, without a server."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from rejoinder.cli.json_lines import BadLine, CommentLine, numbered_lines, read_line
from rejoinder.engine import Case, Judge, Judgement, ModelError
from rejoinder.engine.external_classifier import ExternalClassifier

# Lines judged together: large enough to be fast, small enough that a reader is not kept.
BATCH = 64


class _NoModel(click.ClickException):
    """There is nothing to judge with; another status than that of a bad line."""

    exit_code = 2


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
    for answers in _answers(judge_model, classifier, (line for _, line in numbered_lines(source))):
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


def _answers(
    judge_model: Judge, classifier: ExternalClassifier | None, lines: Iterable[bytes | None]
) -> Iterator[list[dict[str, Any]]]:
    """The lines' answers, a batch at a time."""
    batch: list[CommentLine | BadLine] = []
    for line in lines:
        try:
            batch.append(read_line(line, CommentLine))
        except BadLine as bad:
            batch.append(bad)
        if len(batch) == BATCH:
            yield _answer(judge_model, classifier, batch)
            batch = []
    if batch:
        yield _answer(judge_model, classifier, batch)


def _answer(
    judge_model: Judge, classifier: ExternalClassifier | None, batch: list[CommentLine | BadLine]
) -> list[dict[str, Any]]:
    judgements = iter(
        judge_model.batch(_case(line) for line in batch if isinstance(line, CommentLine))
    )
    answers: list[dict[str, Any]] = []
    for line in batch:
        if isinstance(line, BadLine):
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


def _case(line: CommentLine) -> Case:
    return Case(line.text, line.as_article(), line.parent)


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
