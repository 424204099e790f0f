"""Recorded scores in whichever of the usual shapes they were kept, or the first thing wrong.

CSV or JSON lines; a column an attribute, or the service's own answers with the text beside them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from rejoinder.errors import Invalid, N_
from rejoinder.evaluation.comparison.model import Recording
from rejoinder.evaluation.label_files import column_list, text_field
from rejoinder.evaluation.records import Record, printable, read_records

# Columns that hold the texts when none is named; the first that is there.
TEXTS = (
    *("text", "comment_text", "comment.text", "comment", "request.comment.text"),
    *("comment_body", "body", "content", "message"),
)

# How some published sets call the only score that they have.
ALONE = {"API": "TOXICITY"}

# Parts of a column's name that say that a score stands there, and not which.
_NEUTRAL = {
    *("attributescores", "summaryscore", "score", "scores", "value", "probability"),
    *("response", "result", "perspective", "perspectiveapi"),
}
_VERSION = re.compile(r"@\d{1,9}$")


@dataclass(frozen=True, slots=True)
class Recordings:
    """The texts that have a score, of which attributes, and those that nothing here measures."""

    rows: Sequence[Recording]
    attributes: tuple[str, ...]
    passed_over: tuple[str, ...]


def read_recordings(
    data: bytes,
    measured: Collection[str],
    *,
    others: Collection[str] = (),
    text: str = "",
    scores: Mapping[str, str] | None = None,
) -> Recordings:
    """The texts and scores of a CSV or JSON lines file, in UTF-8.

    `measured` are the attributes that can be compared, `others` those that cannot and shall be
    named; `text` is the column of the texts and `scores` the attribute by column; without these,
    columns are known by their names. An empty score is none. Raises Invalid, with the line where
    there is one.
    """
    if data.lstrip().startswith(b"["):
        raise Invalid(
            N_("The file is one JSON list. Write each text as an object on its own line.")
        )
    names, records = read_records(data, text_columns=(text,) if text else TEXTS)
    column = _text_column(names, text)
    if scores is None:
        columns = _score_columns(names, column, measured)
    else:
        columns = _named_columns(names, scores, measured)
    rows = [row for record in records if (row := _row(record, column, columns)).scores]
    if not rows:
        raise Invalid(N_("No text in the file has a score."))
    passed_over = (each for each in map(attribute_in, names) if each in others)
    return Recordings(rows, tuple(columns.values()), tuple(dict.fromkeys(passed_over)))


def attribute_in(column: str) -> str:
    """The attribute of which a column holds the score, without its version; empty for none.

    `toxicity`, `TOXICITY@6`, `Severe toxicity`, `attributeScores.INSULT.summaryScore.value`.
    """
    left = [part for part in column.strip().split(".") if part.strip().lower() not in _NEUTRAL]
    if len(left) != 1:
        return ""
    name = re.sub(r"[\s-]+", "_", _VERSION.sub("", left[0].strip()).strip().upper())
    return ALONE.get(name, name.removeprefix("PERSPECTIVE_").removesuffix("_SCORE"))


def _text_column(names: Sequence[str], text: str) -> str:
    by_name = {name.lower(): name for name in reversed(names)}
    found = next((by_name[each] for each in TEXTS if each in by_name), None)
    if text:
        found = text if text in names else None
    if found is None:
        raise Invalid(
            N_("No column holds the texts: name it with --text. There are: %(names)s."),
            names=column_list(names),
        )
    return found


def _score_columns(names: Sequence[str], text: str, measured: Collection[str]) -> dict[str, str]:
    """Attributes by column."""
    columns: dict[str, str] = {}
    for column in names:
        attribute = attribute_in(column)
        if column == text or attribute not in measured:
            continue
        if attribute in columns.values():
            raise Invalid(
                N_("Two columns hold %(name)s. Name one with --score COLUMN=%(name)s."),
                name=printable(attribute),
            )
        columns[column] = attribute
    if not columns:
        raise Invalid(
            N_(
                "No column is called like an attribute that is measured here. Name one with "
                "--score COLUMN=ATTRIBUTE. There are: %(names)s."
            ),
            names=column_list(names),
        )
    return columns


def _named_columns(
    names: Sequence[str], scores: Mapping[str, str], measured: Collection[str]
) -> dict[str, str]:
    for column, attribute in scores.items():
        if attribute not in measured:
            raise Invalid(
                N_("“%(name)s” is not measured here. These are: %(names)s."),
                name=printable(attribute),
                names=", ".join(measured),
            )
        if column not in names:
            raise Invalid(
                N_("There is no column “%(name)s”. There are: %(names)s."),
                name=printable(column),
                names=column_list(names),
            )
    return dict(scores)


def _row(record: Record, column: str, columns: Mapping[str, str]) -> Recording:
    text = text_field(record, column)
    given = ((attribute, _score(record, each)) for each, attribute in columns.items())
    scores = {attribute: score for attribute, score in given if score is not None}
    if scores and not text:
        raise Invalid(
            N_("Line %(line)s: There is no “%(name)s”."), line=record.line, name=printable(column)
        )
    return Recording(text, scores, record.line)


def _score(record: Record, column: str) -> float | None:
    """A score; None where there is none, as where the service had refused the text."""
    value = record.values.get(column)
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    score = _number(value)
    if isnan(score):
        return None
    if not 0 <= score <= 1:
        raise Invalid(
            N_("Line %(line)s: “%(name)s” is not a score from 0 to 1."),
            line=record.line,
            name=printable(column),
        )
    return score


def _number(value: Any) -> float:
    """-1 where it cannot be read."""
    if isinstance(value, bool):
        return -1.0
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return -1.0
