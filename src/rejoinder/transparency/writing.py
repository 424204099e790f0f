"""The files that an operator sends or publishes: statements in bodies of 100, and the report."""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Connection

from rejoinder.errors import N_
from rejoinder.i18n import translator_of
from rejoinder.sites.model import Site
from rejoinder.transparency.database import MOST_IN_A_BODY, statement_for
from rejoinder.transparency.model import Numbers, Period
from rejoinder.transparency.plots import by_category, over_time
from rejoinder.transparency.queries import numbers_of, statements_to_send
from rejoinder.transparency.tables_of_numbers import in_words, rows_of

BODIES, TABLE, REPORT = "statements.jsonl", "report.csv", "report.html"


class Written(NamedTuple):
    """How much was written."""

    statements: int
    bodies: int


def write_all(
    connection: Connection, site: Site, period: Period, folder: Path, *, now: datetime
) -> Written:
    """Writes a period's statements, each line a body that the API takes; and its report.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = bodies = 0
    with (folder / BODIES).open("w", encoding="utf-8") as file:
        for body in _bodies(connection, site, period, now=now):
            file.write(json.dumps({"statements": body}, ensure_ascii=False) + "\n")
            written, bodies = written + len(body), bodies + 1
    numbers = numbers_of(connection, site.id, period)
    _write_table(site, numbers, folder / TABLE)
    (folder / REPORT).write_text(_report(site, numbers), encoding="utf-8")
    return Written(written, bodies)


def _bodies(
    connection: Connection, site: Site, period: Period, *, now: datetime
) -> Iterator[Sequence[dict[str, Any]]]:
    body: list[dict[str, Any]] = []
    for each in statements_to_send(connection, site, period, now=now):
        body.append(statement_for(each))
        if len(body) == MOST_IN_A_BODY:
            yield body
            body = []
    if body:
        yield body


def _write_table(site: Site, numbers: Numbers, path: Path) -> None:
    translate = translator_of(site).translate
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["from", "to", "section", "what", "number"])
        for row in rows_of(numbers):
            number = "" if row.value is None else f"{row.value:g}"
            days = (numbers.period.first.isoformat(), numbers.period.last.isoformat())
            out.writerow([*days, translate(row.section), translate(row.name), number])


def _report(site: Site, numbers: Numbers) -> str:
    translator = translator_of(site)
    sections = [
        (translator.translate(section), [in_words(row, translator) for row in rows])
        for section, rows in groupby(rows_of(numbers), key=lambda row: row.section)
    ]
    plots = (
        over_time(numbers, translator.translate, lambda part: f"{part.first:%Y-%m}"),
        by_category(numbers, translator.translate),
    )
    template = _environment().get_template("report.html")
    return template.render(
        site=site,
        numbers=numbers,
        sections=sections,
        plots=plots,
        title=translator.translate(N_("Transparency report")),
        direction=translator.locale.text_direction,
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("rejoinder.transparency"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
