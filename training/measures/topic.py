"""Measures how well the judge tells a comment about its article from one that strays."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine import Article, Case, Judge
from training.data.debates import Debate, headline_pairs, measured_debates
from training.measures.roc import auc_or_nan
from training.topic.nearest import nearest_debates

Floats = NDArray[np.float64]

THREADS = 2

# Pairs of a headline and a body, of the 50,000 that there are.
HEADLINES = 500

# Words of a short reply; the rest of the comment is then its parent.
REPLY_WORDS = 12


def headline_auc(judge: Judge, data: Path, seed: int) -> float:
    """Measures how well a headline's own news is told from another's; neither was learned from."""
    pairs = random.Random(seed).sample(headline_pairs(data), HEADLINES)
    cases = [Case(pair.headline, Article(body=pair.body)) for pair in pairs]
    return auc_or_nan(np.array([pair.related for pair in pairs]), _scores(judge, cases))


def topic_aucs(judge: Judge, debates: Sequence[Debate], seed: int) -> dict[str, float]:
    """Measures own debates against others, the five nearest, and short replies with a parent."""
    scores = {
        kind: _scores(judge, cases)
        for kind, cases in _debate_cases(judge, debates, random.Random(seed)).items()
    }
    return {
        "reader comment, own or random article, AUC": _auc(scores["own"], scores["random"]),
        "reader comment, own or one of the five nearest, AUC": _auc(
            scores["own"], scores["nearest"]
        ),
        "short replies with their parent, AUC": _auc(scores["reply"], scores["stray reply"]),
    }


def _debate_cases(
    judge: Judge, debates: Sequence[Debate], draw: random.Random
) -> dict[str, list[Case]]:
    nearest = nearest_debates(judge.topic, debates)
    cases: dict[str, list[Case]] = defaultdict(list)
    for debate in measured_debates(debates):
        article = debate.article
        for comment in debate.comments:
            other = draw.choice([each for each in debates if each is not debate])
            twin = draw.choice(nearest[debate.key])
            words = comment.split()
            reply, rest = " ".join(words[:REPLY_WORDS]), " ".join(words[REPLY_WORDS:])
            cases["own"].append(Case(comment, article))
            cases["random"].append(Case(comment, other.article))
            cases["nearest"].append(Case(comment, twin.article))
            cases["reply"].append(Case(reply, article, rest))
            cases["stray reply"].append(Case(reply, other.article, draw.choice(other.comments)))
    return cases


def _scores(judge: Judge, cases: Sequence[Case]) -> Floats:
    """Gives each case's on-topic score; what is not answered counts as on-topic."""
    judgements = judge.batch(cases, THREADS)
    return np.array([each.on_topic.score if each.on_topic else 1.0 for each in judgements])


def _auc(own: Floats, others: Floats) -> float:
    labels = np.concatenate((np.ones(len(own), dtype=bool), np.zeros(len(others), dtype=bool)))
    return auc_or_nan(labels, np.concatenate((own, others)))
