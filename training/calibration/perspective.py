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
from training.data.folds import CALIBRATED, MEASURED, fold_of
from training.data.tables import read_table

PACKAGED = Path(scale.__file__).with_name("scale.json")
ATTRIBUTE = "TOXICITY"
SET_FROM = (
    "Perspective's TOXICITY of comments on Wikipedia's talk pages, "
    "published at https://github.com/ipavlopoulos/context_toxicity (gn.csv)"
)


@dataclass(frozen=True, slots=True)
class Recorded:
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
        found = np.zeros(len(self.ours))
        for kind in (self.toxic, ~self.toxic):
            seen_not = kind & self.unseen
            found[seen_not] = kind.sum() / max(1, seen_not.sum())
        return found


def main() -> None:
    """Judge the recorded texts in `--data` and write the scale to `--out`."""
    parser = argparse.ArgumentParser(
        prog="python -m training.calibration.perspective", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, default=PACKAGED, help="the scale to write")
    parser.add_argument("--model", type=Path, help="another model's folder")
    asked = parser.parse_args()
    judge = Judge.load(asked.model)
    found = recorded(asked.data, judge)
    made = scale_of(found, judge.version)
    asked.out.write_text(scale.written(made), encoding="utf-8")
    for line in told(found, made):
        print(line)


def recorded(data: Path, judge: AnyJudge) -> Recorded:
    """The published texts that have a score, as the judge reads them now.

    `cat_small.csv`, beside them, has labels and no score.
    """
    given = list(read_table(data / "context_toxicity" / "gn.csv"))
    scores, _ = score_recordings([Recording(row["text"], {}) for row in given], judge, _toxicity)
    both = [(row, each["toxicity"]) for row, each in zip(given, scores, strict=True) if each]
    toxic = np.array([row["label"] == "1" for row, _ in both])
    held = np.array([fold_of(row["text"]) in {*MEASURED, *CALIBRATED} for row, _ in both])
    return Recorded(
        theirs=np.array([float(row["api"]) for row, _ in both]),
        ours=np.array([score for _, score in both]),
        toxic=toxic,
        unseen=toxic | held,  # `abuse_sources` takes the civil ones only
    )


def scale_of(found: Recorded, model: str) -> scale.Scale:
    """The scale for this model."""
    table = fit_scale(found.ours, found.theirs, weights=found.weights, smooth=True)
    if problem := scale.problem_of(table):
        raise SystemExit(problem)
    return scale.Scale(model, {ATTRIBUTE: table}, SET_FROM)


def told(found: Recorded, made: scale.Scale) -> list[str]:
    """What NOTES.md and the docs say of the scale."""
    unseen, weights = found.unseen, found.weights
    moved = np.array([scale.scaled(ATTRIBUTE, float(each), made.tables) for each in found.ours])
    lines = [
        f"{made.model}: {made.tables[ATTRIBUTE]}",
        f"{len(moved)} texts, {found.toxic.sum()} called toxic, {unseen.sum()} not learnt from",
        f"rank correlation {correlation(found.theirs, found.ours)}; not learnt from "
        f"{correlation(found.theirs[unseen], found.ours[unseen])}",
        f"area for the label: theirs {auc(found.toxic[unseen], found.theirs[unseen])}, "
        f"ours {auc(found.toxic[unseen], found.ours[unseen])}",
    ]
    for threshold in (0.5, 0.7, 0.8, 0.9):
        all_of = agreement(found.theirs, moved, threshold)
        ours = (weights * (moved > threshold)).sum() / weights.sum()
        lines.append(
            f"over {threshold}: theirs {all_of.theirs:.4f} ({all_of.both + all_of.only_theirs}), "
            f"ours {ours:.4f}, learnt texts too {all_of.ours:.4f}, as measured "
            f"{(found.ours > threshold).mean():.4f}; kappa {all_of.kappa}"
        )
    return lines


def _toxicity(judgement: Judgement) -> dict[str, float]:
    return {"toxicity": judgement.abuse["toxicity"].score}


if __name__ == "__main__":
    main()
