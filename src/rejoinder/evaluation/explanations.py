"""What each figure of the report means, in words for whoever has to decide by it."""

from __future__ import annotations

from typing import Final

from rejoinder.evaluation.measures import CALIBRATION_BINS
from rejoinder.evaluation.scoring import FEWEST_NEGATIVES, FEWEST_OF_EACH

ON_TOPIC: Final = "Positive means on topic, so what is flagged is what the judge takes to be."

EXPLANATIONS: Final = (
    (
        "Positive, flagged",
        "A text is positive when people said that the attribute holds, or at least half of them "
        "did. It is flagged when its score is at least the threshold. The judge is right where the "
        "two agree.",
    ),
    (
        "AUC",
        "Take one positive and one negative text at random: how often does the positive one score "
        "higher? 0.5 is a coin, 1 is always. It is the area under the ROC curve, counted from "
        "ranks (Mann and Whitney 1947). The interval holds the true figure in 95 of 100 such "
        "samples (DeLong, DeLong and Clarke-Pearson 1988, on the scale of log odds). A perfect "
        "AUC has none, since nothing varies.",
    ),
    (
        "Average precision",
        "The mean precision while more and more positives are caught, with nothing interpolated "
        "(Davis and Goadrich 2006). Compare it with chance, the share of positives: where those "
        "are rare, it says more than the AUC does.",
    ),
    (
        "Precision, recall, F1, macro-F1",
        "Precision is the share of flagged texts that are positive, recall the share of positives "
        "that are flagged, F1 their harmonic mean. Macro-F1 is the mean of F1 for the positives "
        "and F1 for the negatives, so that neither class hides behind the other (Sokolova and "
        "Lapalme 2009).",
    ),
    (
        "Calibration error",
        f"Scores are sorted into {CALIBRATION_BINS} equally wide bins. In each, the mean score is "
        "compared with the share of positives; the differences are averaged, each bin weighing as "
        "much as it holds texts (expected calibration error; Naeini, Cooper and Hauskrecht 2015).",
    ),
    (
        "False positive rate, AUC within a group",
        "The share of a group’s negatives that are flagged, and the AUC over its texts alone "
        "(Borkan and others 2019). A group is called the one with the lowest AUC only if it has at "
        f"least {FEWEST_OF_EACH} texts of each class, the one with the most false positives only "
        f"if it has at least {FEWEST_NEGATIVES} negatives: below that, chance does the naming.",
    ),
    (
        "–",
        "These texts cannot tell: there are too few, or of one class only, or nothing is flagged.",
    ),
)
"""Terms and meanings, in the order of the report."""
