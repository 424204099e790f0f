"""Which source of texts teaches what: toxicity learned again without each, measured on news.

`python -m training.measures.ablation --data PATH --minilm PATH` prints a Markdown table. What is
fitted is a linear head on MiniLM's embeddings as published: that takes seconds, and what helps or
harms it are the texts, not how long a network learned.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import ATTRIBUTES
from training.calibration.platt import fit_platt
from training.data.folds import HELD_OUT
from training.data.sources import REPORTED_FLOOR, read_all
from training.dataset import Dataset, build_dataset
from training.measures.markdown import as_table
from training.measures.roc import auc_or_nan
from training.networks.answers import sentence_embeddings
from training.networks.batches import load_tokenizer
from training.networks.encoder import load_minilm
from training.networks.text_form import as_read

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

TOXICITY = ATTRIBUTES.index("toxicity")

# Texts of one source at most, fitted and measured. Those that are drawn count for all of it.
LARGEST_FITTED, LARGEST_MEASURED = 1000, 3000

# What large slopes cost. A source's own bias, in a column of this height, hardly costs anything.
RIDGE, BIAS_HEIGHT = 1e-4, 10.0

# Shares of annotators who marked something in a reported news comment.
NOBODY, FEW, MOST, ALL = 0.05, 0.34, 0.6, 0.99

# Of civil newspaper comments, the share that may be stopped.
STOPPED_CIVIL = 0.03

NEWS = frozenset(("toxic_spans", "newspaper"))
WIKIPEDIA = frozenset(("jigsaw", "jigsaw_plain"))
HATE = frozenset(("edos", "gab", "hatexplain", "davidson", "hatemoji"))
POSTS = frozenset(("edos", "gab", "hatexplain", "davidson", "paradetox", "paradetox_kept"))
TEMPLATES = frozenset(
    ("templates", "groups", "functions", "pictures", "mentions", "innocent", "signs", "sexual")
)
WRITTEN, COMPOSED = "written_", "passages"

MEASURED = ("toxic_spans", "newspaper", "jigsaw", "hatemoji", COMPOSED)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that are fitted or measured, a row each."""

    embeddings: Floats
    labels: Floats
    """Of toxicity."""
    weights: Floats
    sources: NDArray[np.str_]
    held_out: Rows
    """Those that are only measured."""


def embed_texts(dataset: Dataset, minilm: Path, seed: int) -> Texts:
    """Embeds the texts whose toxicity is labelled, at most so many of a source."""
    rows, scales = _drawn(dataset, seed)
    tokenizer = load_tokenizer(minilm)
    texts = [tokenizer.encode(as_read(dataset.examples[row].text)).ids for row in rows]
    return Texts(
        sentence_embeddings(load_minilm(minilm), texts, "Embedding").astype(np.float64),
        dataset.labels[rows, TOXICITY],
        dataset.weights[rows] * scales,
        np.array(dataset.names)[dataset.sources[rows]],
        np.isin(dataset.folds[rows], HELD_OUT),
    )


def left_out_sources(texts: Texts) -> dict[str, frozenset[str]]:
    """Gives what is left out: by kinds with a name for people, then each source alone."""
    present = frozenset(texts.sources[~texts.held_out].tolist())
    written = frozenset(name for name in present if name.startswith(WRITTEN))
    composed = frozenset((COMPOSED,))
    own = TEMPLATES | written | composed
    kinds: dict[str, frozenset[str]] = {
        "nothing": frozenset(),
        "our templates": TEMPLATES,
        "our written sentences": written,
        "our composed passages": composed,
        "all of our own": own,
        "hate sets": HATE,
        "social posts": POSTS,
        "hate sets, posts, our own": HATE | POSTS | own,
        "all but Wikipedia": present - WIKIPEDIA,
        "all but news": present - NEWS,
        "all but news and Wikipedia": present - NEWS - WIKIPEDIA,
        "all but news and our own": present - NEWS - own,
    }
    return kinds | {name: frozenset((name,)) for name in sorted(present - written - composed)}


def logits_without(texts: Texts, left_out: frozenset[str]) -> Floats:
    """Fits toxicity without some sources; gives every held-out text's logit, but for a constant.

    Each source has a bias of its own, for how often and how readily it says yes.
    """
    used = ~texts.held_out & ~np.isin(texts.sources, sorted(left_out))
    names = np.unique(texts.sources[used])
    biases = BIAS_HEIGHT * (texts.sources[used, None] == names)
    features = np.hstack((texts.embeddings[used], biases))
    free = range(features.shape[1])
    slopes = fit_platt(features, texts.labels[used], texts.weights[used], free, RIDGE)
    logits: Floats = texts.embeddings[texts.held_out] @ slopes[: texts.embeddings.shape[1]]
    return logits


def measure(texts: Texts, logits: Floats) -> dict[str, float]:
    """Gives the figures of the held-out texts' logits: areas, and a share stopped (0 to 1)."""
    sources, labels = texts.sources[texts.held_out], texts.labels[texts.held_out]
    news, civil = sources == "toxic_spans", sources == "newspaper"
    marked = (labels - REPORTED_FLOOR) / (1 - REPORTED_FLOOR)
    toxic = news & (marked > MOST)
    figures = {
        "most / nobody": _area(logits, toxic, news & (marked < NOBODY)),
        "most / at most a third": _area(logits, toxic, news & (marked < FEW)),
        "most / civil": _area(logits, toxic, civil),
        "all, stopped": _stopped(logits, news & (marked > ALL), civil),
    }
    for name in ("jigsaw", "hatemoji", COMPOSED):
        of_it = sources == name
        figures[name] = _area(logits, of_it & (labels >= 0.5), of_it & (labels < 0.5))
    return figures


def _drawn(dataset: Dataset, seed: int) -> tuple[NDArray[np.int64], Floats]:
    """Draws rows of each source, and gives how much more each counts for those left behind."""
    draw = np.random.default_rng(seed)
    labelled = ~np.isnan(dataset.labels[:, TOXICITY])
    held_out = np.isin(dataset.folds, HELD_OUT)
    rows, scales = [], []
    for name in dataset.names:
        of_it = dataset.from_source(name) & labelled
        fitted, measured = of_it & ~held_out, of_it & held_out & (name in MEASURED)
        for which, most in ((fitted, LARGEST_FITTED), (measured, LARGEST_MEASURED)):
            every = np.flatnonzero(which)
            some = draw.permutation(every)[:most]
            rows.append(some)
            scales.append(np.full(len(some), len(every) / max(1, len(some))))
    return np.concatenate(rows), np.concatenate(scales)


def _area(logits: Floats, worse: Rows, better: Rows) -> float:
    either = worse | better
    return auc_or_nan(worse[either], logits[either])


def _stopped(logits: Floats, toxic: Rows, civil: Rows) -> float:
    """Gives the share of the toxic that is above all but a few of the civil."""
    threshold = np.quantile(logits[civil], 1 - STOPPED_CIVIL)
    return float((logits[toxic] > threshold).mean())


def main() -> None:
    """Prints what is learned without each source of texts."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--minilm", type=Path, required=True, help="folder of MiniLM's weights")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dataset = build_dataset(read_all(options.data), options.seed)
    texts = embed_texts(dataset, options.minilm, options.seed)
    rows = {
        name: measure(texts, logits_without(texts, left_out))
        for name, left_out in left_out_sources(texts).items()
    }
    print(as_table(rows, "left out"))


if __name__ == "__main__":
    main()
