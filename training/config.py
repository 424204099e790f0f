"""What a run is given and how each part learns: every rate, weight and size that was chosen.

What was tried beside it, with figures, is in NOTES.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What one run learns from, and where it stores what it has finished."""

    data: Path
    """Folder of the labelled sets."""
    minilm: Path
    """Folder with all-MiniLM-L6-v2's model.safetensors, config.json and tokenizer.json."""
    work: Path
    """Folder of finished stages and checkpoints."""
    seed: int
    minutes: float
    """How long the larger network learns at most."""


@dataclass(frozen=True, slots=True)
class NgramConfig:
    """How the n-grams' logistic regressions are fitted."""

    l2: float = 3.0
    """Half of this times the squared weights is added to the loss."""
    source_bias_l2: float = 1e-3
    """The same for the data sets' own biases."""
    iterations: int = 60
    """Of L-BFGS, at most."""
    rarity_step: float = 0.06
    """256 steps of this reach beyond the rarest bucket's 1 + log(number of texts)."""


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """The size of a transformer."""

    width: int
    layers: int
    heads: int
    feed_forward: int


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How a network learns."""

    encoder_learning_rate: float = 1.4e-4
    head_learning_rate: float = 1e-3
    source_bias_learning_rate: float = 1e-2
    warmup: float = 0.05
    """Share of the training in which the rates rise; after it they fall to zero in a line."""
    weight_decay: float = 0.01
    """Of encoder and heads; the source biases have a penalty of their own."""
    max_gradient_norm: float = 1.0
    epochs: int = 2
    """How often everything is met; SOURCE_EPOCHS says how often within one epoch."""
    batch_size: int = 64
    dropout: float = 0.1
    """Of the heads' inputs; the encoder, which meets most texts once, does not need it."""
    bfloat16: bool = True
    """Whether products are made in sixteen bits, or all in 32."""

    span_loss_weight: float = 0.3
    embedding_loss_weight: float = 4.0
    pair_loss_weight: float = 0.3
    source_bias_penalty: float = 1e-4
    """Times the mean square of the source biases."""

    pairs_every: int = 12
    """Steps from one with pairs to the next."""
    pair_batch_size: int = 32
    temperature: float = 0.05
    """What the pairs' cosines are divided by."""

    checkpoint_every: int = 300
    """Steps."""
    seed: int = 1
    minutes: float = float("inf")
    """The rates fall so that learning ends by then, whatever was read."""


@dataclass(frozen=True, slots=True)
class CascadeConfig:
    """When a text goes on to the second stage, and what calibrates the probabilities."""

    escalated_share: float = 0.08
    """Of civil newspaper comments, the share that may go on for abuse."""
    short_tokens: int = 24
    """Up to so many tokens, every text goes on."""
    source_rows: int = 1500
    """Texts of one source; more would change nothing but the time."""


@dataclass(frozen=True, slots=True)
class TopicConfig:
    """How the heads for the subject are fitted."""

    ridge: float = 0.3
    """Few cases, and the nearest sentence, the nearest three and the whole say nearly the same: up
    to here the areas rose."""
    escalated_share: float = 0.16
    """Of comments under their own article, the share that may go on for being astray."""
    off_topic_weight: float = 0.35
    """Most comments are on-topic: beside each one stand two that are not, at this weight."""
    short_comment_weight: float = 0.1
    """Of "Well said!" and the like, which belong under any article."""
    neighbours: int = 5
    """How many of the most alike debates a comment may stray to."""


@dataclass(frozen=True, slots=True)
class SpanConfig:
    """Which words are shown."""

    ngram_weight: float = 0.4
    """What the n-grams' strongest word counts beside a network's probability. On comments that
    calibrate, 0 / .2 / .4 / .7 / n-grams alone agreed with people at .62 / .665 / .670 / .66 /
    .644."""
    thresholds: tuple[float, ...] = (0.6, 0.5, 0.55, 0.65, 0.7, 0.75)
    """From which share of the strongest word on words are shown: what is tried."""
    calibration_comments: int = 500


NGRAMS = NgramConfig()
LARGE_NETWORK = TrainingConfig()
SMALL_NETWORK = TrainingConfig(
    encoder_learning_rate=1.2e-3,
    head_learning_rate=1.5e-3,
    source_bias_learning_rate=0.0,
    epochs=4,
    batch_size=128,
    pairs_every=4,
)
SMALL_SHAPE = EncoderShape(width=128, layers=2, heads=4, feed_forward=256)
CASCADE = CascadeConfig()
TOPIC = TopicConfig()
SPANS = SpanConfig()

# How often the larger network meets each source's texts in an epoch: news and what is hard most,
# what is noisy least. Of a fraction, so large a share is drawn.
SOURCE_EPOCHS: Mapping[str, float] = {
    "toxic_spans": 2.0,
    "newspaper": 2.0,
    "buried": 0.5,
    "functions": 1.5,
    "pictures": 1.0,
    "mentions": 2.0,
    "groups": 1.0,
    "templates": 0.6,
    "innocent": 0.5,
    "signs": 1.0,
    "sexual": 1.0,
    "hatemoji": 3.0,
    "jigsaw": 1.0,
    "jigsaw_plain": 0.35,
    "implicit_hate": 1.0,
    "edos": 1.0,
    "gab": 0.8,
    "hatexplain": 0.5,
    "davidson": 0.25,
    "paradetox": 0.5,
    "paradetox_kept": 0.5,
    "convabuse": 2.0,
    "youtube_spam": 4.0,
    "sms_spam": 1.0,
    "bias_templates": 1.0,
    "word_lists": 2.0,
}

# Of how many texts the whole MiniLM's embeddings are held to.
EMBEDDING_TEXTS: Mapping[str, int] = {
    "newspaper": 3000,
    "jigsaw": 7000,
    "toxic_spans": 5000,
    "implicit_hate": 2500,
}

# Of how many texts a sentence is to be matched with its rest.
SENTENCE_PAIRS: Mapping[str, int] = {"newspaper": 3000, "jigsaw": 5000, "toxic_spans": 5000}

# How many excerpts of each text the smaller network learns beside it: a subject shows in a few
# words.
EXCERPTS: Mapping[str, int] = {
    "newspaper": 4,
    "toxic_spans": 2,
    "jigsaw": 1,
    "gab": 1,
    "implicit_hate": 1,
}

# The sources that calibrate the probabilities, and how much each counts as a whole.
CALIBRATION_WEIGHTS: Mapping[str, float] = {
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
