"""`rejoinder evaluate`: how well the judge agrees with the labels that people gave."""

import json
from collections.abc import Sequence
from math import isnan
from pathlib import Path

import click

from rejoinder.cli.files import FILE, check_places, read_file, show_progress, write_file
from rejoinder.clock import now
from rejoinder.engine import Judge, ModelError
from rejoinder.errors import Invalid, N_
from rejoinder.evaluation import Columns, Evaluation, read_rows, render_page, render_table
from rejoinder.evaluation import evaluate as measure


@click.command()
@click.argument("file", type=FILE)
@click.option("--text", default="text", show_default=True, help="The column of the texts.")
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="NAME=ATTRIBUTE",
    help="A column of labels and what it says; may come again. Without any, every column that is "
    "called like an attribute.",
)
@click.option("--article-headline", "headline", default="", help="The column of headlines.")
@click.option("--article-standfirst", "standfirst", default="", help="The column of standfirsts.")
@click.option("--article-body", "body", default="", help="The column of article bodies.")
@click.option("--parent", default="", help="The column of the comments that are replied to.")
@click.option("--group", default="", help="A column of groups to compare.")
@click.option("--model", type=click.Path(path_type=Path), help="Another model's folder.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="The score from which on a text counts as flagged.",
)
@click.option("--html", type=FILE, help="The report; FILE.report.html otherwise.")
@click.option("--json", "plain", type=FILE, help="The figures for programs.")
def evaluate(  # noqa: PLR0913, PLR0917 - one argument an option, as click hands them over
    file: Path,
    text: str,
    labels: Sequence[str],
    headline: str,
    standfirst: str,
    body: str,
    parent: str,
    group: str,
    model: Path | None,
    threshold: float,
    html: Path | None,
    plain: Path | None,
) -> None:
    """Judge the labelled comments in FILE, CSV or JSON lines, and say how often the judge is right.

    Prints tables and writes a report, one file that a browser opens. The report holds the ten worst
    mistakes of either kind, so keep it as you keep readers' comments.
    """
    if isnan(threshold):
        raise Invalid(N_("The threshold must be a number from 0 to 1."))
    html = html or file.with_name(f"{file.name}.report.html")
    check_places({"FILE": file, "--html": html, "--json": plain})
    columns = Columns(text, _labels(labels), headline, standfirst, body, parent, group)
    rows = read_rows(read_file(file), columns)
    try:
        judge = Judge.load(model)
    except ModelError as problem:
        raise Invalid(str(problem)) from problem
    evaluation = measure(rows, judge, threshold=threshold, progress=show_progress)
    click.echo(render_table(evaluation), nl=False)
    write_file(
        html, render_page(evaluation, source=file.name, grouped_by=group, written=now().date())
    )
    if plain is not None:
        write_file(plain, _json(evaluation))
    click.echo(f"Report: {html}")


def _labels(named: Sequence[str]) -> dict[str, str] | None:
    """Columns by attribute. A column that is called like its attribute needs no `=`."""
    labels: dict[str, str] = {}
    for each in named:
        column, _, attribute = each.rpartition("=")
        if attribute in labels:
            raise Invalid(N_("--label names “%(name)s” twice."), name=attribute)
        labels[attribute] = column or attribute
    return labels or None


def _json(evaluation: Evaluation) -> str:
    return json.dumps(evaluation.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
