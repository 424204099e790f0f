"""Measures a packaged model as it will serve, on folds and sets that nothing was fitted on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine import ATTRIBUTES, Article, Case, Judge
from training.calibration.cascade import PARTS, parts, unfloored
from training.data.debates import Debate, news_pairs, newspaper_debates
from training.data.examples import MEASURED
from training.dataset import Dataset
from training.measures.measure import area, calibration_error
from training.measures.obfuscation import obfuscated
from training.measures.spans import agreement, marked
from training.packaging.model_card import Miss
from training.topic.heads import measured, nearest

Floats = NDArray[np.float64]

MOST = 1500
"""Texts of one set."""

THREADS = 2

HEADLINES = 500

SHOWN = 10
"""Sentences that the card shows the model to fail on."""

SOUGHT = (
    ("jigsaw", "toxicity"),
    ("jigsaw_plain", "severe_toxicity"),
    ("toxic_spans", "insult"),
    ("toxic_spans", "toxicity"),
    ("gab", "identity_attack"),
    ("edos", "identity_attack"),
    ("implicit_hate", "identity_attack"),
    ("hatemoji", "identity_attack"),
    ("functions", "identity_attack"),
    ("pictures", "identity_attack"),
    ("convabuse", "toxicity"),
    ("sexual", "sexually_explicit"),
    ("youtube_spam", "spam"),
)
"""Sets and the attribute that each measures, by area under the curve."""


def measure_model(judge: Judge, rows: Dataset, data: Path, seed: int) -> dict[str, float]:
    """Every figure of the model card by its name."""
    draw = np.random.default_rng(seed)
    kept = np.isin(rows.folds, MEASURED)
    places = np.concatenate(
        [
            draw.permutation(np.flatnonzero(kept & rows.of(name)))[:MOST]
            for name in sorted({*(source for source, _ in SOUGHT), *PARTS})
            if name in rows.names
        ]
    )
    found = judge.batch((Case(rows.examples[place].text) for place in places), THREADS)
    scores = np.array(
        [
            [each.abuse[name].score if each.abuse else np.nan for name in ATTRIBUTES]
            for each in found
        ]
    )
    made = _areas(rows, places, scores)
    made |= _hidden(rows, places, scores)
    made |= _functions(rows, places, scores)
    made |= _groups(rows, places, scores)
    made |= _calibration(rows, places, scores)
    made["refused as not English"] = float(np.isnan(scores[:, 0]).mean())
    made["toxic spans, F1 of characters"] = agreement(judge, marked(data, MEASURED))
    made["evasion, share of detections kept"] = _evasion(judge, rows, places, scores, seed)
    made |= topics(judge, newspaper_debates(data), seed)
    made["news headline, its own body or another, AUC"] = headlines(judge, data, seed)
    return {name: round(float(value), 4) for name, value in made.items()}


def misses(judge: Judge, rows: Dataset) -> list[Miss]:
    """The sentences of our own, from frames not learned, that the model gets most wrong."""
    column = ATTRIBUTES.index("identity_attack")
    kept = np.isin(rows.folds, MEASURED) & rows.of("functions")
    seen: dict[str, Miss] = {}
    for place in np.flatnonzero(kept & ~np.isnan(rows.labels[:, column])):
        example = rows.examples[place]
        wanted = bool(rows.labels[place, column] >= 0.5)
        found = judge(example.text).abuse.get("identity_attack")
        if found is not None and (found.score >= 0.5) != wanted:
            miss = Miss(example.text, "identity_attack", found.score, wanted)
            other = seen.get(example.group)
            if other is None or _gap(miss) > _gap(other):
                seen[example.group] = miss
    return sorted(seen.values(), key=_gap, reverse=True)[:SHOWN]


def _gap(miss: Miss) -> float:
    return abs(miss.said - float(miss.wanted))


def _areas(rows: Dataset, places: NDArray[np.int64], scores: Floats) -> dict[str, float]:
    made = {}
    for source, name in SOUGHT:
        column = ATTRIBUTES.index(name)
        labels = rows.labels[places, column]
        use = rows.of(source)[places] & ~np.isnan(labels) & ~np.isnan(scores[:, column])
        made[f"{source}, {name}, AUC"] = area(labels[use] >= 0.5, scores[use, column])
    return made


def _hidden(rows: Dataset, places: NDArray[np.int64], scores: Floats) -> dict[str, float]:
    """Civil newspaper comments, and the same with an abusive sentence put in."""
    buried, civil = rows.of("buried")[places], rows.of("newspaper")[places]
    use = (buried | civil) & ~np.isnan(scores[:, 0])
    return {"abuse put into newspaper comments, AUC": area(buried[use], scores[use, 0])}


def _functions(rows: Dataset, places: NDArray[np.int64], scores: Floats) -> dict[str, float]:
    """Our own functional sentences, from frames not learned, at one half."""
    column = ATTRIBUTES.index("identity_attack")
    use = rows.of("functions")[places] & ~np.isnan(scores[:, column])
    truth = rows.labels[places, column][use] >= 0.5
    said = scores[use, column] >= 0.5
    return {
        "own functional sentences, hateful right": float((said & truth).sum() / truth.sum()),
        "own functional sentences, others right": float((~said & ~truth).sum() / (~truth).sum()),
        "own functional sentences, macro-F1": (_f1(said, truth) + _f1(~said, ~truth)) / 2,
    }


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    both = int((said & truth).sum())
    return 2 * both / max(1, int(said.sum()) + int(truth.sum()))


def _groups(rows: Dataset, places: NDArray[np.int64], scores: Floats) -> dict[str, float]:
    """Identity terms in templates: the worst term's own area under the curve."""
    column = ATTRIBUTES.index("toxicity")
    by_term: dict[str, list[int]] = {}
    for row in np.flatnonzero(rows.of("bias_templates")[places]):
        for word in rows.examples[places[row]].text.lower().replace(".", " ").split():
            by_term.setdefault(word, []).append(int(row))
    worst = 1.0
    for chosen in by_term.values():
        labels = rows.labels[places[chosen], column] >= 0.5
        if min(labels.sum(), (~labels).sum()) >= 10:
            worst = min(worst, area(labels, scores[chosen, column]))
    return {"bias templates, worst term's AUC": worst}


