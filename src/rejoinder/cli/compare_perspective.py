"""`rejoinder compare-perspective`: recorded scores of Perspective beside ours."""

from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path

import click

from rejoinder.cli.files import FILE, check_places, read_file, show_progress, write_file
from rejoinder.clock import now
from rejoinder.dropin.formats.perspective.attributes import ATTRIBUTES, UNMEASURED
from rejoinder.dropin.formats.perspective.scale import Scale, Tables, scaled, tables_for, written
from rejoinder.engine import Judge, Judgement, ModelError
from rejoinder.errors import Invalid, N_
from rejoinder.evaluation.comparison import (
    THRESHOLDS,
    Comparison,
    Recordings,
    compare,
    fit_scale,
    pairs_of,
    read_recordings,
    render_comparison_page,
    render_comparison_table,
    score_recordings,
)
from rejoinder.evaluation.comparison.quantiles import GRID, MIN_TEXTS
from rejoinder.settings import from_environment

# Recordings name no article: Perspective never read one.
COMPARED = {name: each for name, each in ATTRIBUTES.items() if not each.needs_article}

OTHERS = (*(name for name in ATTRIBUTES if name not in COMPARED), *UNMEASURED)

# Ours, of each text; None where its language is not known.
Scores = Sequence[Mapping[str, float] | None]


@click.command("compare-perspective")
@click.argument("file", type=FILE)
@click.option("--text", default="", help="The column of the texts, where its name does not say so.")
@click.option(
    "--score",
    "scores",
    multiple=True,
    metavar="COLUMN=ATTRIBUTE",
    help="A column of scores and of which attribute; may come again. Without any, every column "
    "that is called like an attribute.",
)
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    type=click.FloatRange(0, 1),
    default=THRESHOLDS,
    show_default=True,
    help="Where to compare; may come again.",
)
@click.option("--no-texts", is_flag=True, help="Show none of the readers' words.")
@click.option("--report", type=FILE, help="Write a report, one HTML file, as well.")
@click.option("--fit", type=FILE, help="Write a scale set from these recordings, for --scale.")
@click.option(
    "--scale",
    metavar="FILE",
    help="Tell our scores by this scale; or none: as measured. REJOINDER_DROPIN_SCALE otherwise.",
)
@click.option("--model", type=click.Path(path_type=Path), help="Another model's folder.")
def compare_perspective(  # noqa: PLR0913, PLR0917 - one argument an option, as click hands them over
    file: Path,
    text: str,
    scores: Sequence[str],
    thresholds: Sequence[float],
    no_texts: bool,
    report: Path | None,
    fit: Path | None,
    scale: str | None,
    model: Path | None,
) -> None:
    """Judge the texts in FILE and compare with the scores that Perspective gave them.

    FILE is CSV with a header or JSON lines: a text, and a score from 0 to 1 in a column called like
    its attribute; or recorded answers with the comment beside them. The texts that are farthest
    apart are shown shortened, so keep what is printed as you keep readers' comments.
    """
    if any(map(isnan, thresholds)):
        raise Invalid(N_("The threshold must be a number from 0 to 1."))
    check_places({"FILE": file, "--report": report, "--fit": fit})
    recordings = read_recordings(
        read_file(file), COMPARED, others=OTHERS, text=text, scores=_columns(scores)
    )
    judge = _judge(model)
    chosen_scale = from_environment().dropin.scale if scale is None else scale
    tables = tables_for(judge.version, chosen_scale)
    raw, languages = score_recordings(recordings.rows, judge, _measure, show_progress)
    comparison = Comparison(
        model=judge.version,
        texts=len(recordings.rows),
        unjudged=raw.count(None),
        languages=dict(languages.most_common()),
        scaled=tuple(name for name in recordings.attributes if COMPARED[name].scale in tables),
        passed_over=recordings.passed_over,
        attributes=compare(recordings, _scaled(raw, tables), thresholds=thresholds),
    )
    click.echo(render_comparison_table(comparison, texts=not no_texts), nl=False)
    if report is not None:
        day = now().date()
        page = render_comparison_page(
            comparison, source=file.name, texts_shown=not no_texts, written=day
        )
        write_file(report, page)
        click.echo(f"Report: {report}")
    if fit is not None:
        _fit(fit, recordings, raw, Scale(judge.version, {}, file.name), thresholds)


def _columns(named: Sequence[str]) -> dict[str, str] | None:
    """Attributes by column. A column that is called like its attribute needs no `=`."""
    columns: dict[str, str] = {}
    for each in named:
        column, _, name = each.rpartition("=")
        attribute = name.upper()
        if attribute in columns.values():
            raise Invalid(N_("--score names “%(name)s” twice."), name=attribute)
        columns[column or name] = attribute
    return columns or None


def _judge(model: Path | None) -> Judge:
    try:
        return Judge.load(model)
    except ModelError as problem:
        raise Invalid(str(problem)) from problem


def _measure(judgement: Judgement) -> dict[str, float]:
    """Our probabilities under Perspective's names, as they are before any table."""
    return {
        name: value
        for name, each in COMPARED.items()
        if (value := each.measured(judgement)) is not None
    }


def _scaled(raw: Scores, tables: Tables) -> Scores:
    """What the server would tell."""
    return [
        None
        if each is None
        else {name: scaled(COMPARED[name].scale, value, tables) for name, value in each.items()}
        for each in raw
    ]


def _fit(
    path: Path, recordings: Recordings, raw: Scores, empty: Scale, thresholds: Sequence[float]
) -> None:
    """Writes a table for each attribute of which enough was recorded, and says for which."""
    steps = {*GRID, *thresholds}
    tables = {}
    for name in recordings.attributes:
        _, theirs, ours = pairs_of(name, recordings.rows, raw)
        table = fit_scale(ours, theirs, at=steps) if len(ours) else ()
        missing = sorted({*thresholds} - {point for _, point in table})
        if len(table) > 2:
            tables[COMPARED[name].scale] = table
        if missing:
            points = ", ".join(f"{each:g}" for each in missing)
            click.echo(f"{name}: not set at {points}; it takes {MIN_TEXTS} texts on either side.")
    if not tables:
        raise Invalid(N_("There are too few recordings to set a scale from."))
    write_file(path, written(Scale(empty.model, tables, empty.set_from)))
    click.echo(f"Scale for {', '.join(tables)}: {path}")
