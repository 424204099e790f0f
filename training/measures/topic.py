"""Measures how well the judge tells a comment about its article from one that strays."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine import Article, Case, Judge
from training.data.debates import Debate, news_pairs
from training.measures.roc import auc_or_nan
from training.topic.heads import measured, nearest

Floats = NDArray[np.float64]

THREADS = 2

# Pairs of a headline and a body, of the 50,000 that there are.
HEADLINES = 500


def headlines(judge: Judge, data: Path, seed: int) -> float:
    """How well a headline's own news is told from another's; nothing was learned from either."""
    drawn = random.Random(seed).sample(news_pairs(data), HEADLINES)
    found = judge.batch((Case(each.headline, Article(body=each.body)) for each in drawn), THREADS)
    scores = np.array([each.on_topic.score if each.on_topic else 1.0 for each in found])
    return auc_or_nan(np.array([each.related for each in drawn]), scores)


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
        "reader comment, own or random article, AUC": _area(answers[0], answers[1]),
        "reader comment, own or one of the five nearest, AUC": _area(answers[0], answers[2]),
        "short replies with their parent, AUC": _area(answers[3], answers[4]),
    }


def _area(own: Floats, others: Floats) -> float:
    truth = np.concatenate((np.ones(len(own), dtype=bool), np.zeros(len(others), dtype=bool)))
    return auc_or_nan(truth, np.concatenate((own, others)))