def _calibration(rows: Dataset, places: NDArray[np.int64], scores: Floats) -> dict[str, float]:
    names = np.array(rows.names)[rows.sources[places]]
    known = unfloored(names, rows.labels[places])
    made = {}
    for column, name in enumerate(ATTRIBUTES):
        labels = known[:, column]
        part = parts(names, np.where(np.isnan(scores[:, column]), np.nan, labels))
        use = part > 0
        error = calibration_error(labels[use], scores[use, column], part[use])
        made[f"{name}, calibration error"] = error
    return made


def _evasion(
    judge: Judge, rows: Dataset, places: NDArray[np.int64], scores: Floats, seed: int
) -> float:
    """Of short texts found toxic, the share that still is when their words are disguised."""
    draw = random.Random(seed)
    caught = [
        rows.examples[places[row]].text
        for row in np.flatnonzero(scores[:, 0] >= 0.7)
        if rows.names[rows.sources[places[row]]] in {"toxic_spans", "jigsaw", "hatemoji"}
    ][:500]
    again = judge.batch((Case(obfuscated(text, draw)) for text in caught), THREADS)
    return float(
        np.mean([bool(each.abuse) and each.abuse["toxicity"].score >= 0.7 for each in again])
    )


def headlines(judge: Judge, data: Path, seed: int) -> float:
    """How well a headline's own news is told from another's; nothing was learned from either."""
    drawn = random.Random(seed).sample(news_pairs(data), HEADLINES)
    found = judge.batch((Case(each.headline, Article(body=each.body)) for each in drawn), THREADS)
    scores = np.array([each.on_topic.score if each.on_topic else 1.0 for each in found])
    return area(np.array([each.related for each in drawn]), scores)


def topics(judge: Judge, debates: Sequence[Debate], seed: int) -> dict[str, float]:
    """Own debate against others, the five nearest, and short replies with their parent."""
    draw = random.Random(seed)
    near = nearest(judge.topic, debates)
    own, other, alike, leaning, straying = [], [], [], [], []
    for debate in measured(debates):
        article = Article(debate.title, debate.standfirst)
        for comment in debate.comments:
            own.append(Case(comment, article))
            stray = draw.choice([found for found in debates if found is not debate])
            other.append(Case(comment, Article(stray.title, stray.standfirst)))
            twin = draw.choice(near[debate.key])
            alike.append(Case(comment, Article(twin.title, twin.standfirst)))
            words = comment.split()
            reply, rest = " ".join(words[:12]), " ".join(words[12:])
            leaning.append(Case(reply, article, rest))
            straying.append(
                Case(reply, Article(stray.title, stray.standfirst), draw.choice(stray.comments))
            )
    answers = [
        np.array(
            [each.on_topic.score if each.on_topic else 1.0 for each in judge.batch(part, THREADS)]
        )
        for part in (own, other, alike, leaning, straying)
    ]
    return {
        "reader comment, own or random article, AUC": _against(answers[0], answers[1]),
        "reader comment, own or one of the five nearest, AUC": _against(answers[0], answers[2]),
        "short replies with their parent, AUC": _against(answers[3], answers[4]),
    }


def _against(own: Floats, others: Floats) -> float:
    truth = np.concatenate((np.ones(len(own), dtype=bool), np.zeros(len(others), dtype=bool)))
    return area(truth, np.concatenate((own, others)))
