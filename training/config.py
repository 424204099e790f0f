"""What a run is given and how each part learns: every rate, weight and size that was chosen.

What was tried beside it, with figures, is in NOTES.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What one run learns from, and where it stores what it has finished."""

    data: Path
    """Folder of the labelled sets."""
    minilm: Path
    """Folder with all-MiniLM-L6-v2's model.safetensors, config.json and tokenizer.json."""
    mpnet: Path | None
    """Folder that the packages with all-mpnet-base-v2's parts were installed in; None: there is no
    teacher, and a packaged model is what learns further."""
    work: Path
    """Folder of finished stages and checkpoints."""
    seed: int
    minutes: float
    """How long the teacher learns at most."""
    student_minutes: float
    """How long the student learns at most."""
    further_minutes: float
    """How long each round of learning further takes at most; 0: there is none."""
    further_rounds: int
    """How often it learns further; the mean of the student and of these comes out."""
    packaged: Path | None = None
    """The folder of a model to begin from: with a teacher the student's layers, without one all."""


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
    batch_tokens: int = 2560
    """Of a batch, padding counted."""
    dropout: float = 0.1
    """Of the heads' inputs; the encoder, which meets most texts once, does not need it."""
    bfloat16: bool = True
    """Whether products are made in sixteen bits, or all in 32."""

    segment_loss_weight: float = 1.0
    token_loss_weight: float = 0.3
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
class ReadOn:
    """When more is read."""

    share: float
    """Of civil newspaper comments at most."""
    least: float
    """No attribute that is less probable is a reason."""
    least_of: Mapping[str, float]
    """The same of some attributes, which the lower layers find in much that is civil."""
    most: float
    """Every attribute that is more probable is one: less than what any policy should hold from."""
    most_of: Mapping[str, float]
    """The same of some attributes, which the lower layers do not find in much that has them."""


@dataclass(frozen=True, slots=True)
class CascadeConfig:
    """When more is read, and what calibrates the probabilities."""

    escalating: ReadOn = ReadOn(
        share=0.26,
        least=0.08,
        least_of={"threat": 0.2, "despair": 0.2, "severe_toxicity": 0.15, "spam": 0.2},
        most=0.35,
        most_of={"identity_attack": 0.15},
    )
    """When a segment is read by the upper layers, for abuse."""
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
    reply_weight: float = 0.5
    """Of a comment's beginning as a reply to the rest of it."""
    written_weight: float = 1.0
    """Of our own comments under articles with a body."""
    convinced_share: float = 0.98
    """Of strays, how many come less near to a passage than what is shown as evidence."""
    belonging_penalty: float = 0.1
    """Half of this times the direction's squared length is added to the loss. At .003 / .01 / .03
    / .1 strays under articles not learned from were told by themselves at .907 / .912 / .917 /
    .922."""
    hardest: int = 3
    """How many of the most alike debates a comment is told from when dimensions are weighed."""
    dimension_penalty: float = 1e-3
    """Half of this times the weights' squared distances from their mean is added to the loss. At
    .0001 / .0004 / .001 / .003 / .03 held-out comments were told from the nearest debates at .932 /
    .938 / .938 / .936 / .932, and at .930 by cosine."""
    neighbours: int = 5
    """How many of the most alike debates a comment may stray to."""


@dataclass(frozen=True, slots=True)
class SpanConfig:
    """Which words are shown."""

    thresholds: tuple[float, ...] = (0.5, 0.3, 0.35, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.75)
    """From which share of the strongest word on words are shown: what is tried."""
    calibration_comments: int = 500
    least_share: float = 0.34
    """Of annotators who marked a character: from here on it counts as marked."""
    supposed: float = 10.0
    """Tokens of the usual share that are counted with each token's own."""


@dataclass(frozen=True, slots=True)
class DistillationConfig:
    """What the student learns of the teacher's answers."""

    label_share: float = 0.3
    """How much a person's label counts beside the teacher's answer."""
    written_share: float = 0.95
    """The same of sentences that we wrote one by one: the teacher knows least of their kinds."""
    written_times: int = 4
    """How often these are met in an epoch."""
    news_times: int = 2
    """The same of news comments."""
    composed: int = 60_000
    """Comments that are made of several texts."""
    longest_part: int = 60
    """Tokens of such a text."""
    least_room: int = 20
    """Tokens of a composed comment at most: from here to what is read at once, drawn for each."""
    running_on: float = 0.5
    """The share of them without signs between their sentences."""
    civil: float = 0.12
    """The highest probability of any abuse in a passage that surrounds another."""
    least_piece: int = 6
    """Tokens of a piece of a civil text, on average at least."""
    most_pieces: int = 3
    """Pieces of such a text that are learned."""
    whole_share: float = 0.15
    """Of the texts that are read as one sentence, whatever stands in them, as an article's are."""
    epochs: int = 4


DISTILLATION = DistillationConfig()
# Further on the student is its own teacher: it learns what it got wrong of our sentences, and keeps
# what it made of everything else.
FURTHER_DISTILLATION = DistillationConfig(
    label_share=0.3, written_times=4, news_times=2, composed=40_000, epochs=1
)
# The student starts from these layers of MiniLM's six; every text goes through the first ones.
STUDENT_LAYERS = (0, 1, 2, 4, 5)
LOWER_LAYERS = 2
TEACHER = TrainingConfig(encoder_learning_rate=5e-5, batch_tokens=4096, checkpoint_every=100)
STUDENT = TrainingConfig(
    encoder_learning_rate=3e-4,
    head_learning_rate=1e-3,
    source_bias_learning_rate=0.0,
    batch_tokens=4096,
    # Where texts point is far from where MiniLM's layers begin: at four it drowned the abuse.
    embedding_loss_weight=1.0,
)
# What begins at a packaged model knows most of it.
TAUGHT_AGAIN = replace(STUDENT, encoder_learning_rate=1.8e-4, head_learning_rate=6e-4)
FURTHER = replace(
    STUDENT, encoder_learning_rate=1.2e-4, head_learning_rate=4e-4, checkpoint_every=100
)
CASCADE = CascadeConfig()
TOPIC = TopicConfig()
SPANS = SpanConfig()
