"""Lets the judge read labelled texts and measures what it made of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rejoinder.engine import ATTRIBUTES, Case, Judgement
from rejoinder.evaluation import measures
from rejoinder.evaluation.measures import Labels, Scores
from rejoinder.evaluation.model import (
    AttributeFigures,
    Evaluation,
    GroupFigures,
    Mistake,
    Row,
)

# What can be evaluated, in the order in which it is told.
MEASURED = (*ATTRIBUTES, "on_topic")

# From nosy to sure: where policies usually stand.
THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9)

# Texts judged together: large enough to be fast, small enough that progress moves.
BATCH = 64

# Of either kind, that are shown.
MAX_MISTAKES = 10

# Positives, and negatives, below which a group's area is too blurred to be called the worst.
MIN_OF_EACH = 10

# Below this, one text moves a group's false positive rate by more than five points.
MIN_NEGATIVES = 20

# Told how many texts are judged, and of how many, after every batch.
Progress = Callable[[int, int], None]


class AnyJudge(Protocol):
    """What an evaluation asks of a judge; `rejoinder.engine.Judge` is one."""

    @property
    def version(self) -> str:
        """The model's name and fingerprint."""

    def batch(self, cases: Iterable[Case]) -> list[Judgement]:
        """One judgement for each case, in order."""


def evaluate(
    rows: Sequence[Row],
    judge: AnyJudge,
    *,
    threshold: float = 0.5,
    thresholds: Sequence[float] = THRESHOLDS,
    progress: Progress | None = None,
) -> Evaluation:
    """Judge every row and measure each attribute that any row has a label for.

    `threshold` (0 to 1) is where macro-F1, groups and mistakes are measured; `thresholds` are
    those told beside it. Texts that the judge does not judge are counted and never scored.
    """
    answers = list(_answers(rows, judge, progress))
    unjudged = [each for each in answers if each.scores is None]
    languages = Counter(each.language for each in unjudged if each.language)
    steps = sorted({*thresholds, threshold})
    labelled = {name for row in rows for name in row.labels}
    return Evaluation(
        model=judge.version,
        texts=len(rows),
        unjudged=len(unjudged),
        languages=dict(languages.most_common()),
        threshold=threshold,
        attributes=tuple(
            _figures(name, rows, answers, threshold, steps) for name in MEASURED if name in labelled
        ),
    )


def judge_in_batches(
    cases: Sequence[Case], judge: AnyJudge, progress: Progress | None = None
) -> Iterator[Judgement]:
    """One judgement for each case, in order; `progress` is told after every batch."""
    for start in range(0, len(cases), BATCH):
        batch = cases[start : start + BATCH]
        yield from judge.batch(batch)
        if progress is not None:
            progress(start + len(batch), len(cases))


def is_scored(judgement: Judgement) -> bool:
    """Whether the judge knew the language: no score is not a low score."""
    return bool(judgement.abuse) and judgement.in_known_language


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept of a judgement: a hundred thousand of them with their evidence fill a memory."""

    scores: Mapping[str, float] | None
    language: str


def _answers(rows: Sequence[Row], judge: AnyJudge, progress: Progress | None) -> Iterator[_Answer]:
    cases = [Case(row.text, row.article, row.parent) for row in rows]
    return map(_answer, judge_in_batches(cases, judge, progress))


def _answer(judgement: Judgement) -> _Answer:
    code = "" if judgement.language is None else judgement.language.code
    if not is_scored(judgement):
        return _Answer(None, code)
    scores = {name: each.score for name, each in judgement.abuse.items()}
    if judgement.on_topic is not None:
        scores["on_topic"] = judgement.on_topic.score
    return _Answer(scores, code)


def _figures(
    attribute: str,
    rows: Sequence[Row],
    answers: Sequence[_Answer],
    threshold: float,
    steps: Sequence[float],
) -> AttributeFigures:
    labelled = [
        (row, None if answer.scores is None else answer.scores.get(attribute))
        for row, answer in zip(rows, answers, strict=True)
        if attribute in row.labels
    ]
    scored = [(row, score) for row, score in labelled if score is not None]
    scored_rows = [row for row, _ in scored]
    labels = np.array([row.labels[attribute] for row in scored_rows], dtype=np.bool_)
    scores = np.array([score for _, score in scored], dtype=np.float64)
    bins = measures.calibration_bins(labels, scores)
    groups = _groups(scored_rows, labels, scores, threshold)
    return AttributeFigures(
        attribute=attribute,
        n=len(scored_rows),
        positives=int(labels.sum()),
        unscored=len(labelled) - len(scored_rows),
        auc=measures.auc(labels, scores),
        auc_interval=measures.auc_interval(labels, scores),
        average_precision=measures.average_precision(labels, scores),
        macro_f1=measures.macro_f1(labels, scores, threshold),
        calibration_error=measures.calibration_error(bins),
        at_threshold=measures.at_threshold(labels, scores, threshold),
        thresholds=tuple(measures.at_threshold(labels, scores, step) for step in steps),
        bins=bins,
        roc=measures.roc_curve(labels, scores),
        precision_recall=measures.precision_recall_curve(labels, scores),
        histogram=measures.histogram(labels, scores),
        groups=groups,
        lowest_auc_group=_lowest_auc(groups),
        highest_false_positive_group=_highest_false_positive_rate(groups),
        false_positives=_worst(scored_rows, scores, ~labels & (scores >= threshold), from_top=True),
        false_negatives=_worst(scored_rows, scores, labels & (scores < threshold), from_top=False),
    )


def _groups(
    rows: Sequence[Row], labels: Labels, scores: Scores, threshold: float
) -> tuple[GroupFigures, ...]:
    """The groups, largest first. The area within a group is Borkan et al.'s (2019) subgroup AUC."""
    sizes = Counter(row.group for row in rows if row.group)
    belongs = np.array([row.group for row in rows], dtype=np.object_)
    figures = []
    for name, n in sorted(sizes.items(), key=lambda each: (-each[1], each[0])):
        inside = belongs == name
        group_labels, group_scores = labels[inside], scores[inside]
        figures.append(
            GroupFigures(
                name=name,
                n=n,
                positives=int(group_labels.sum()),
                auc=measures.auc(group_labels, group_scores),
                auc_interval=measures.auc_interval(group_labels, group_scores),
                false_positive_rate=measures.at_threshold(
                    group_labels, group_scores, threshold
                ).false_positive_rate,
            )
        )
    return tuple(figures)


def _lowest_auc(groups: Iterable[GroupFigures]) -> str | None:
    eligible = [
        (group.auc, group.name)
        for group in groups
        if group.auc is not None and min(group.positives, group.n - group.positives) >= MIN_OF_EACH
    ]
    return min(eligible)[1] if len(eligible) > 1 else None


def _highest_false_positive_rate(groups: Iterable[GroupFigures]) -> str | None:
    eligible = [
        (group.false_positive_rate, group.name)
        for group in groups
        if group.false_positive_rate is not None and group.n - group.positives >= MIN_NEGATIVES
    ]
    # Where nobody was flagged wrongly, no group has the worst of it.
    worst = max(eligible, default=(0.0, ""))
    return worst[1] if len(eligible) > 1 and worst[0] else None


def _worst(
    rows: Sequence[Row], scores: Scores, mistaken: Labels, *, from_top: bool
) -> tuple[Mistake, ...]:
    order = np.argsort(-scores if from_top else scores, kind="stable")
    indexes = [int(index) for index in order if mistaken[index]][:MAX_MISTAKES]
    return tuple(
        Mistake(rows[index].text, float(scores[index]), rows[index].line) for index in indexes
    )
