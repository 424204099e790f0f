"""How well the judge tells a comment's own article from another's, on debates kept back."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import Article
from rejoinder.engine.topic import TopicModel
from training.measure import area, calibration_error
from training.minilm import MiniLM
from training.topic import features_of
from training.topic_cases import Case, cases
from training.topic_sources import Debate, Pairing

NEAREST = 5

Floats = NDArray[np.float64]


def measure(
    model: TopicModel, debates: Sequence[Debate], news: Sequence[Pairing], minilm: MiniLM, seed: int
) -> dict[str, float]:
    """Areas under the curve: own debate against any other, and against the five most alike."""
    held_out = [debate for debate in debates if debate.held_out]
    figures = _own_against_others(model, debates, _nearest(debates, minilm))
    figures |= _whole_task(model, held_out, seed)
    figures["news body against another (fnc1)"] = _news(model, news, seed)
    return {name: round(value, 4) for name, value in figures.items()}


def _nearest(debates: Sequence[Debate], minilm: MiniLM) -> list[list[int]]:
    """The five debates most alike by headline and standfirst, as MiniLM sees it."""
    vectors = minilm.texts([f"{debate.title} {debate.standfirst}" for debate in debates])
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    return [[int(place) for place in np.argsort(-row)[:NEAREST]] for row in alike]


def _own_against_others(
    model: TopicModel, debates: Sequence[Debate], near: list[list[int]]
) -> dict[str, float]:
    articles = [Article(debate.title, debate.standfirst) for debate in debates]
    own, others, alike = [], [], []
    for place, debate in enumerate(debates):
        if not debate.held_out:
            continue
        for comment in debate.comments:
            scores = [score_of(model, comment, article) for article in articles]
            own.append(scores[place])
            others += scores[:place] + scores[place + 1 :]
            alike += [scores[other] for other in near[place]]
    return {
        "own debate against any other": _against(own, others),
        "own debate against the five nearest": _against(own, alike),
    }


def _whole_task(model: TopicModel, debates: Sequence[Debate], seed: int) -> dict[str, float]:
    """Cases made as those of the head's fitting, from debates that it has not seen."""
    chosen: list[Case] = cases(debates, seed + 1)
    scores = model.probabilities(features_of(model, chosen))
    truth = np.array([case.on_topic for case in chosen])
    weights = np.array([case.weight for case in chosen])
    return {
        "mixed cases, some cut short": area(truth, scores),
        "calibration error of mixed cases": calibration_error(
            truth.astype(np.float64), scores, weights
        ),
    }


def _news(model: TopicModel, news: Sequence[Pairing], seed: int) -> float:
    chosen = random.Random(seed).sample(list(news), min(len(news), 4000))
    scores = [score_of(model, pair.headline, Article(body=pair.body)) for pair in chosen]
    return area(np.array([pair.related for pair in chosen]), np.array(scores))


def _against(own: list[float], others: list[float]) -> float:
    truth = np.concatenate((np.ones(len(own), dtype=bool), np.zeros(len(others), dtype=bool)))
    return area(truth, np.array(own + others))


def score_of(model: TopicModel, text: str, article: Article) -> float:
    """The judge's probability; what has no words to compare with counts as on-topic."""
    found = model.score(text, article, None)
    return 1.0 if found is None else found.score
