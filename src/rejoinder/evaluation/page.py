"""The report on an evaluation. Texts and group names are strangers': the template escapes them."""

from datetime import date

from rejoinder.evaluation.document import render
from rejoinder.evaluation.measures import CALIBRATION_BINS
from rejoinder.evaluation.model import Evaluation
from rejoinder.evaluation.plots import (
    precision_recall_plot,
    reliability_plot,
    roc_plot,
    score_plot,
)
from rejoinder.evaluation.scoring import MIN_NEGATIVES, MIN_OF_EACH
from rejoinder.evaluation.wording import worst_groups


def render_page(
    evaluation: Evaluation, *, source: str, grouped_by: str = "", written: date | None = None
) -> str:
    """The report as HTML. `source` is the name of the file that was read.

    `grouped_by` is the column of the groups, `written` the day that the report names.
    """
    return render(
        "evaluation.html",
        evaluation=evaluation,
        source=source,
        grouped_by=grouped_by,
        written=written,
        roc_plot=roc_plot,
        precision_recall_plot=precision_recall_plot,
        reliability_plot=reliability_plot,
        score_plot=score_plot,
        worst_groups=worst_groups,
        calibration_bins=CALIBRATION_BINS,
        min_of_each=MIN_OF_EACH,
        min_negatives=MIN_NEGATIVES,
    )
