"""Records become labelled rows, or the first thing that is wrong with them is said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rejoinder.engine import Article
from rejoinder.errors import Invalid, N_
from rejoinder.evaluation.model import Row
from rejoinder.evaluation.records import Record, printable, read_records
from rejoinder.evaluation.scoring import MEASURED

# A share of people who said yes is a yes from here on, as the Civil Comments data are read.
POSITIVE_FROM = 0.5

# More than anyone compares: somebody named a column of free text or of numbers.
MAX_GROUPS = 100

_TRUE_OR_FALSE = {"true": 1.0, "false": 0.0}

_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what. `labels` maps attributes to columns.

    Without `labels`, every column that is called like an attribute is one. An empty name means
    that there is no such column.
    """

    text: str = "text"
    labels: Mapping[str, str] | None = None
    headline: str = ""
    standfirst: str = ""
    body: str = ""
    parent: str = ""
    group: str = ""

    @property
    def article(self) -> tuple[str, str, str]:
        """The columns of the article's parts."""
        return (self.headline, self.standfirst, self.body)


def read_rows(data: bytes, columns: Columns) -> list[Row]:
    """The labelled texts of a CSV or JSON lines file, in UTF-8.

    A label is 0 or 1, true or false, or a share from 0 to 1, which counts as true from one half
    on; an empty one is none. Raises Invalid, with the line where there is one.
    """
    names, records = read_records(data, text_columns=(columns.text,))
    labels = _label_columns(columns, names)
    named = (columns.text, *labels.values(), *columns.article, columns.parent, columns.group)
    for name in named:
        if name and name not in names:
            raise Invalid(
                N_("There is no column “%(name)s”. There are: %(names)s."),
                name=printable(name),
                names=column_list(names),
            )
    if "on_topic" in labels and not any(columns.article):
        raise Invalid(N_("To measure on_topic, say which columns hold the article."))
    if not records:
        raise Invalid(N_("The file has a header and no texts."))
    rows = [_row(record, columns, labels) for record in records]
    groups = len({row.group for row in rows})
    if groups > MAX_GROUPS:
        raise Invalid(
            N_("The column “%(name)s” has %(found)s groups; at most %(most)s can be compared."),
            name=printable(columns.group),
            found=groups,
            most=MAX_GROUPS,
        )
    return rows


def _label_columns(columns: Columns, names: Sequence[str]) -> dict[str, str]:
    if columns.labels is None:
        columns_by_label = {name: name for name in MEASURED if name in names}
    else:
        columns_by_label = dict(columns.labels)
    if not columns_by_label:
        raise Invalid(
            N_("No column holds labels. Name one with --label, or call it one of: %(names)s."),
            names=", ".join(MEASURED),
        )
    unknown = next((name for name in columns_by_label if name not in MEASURED), None)
    if unknown is not None:
        raise Invalid(
            N_("The judge does not measure “%(name)s”. It measures: %(names)s."),
            name=printable(unknown),
            names=", ".join(MEASURED),
        )
    return columns_by_label


def _row(record: Record, columns: Columns, labels: Mapping[str, str]) -> Row:
    headline, standfirst, body = (text_field(record, name) for name in columns.article)
    has_article = bool((headline + standfirst + body).strip())
    labelled = ((attribute, _label(record, column)) for attribute, column in labels.items())
    text = text_field(record, columns.text)
    if not text and not isinstance(record.values.get(columns.text), str):
        raise Invalid(
            N_("Line %(line)s: There is no “%(name)s”."), line=record.line, name=columns.text
        )
    return Row(
        text=text,
        labels={attribute: label for attribute, label in labelled if label is not None},
        article=Article(headline, standfirst, body) if has_article else None,
        parent=text_field(record, columns.parent) or None,
        group=_group(record, columns.group),
        line=record.line,
    )


def text_field(record: Record, column: str) -> str:
    """A field's text; empty where there is no such column or nothing in it. Raises Invalid."""
    value = record.values.get(column) if column else None
    if value is None:
        return ""
    if not isinstance(value, str) or _UNPRINTABLE.search(value):
        raise Invalid(
            N_("Line %(line)s: “%(name)s” is not text, or holds signs that no text has."),
            line=record.line,
            name=printable(column),
        )
    return value


def _group(record: Record, column: str) -> str:
    value = record.values.get(column) if column else None
    if isinstance(value, bool | int | float):
        value = str(value).lower()
    return text_field(Record(record.line, {column: value}), column).strip()


def _label(record: Record, column: str) -> bool | None:
    share = _share(record.values.get(column))
    if share is None:
        return None
    # Put this way round, NaN is refused too.
    if not 0 <= share <= 1:
        raise Invalid(
            N_(
                "Line %(line)s: “%(name)s” is not a label. Labels are 0 or 1, true or false, "
                "or a share from 0 to 1."
            ),
            line=record.line,
            name=printable(column),
        )
    return share >= POSITIVE_FROM


def _share(value: Any) -> float | None:
    """The label as a number, None where there is none, and -1 where it cannot be read."""
    if isinstance(value, str):
        value = value.strip().lower()
        if not value:
            return None
        value = _TRUE_OR_FALSE.get(value, value)
    if value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return -1.0


def column_list(names: Sequence[str]) -> str:
    """The names of a file's columns, in one line."""
    listed = ", ".join(printable(name) for name in names[:20])
    return f"{listed}, …" if len(names) > 20 else listed
