"""Sets the scale by which Perspective's callers are told our scores, from recorded ones.

`python -m training.calibration.perspective --data PATH`, after every training: a scale holds for
one model only.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rejoinder.dropin.formats.perspective import scale
from rejoinder.engine import Judge, Judgement
from rejoinder.evaluation.comparison import Recording, fit_scale, score_recordings
from rejoinder.evaluation.comparison.figures import agreement, correlation
from rejoinder.evaluation.measures import Labels, Scores, auc
from rejoinder.evaluation.scoring import AnyJudge
from training.data.folds import HELD_OUT, fold_of
from training.data.tables import read_table

PACKAGED = Path(scale.__file__).with_name("scale.json")
ATTRIBUTE = "TOXICITY"

# Of the summary.
THRESHOLDS = (0.5, 0.7, 0.8, 0.9)

SET_FROM = (
    "Perspective's TOXICITY of comments on Wikipedia's talk pages, "
    "published at https://github.com/ipavlopoulos/context_toxicity (gn.csv)"
)


@dataclass(frozen=True, slots=True)
class Recordings:
    """Texts with Perspective's score, ours, and what people said, in the same order."""

    theirs: Scores
    ours: Scores
    toxic: Labels
    unseen: Labels
    """Which of them the judge did not learn from."""

    @property
    def weights(self) -> Scores:
        """For how many texts each of our scores stands.

        The judge has learnt most of the texts that people called civil, as civil, whatever
        Perspective said; its scores of them are lower than of any that it has yet to see. So they
        count for nothing, and those that it has not seen stand for them as well.
        """
        weights = np.zeros(len(self.ours))
        for label in (self.toxic, ~self.toxic):
            unseen = label & self.unseen
            weights[unseen] = label.sum() / max(1, unseen.sum())
        return weights


def main() -> None:
    """Judges the recorded texts in `--data` and write the scale to `--out`."""
    parser = argparse.ArgumentParser(
        prog="python -m training.calibration.perspective", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, default=PACKAGED, help="the scale to write")
    parser.add_argument("--model", type=Path, help="another model's folder")
    options = parser.parse_args()
    judge = Judge.load(options.model)
    recordings = recorded(options.data, judge)
    fitted = scale_of(recordings, judge.version)
    options.out.write_text(scale.written(fitted), encoding="utf-8")
    for line in summary(recordings, fitted):
        print(line)


def recorded(data: Path, judge: AnyJudge) -> Recordings:
    """Gives the published texts that have a score, as the judge scores them now.

    `cat_small.csv`, beside them, has labels and no score.
    """
    rows = list(read_table(data / "context_toxicity" / "gn.csv"))
    scores, _ = score_recordings([Recording(row["text"], {}) for row in rows], judge, _toxicity)
    both = [(row, each["toxicity"]) for row, each in zip(rows, scores, strict=True) if each]
    toxic = np.array([row["label"] == "1" for row, _ in both])
    held = np.array([fold_of(row["text"]) in HELD_OUT for row, _ in both])
    return Recordings(
        theirs=np.array([float(row["api"]) for row, _ in both]),
        ours=np.array([score for _, score in both]),
        toxic=toxic,
        unseen=toxic | held,  # `data/sources.py` takes the civil ones only
    )


def scale_of(recordings: Recordings, model: str) -> scale.Scale:
    """Fits the scale for this model."""
    table = fit_scale(recordings.ours, recordings.theirs, weights=recordings.weights, smooth=True)
    if problem := scale.problem_of(table):
        raise SystemExit(problem)
    return scale.Scale(model, {ATTRIBUTE: table}, SET_FROM)


def summary(recordings: Recordings, fitted: scale.Scale) -> list[str]:
    """Gives what NOTES.md and the docs say of the scale."""
    theirs, ours, toxic = recordings.theirs, recordings.ours, recordings.toxic
    unseen, weights = recordings.unseen, recordings.weights
    scaled = np.array([scale.scaled(ATTRIBUTE, float(each), fitted.tables) for each in ours])
    lines = [
        f"{fitted.model}: {fitted.tables[ATTRIBUTE]}",
        f"{len(scaled)} texts, {toxic.sum()} called toxic, {unseen.sum()} not learnt from",
        f"rank correlation {correlation(theirs, ours)}; not learnt from "
        f"{correlation(theirs[unseen], ours[unseen])}",
        f"area for the label: theirs {auc(toxic[unseen], theirs[unseen])}, "
        f"ours {auc(toxic[unseen], ours[unseen])}",
    ]
    for threshold in THRESHOLDS:
        both = agreement(theirs, scaled, threshold)
        share = (weights * (scaled > threshold)).sum() / weights.sum()
        lines.append(
            f"over {threshold}: theirs {both.theirs:.4f} ({both.both + both.only_theirs}), "
            f"ours {share:.4f}, learnt texts too {both.ours:.4f}, as measured "
            f"{(ours > threshold).mean():.4f}; kappa {both.kappa}"
        )
    return lines


def _toxicity(judgement: Judgement) -> dict[str, float]:
    return {"toxicity": judgement.abuse["toxicity"].score}


if __name__ == "__main__":
    main()
