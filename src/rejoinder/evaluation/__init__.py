"""How well the judge agrees with people: labelled texts in, figures and a report out.

Called by `rejoinder evaluate` and by whoever writes a model's card. Nothing that serves needs it.
"""

from rejoinder.evaluation.label_files import Columns as Columns
from rejoinder.evaluation.label_files import read_rows as read_rows
from rejoinder.evaluation.model import AttributeFigures as AttributeFigures
from rejoinder.evaluation.model import Bin as Bin
from rejoinder.evaluation.model import Curve as Curve
from rejoinder.evaluation.model import Evaluation as Evaluation
from rejoinder.evaluation.model import GroupFigures as GroupFigures
from rejoinder.evaluation.model import Histogram as Histogram
from rejoinder.evaluation.model import Mistake as Mistake
from rejoinder.evaluation.model import Row as Row
from rejoinder.evaluation.model import ThresholdFigures as ThresholdFigures
from rejoinder.evaluation.page import render_page as render_page
from rejoinder.evaluation.scoring import MEASURED as MEASURED
from rejoinder.evaluation.scoring import THRESHOLDS as THRESHOLDS
from rejoinder.evaluation.scoring import evaluate as evaluate
from rejoinder.evaluation.table import render_table as render_table
