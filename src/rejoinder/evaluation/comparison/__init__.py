"""Another service's recorded scores beside ours: figures, tables, a report, and a fitted scale.

Called by `rejoinder compare-perspective` and by the training; knows no service's names itself.
"""

from rejoinder.evaluation.comparison.figures import THRESHOLDS as THRESHOLDS
from rejoinder.evaluation.comparison.figures import compare as compare
from rejoinder.evaluation.comparison.figures import pairs_of as pairs_of
from rejoinder.evaluation.comparison.figures import score_recordings as score_recordings
from rejoinder.evaluation.comparison.model import Agreement as Agreement
from rejoinder.evaluation.comparison.model import AttributeComparison as AttributeComparison
from rejoinder.evaluation.comparison.model import Comparison as Comparison
from rejoinder.evaluation.comparison.model import Disagreement as Disagreement
from rejoinder.evaluation.comparison.model import Recording as Recording
from rejoinder.evaluation.comparison.page import render_comparison_page as render_comparison_page
from rejoinder.evaluation.comparison.quantiles import fit_scale as fit_scale
from rejoinder.evaluation.comparison.recording_files import Recordings as Recordings
from rejoinder.evaluation.comparison.recording_files import read_recordings as read_recordings
from rejoinder.evaluation.comparison.table import render_comparison_table as render_comparison_table
