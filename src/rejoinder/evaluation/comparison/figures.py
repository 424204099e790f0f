"""Lets the judge read recorded texts, and measures how far its scores and the recorded agree."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from rejoinder.engine import Case, Judgement
from rejoinder.evaluation.comparison.model import (
    Agreement,
    AttributeComparison,
    Disagreement,
    Recording,
)
from rejoinder.evaluation.comparison.recording_files import Recordings
from rejoinder.evaluation.measures import Scores, mid_ranks
from rejoinder.evaluation.scoring import AnyJudge, Progress, is_scored, judge_in_batches

# From where Perspective's advice was to look at a comment.
THRESHOLDS = (0.7, 0.8)

# Thresholds of the plot.
STEPS = tuple(step / 20 for step in range(20))

# Disagreements of either kind that are shown.
MAX_DISAGREEMENTS = 5

# Texts in a plot: more would be one blot.
MAX_PLOTTED = 500

# Our scores under the other service's names.
Measure = Callable[[Judgement], Mapping[str, float]]


def score_recordings(
    rows: Sequence[Recording], judge: AnyJudge, measure: Measure, progress: Progress | None = None
) -> tuple[list[Mapping[str, float] | None], Counter[str]]:
    """Our scores for each text, None where its language is not known; and those languages."""
    scores: list[Mapping[str, float] | None] = []
    languages: Counter[str] = Counter()
    for judgement in judge_in_batches([Case(row.text) for row in rows], judge, progress):
        known = is_scored(judgement)
        scores.append(measure(judgement) if known else None)
        if not known and judgement.language is not None:
            languages[judgement.language.code] += 1
    return scores, languages


def compare(
    recordings: Recordings,
    scores: Sequence[Mapping[str, float] | None],
    *,
    thresholds: Sequence[float] = THRESHOLDS,
) -> tuple[AttributeComparison, ...]:
    """Each recorded attribute; `scores` are ours, in the order of the recordings."""
    return tuple(
        _attribute(name, recordings.rows, scores, sorted({*thresholds}))
        for name in recordings.attributes
    )


def pairs_of(
    attribute: str, rows: Sequence[Recording], scores: Sequence[Mapping[str, float] | None]
) -> tuple[list[Recording], Scores, Scores]:
    """The texts that both scored, their scores and ours."""
    both = [
        (row, row.scores[attribute], ours[attribute])
        for row, ours in zip(rows, scores, strict=True)
        if attribute in row.scores and ours is not None and attribute in ours
    ]
    theirs = np.array([each[1] for each in both], dtype=np.float64)
    return [each[0] for each in both], theirs, np.array([each[2] for each in both], np.float64)


def correlation(theirs: Scores, ours: Scores) -> float | None:
    """Spearman's (1904): Pearson's of the mid-ranks. None where either is constant."""
    if len(theirs) < 2:
        return None
    one, other = (ranks - ranks.mean() for ranks in (mid_ranks(theirs), mid_ranks(ours)))
    width = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / width if width else None


def agreement(theirs: Scores, ours: Scores, threshold: float) -> Agreement:
    """On which side of a threshold the two put the texts."""
    one, other = theirs > threshold, ours > threshold
    return Agreement(
        threshold,
        both=int((one & other).sum()),
        only_theirs=int((one & ~other).sum()),
        only_ours=int((~one & other).sum()),
        neither=int((~one & ~other).sum()),
    )


def _attribute(
    name: str,
    rows: Sequence[Recording],
    scores: Sequence[Mapping[str, float] | None],
    thresholds: Iterable[float],
) -> AttributeComparison:
    both, theirs, ours = pairs_of(name, rows, scores)
    chosen = np.linspace(0, max(0, len(both) - 1), min(MAX_PLOTTED, len(both))).astype(int)
    return AttributeComparison(
        attribute=name,
        n=len(both),
        unscored=sum(name in row.scores for row in rows) - len(both),
        correlation=correlation(theirs, ours),
        agreements=tuple(agreement(theirs, ours, each) for each in thresholds) if both else (),
        shares=tuple(agreement(theirs, ours, each) for each in STEPS) if both else (),
        pairs=tuple((float(theirs[index]), float(ours[index])) for index in chosen),
        theirs_higher=_widest(both, theirs, ours, theirs - ours),
        ours_higher=_widest(both, theirs, ours, ours - theirs),
    )


def _widest(
    rows: Sequence[Recording], theirs: Scores, ours: Scores, gaps: Scores
) -> tuple[Disagreement, ...]:
    order = np.argsort(-gaps, kind="stable")[:MAX_DISAGREEMENTS]
    return tuple(
        Disagreement(rows[index].text, float(theirs[index]), float(ours[index]), rows[index].line)
        for index in map(int, order)
        if gaps[index] > 0
    )
