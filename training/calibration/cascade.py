"""Joins both looks: probabilities from the log-odds of either or both, and where doubt begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import MAX_CHARACTERS, Vocabulary
from training.calibration.platt import fit_platt
from training.data.folds import CALIBRATED
from training.data.sources import REPORTED_FLOOR
from training.dataset import Dataset
from training.ngrams.matrix import progress

Floats = NDArray[np.float64]

PARTS = {
    "newspaper": 3.0,
    "jigsaw": 2.0,
    "toxic_spans": 1.0,
    "functions": 2.0,
    "pictures": 0.3,
    "mentions": 0.3,
    "templates": 0.7,
    "buried": 0.4,
    "signs": 0.3,
    "hatemoji": 0.2,
    "innocent": 0.2,
    "gab": 0.2,
    "sexual": 0.2,
    "convabuse": 0.15,
    "groups": 0.1,
    "edos": 0.1,
    "implicit_hate": 0.1,
    "youtube_spam": 0.4,
    "sms_spam": 0.15,
}
"""The sets that calibrate the probabilities, and how much each counts as a whole."""

MOST = 1500
"""Texts of one set; more would change nothing but the time."""

IN_DOUBT = 0.08
"""The share of civil newspaper comments that may get the closer look for abuse."""

SHORT = 24
"""Word pieces up to which every text gets it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What both looks make of some rows: log-odds by row and attribute, and lengths.

    `sizes` count word pieces, `words` are the logarithms that the first look counts with.
    """

    places: NDArray[np.int64]
    whole: Floats
    peak: Floats
    glance: Floats
    odds: Floats
    sizes: NDArray[np.int64]
    words: Floats


def chosen(rows: Dataset, seed: int) -> NDArray[np.int64]:
    """The rows that calibrate: of each set that does, at most MOST."""
    draw = np.random.default_rng(seed)
    kept = np.isin(rows.folds, CALIBRATED)
    parts = [
        draw.permutation(np.flatnonzero(kept & rows.from_source(name)))[:MOST]
        for name in PARTS
        if name in rows.names
    ]
    return np.concatenate(parts)


def see(
    model: AbuseModel,
    networks: tuple[Encoder, Encoder],
    vocabulary: Vocabulary,
    rows: Dataset,
    places: NDArray[np.int64],
) -> Seen:
    """Both looks at some rows, by the very code that serves."""
    looks, sizes, answers = [], [], []
    for text in progress([rows.examples[place].text for place in places], "Looking twice"):
        folded = fold(text[:MAX_CHARACTERS])
        pieces = vocabulary.tokenize(folded).ids
        looks.append(model.score_ngrams(folded))
        sizes.append(len(pieces))
        answers.append(
            [each.encode(pieces) if len(pieces) else each.empty_output(0) for each in networks]
        )
    return Seen(
        places,
        np.array([look.whole for look in looks]),
        np.array([look.peak for look in looks]),
        np.array([glance.logits for glance, _ in answers]),
        np.array([reading.logits for _, reading in answers]),
        np.array(sizes),
        np.array([look.log_length for look in looks]),
    )


def calibrate(seen: Seen, rows: Dataset) -> dict[str, Any]:
    """The curves from log-odds to probability: by the first look alone, and by both.

    Longer texts have more places where chance finds something, which the length makes up for.
    """
    names = np.array(rows.names)[rows.sources[seen.places]]
    known = unfloored(names, rows.labels[seen.places])
    first, both = [], []
    for place in range(len(ATTRIBUTES)):
        labels = known[:, place]
        part = parts(names, labels)
        use = np.flatnonzero(part > 0)
        columns = (seen.whole, seen.peak, seen.words[:, None], seen.glance, seen.odds)
        signs = np.column_stack([each[:, min(place, each.shape[1] - 1)] for each in columns])
        first.append(fit_platt(signs[use, :4], labels[use], part[use], free=(2,)))
        both.append(fit_platt(signs[use], labels[use], part[use], free=(2,)))
    return {"calibration": first, "closer": both}


def unfloored(names: NDArray[np.str_], labels: Floats) -> Floats:
    """The labels, those of toxicity without the floor of reported comments."""
    known = labels.copy()
    reported, column = names == "toxic_spans", ATTRIBUTES.index("toxicity")
    known[reported, column] = (known[reported, column] - REPORTED_FLOOR) / (1 - REPORTED_FLOOR)
    return known


def parts(names: NDArray[np.str_], labels: Floats) -> Floats:
    """Each text's share of its set's weight; 0 where it has no label or its set none."""
    part = np.zeros(len(names))
    for name, weight in PARTS.items():
        of = (names == name) & ~np.isnan(labels)
        if of.any():
            part[of] = 1000 * weight / of.sum()
    return part


def doubt(settings: dict[str, Any], seen: Seen, rows: Dataset) -> list[float]:
    """The probability of each attribute from which a text is read closely.

    The same quantile of civil newspaper comments for each, as high as IN_DOUBT lets it be.
    """
    civil = rows.from_source("newspaper")[seen.places]
    slopes = np.array(settings["calibration"])
    signs = (seen.whole, seen.peak, seen.words[:, None], seen.glance)
    odds = sum(slopes[:, place] * sign[civil] for place, sign in enumerate(signs)) + slopes[:, -1]
    scores = 1 / (1 + np.exp(-odds))
    for quantile in np.linspace(0.8, 1.0, 201):
        least = np.quantile(scores, quantile, axis=0)
        if (scores > least).any(1).mean() <= IN_DOUBT:
            break
    return [round(float(value), 4) for value in least]
