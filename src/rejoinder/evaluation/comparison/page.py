"""The report on a comparison. Texts are strangers': the template escapes them."""

from datetime import date

from rejoinder.evaluation.comparison.model import Comparison
from rejoinder.evaluation.comparison.plots import pairs_plot, shares_plot
from rejoinder.evaluation.comparison.table import scale_of
from rejoinder.evaluation.document import render


def render_comparison_page(
    comparison: Comparison, *, source: str, texts_shown: bool = True, written: date | None = None
) -> str:
    """The report as HTML. `source` is the name of the file that was read.

    Without `texts_shown`, none of the readers' words; `written` is the day that the report names.
    """
    return render(
        "comparison.html",
        comparison=comparison,
        source=source,
        texts_shown=texts_shown,
        written=written,
        pairs_plot=pairs_plot,
        shares_plot=shares_plot,
        scale_of=scale_of,
    )
