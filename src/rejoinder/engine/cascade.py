"""One text as the network reads it: for abuse in windows, and where it points for the subject.

All of it is deterministic, so a text has one score, however it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from rejoinder.engine.arrays import Floats, Floats32
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import (
    Encoder,
    LowerEmbedder,
    UpperEmbedder,
    joined_embedding,
)
from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.meta import meta_probability, with_remarks
from rejoinder.engine.model import Article, Case, Span
from rejoinder.engine.model_files import ModelFiles
from rejoinder.engine.tokens import MAX_CHARACTERS, Tokens, Vocabulary
from rejoinder.engine.topic import Embedding, TopicModel, TopicScore, unique
from rejoinder.engine.window_reading import WindowReader, WindowReading
from rejoinder.engine.windows import MAX_TOKENS

# Comments that are answered, kept as the network reads them: a lively one gets many replies, and
# reading it costs half of what a reply costs. Some 3 kB each.
CACHED_PARENTS = 1000

# A long comment's first windows say what it is about; all of them are read for abuse.
_POINTING_WINDOWS = 4

# The probability of every attribute where there is nothing to read.
_NOTHING = 0.0025


@dataclass(frozen=True, slots=True)
class CascadeResult:
    """What is made of a text."""

    folded: Folded
    tokens: Tokens
    readings: list[WindowReading]
    """Of each window; none where there is nothing to read: links and numbers alone."""
    probabilities: Floats
    """Of each attribute, in its worst segment; of tone, in its worst window."""
    topic: TopicScore | None
    on_topic: float | None
    """The probability of being on-topic; None without an article that has words."""
    meta: float
    """The probability of being a remark on the page, and nothing beside that strays."""
    has_second_topic: bool
    """Whether the upper layers read it for the subject."""
    unread: Span | None
    """The end of the text as it was given that was not read; None where all was."""

    @property
    def reads_on(self) -> bool:
        """Whether the upper layers read some of it too, for abuse or for the subject."""
        return self.has_second_topic or any(each.reads_on for each in self.readings)

    def token_probabilities(self) -> Floats32:
        """Of each token (rows) to be what makes the text so, for each attribute (columns)."""
        probabilities = np.zeros((len(self.tokens.ids), len(self.probabilities)), dtype=np.float32)
        for reading in self.readings:
            start, after = reading.window
            rows = probabilities[start:after]
            np.maximum(rows, _token_probabilities(reading), out=rows)
        return probabilities


class Cascade:
    """The network with its curves; reading changes nothing, so threads may share one."""

    def __init__(self, files: ModelFiles) -> None:
        """Takes a model that was read.

        Raises ModelError where its parts do not fit, KeyError where a setting is missing.
        """
        settings = files.config
        self.vocabulary = Vocabulary(files.tokens, settings["tokens"], files.tokenizer)
        self.encoder = Encoder(files.network, self.vocabulary)
        calibration = Calibration.from_settings(settings["calibration"])
        self.window_reader = WindowReader(self.encoder, calibration)
        self._attributes = len(settings["attributes"])
        lower, upper = LowerEmbedder(self.encoder), UpperEmbedder(self.encoder)
        self.topic = TopicModel(settings["topic"], self.vocabulary, lower, upper)
        self._topic_doubt = float(settings["topic_doubt"])
        # Method objects of their own: a model that is thrown away takes what it read along.
        self._read_parent = cached(LRUCache(CACHED_PARENTS), lock=Lock())(self._parent)
        self._embed_parent = cached(LRUCache(CACHED_PARENTS), lock=Lock())(self._parent_by_all)

    def run(self, case: Case, *, has_words: bool) -> CascadeResult:
        """Reads a text; one without words is read only if it has emoji."""
        text = case.text[:MAX_CHARACTERS]
        if case.parent is not None:
            case = replace(case, parent=case.parent[:MAX_CHARACTERS])
        folded = fold(text)
        tokens = self.vocabulary.tokenize(folded)
        is_readable = len(tokens.ids) > 0 and (has_words or tokens.has_emoji)
        readings = self.window_reader.read(text, folded, tokens) if is_readable else []
        topic, on_topic = self._topic_of(case, tokens, readings)
        has_second_topic = topic is not None and on_topic != topic.probability
        on_topic, meta = self._with_remarks(case, folded.text, on_topic)
        probabilities = np.full(self._attributes, _NOTHING)
        if readings:
            probabilities = np.max([each.probabilities for each in readings], axis=0)
        unread = _unread(case.text, folded, tokens)
        return CascadeResult(
            folded, tokens, readings, probabilities, topic, on_topic, meta, has_second_topic, unread
        )

    def _topic_of(
        self, case: Case, tokens: Tokens, readings: list[WindowReading]
    ) -> tuple[TopicScore | None, float | None]:
        """What is said of the subject, and how probably it is the article's."""
        if case.article is None:
            return None, None
        parent = None if case.parent is None else self._read_parent(case.parent)
        vector = self._joined([each.lower for each in readings], readings)
        embedding = Embedding(vector, unique(tokens.ids))
        topic = self.topic.first_stage(embedding, case.article, parent)
        if topic is None:
            return None, None
        if not readings or topic.probability >= self._topic_doubt:
            return topic, topic.probability
        return topic, self._second_stage_topic(case, case.article, tokens, topic, readings)

    def _second_stage_topic(
        self,
        case: Case,
        article: Article,
        tokens: Tokens,
        topic: TopicScore,
        readings: list[WindowReading],
    ) -> float:
        """The same by all layers; where a text points, its first windows say."""
        first = readings[:_POINTING_WINDOWS]
        upper = [each.upper or self.encoder.read_upper(each.lower) for each in first]
        vector = self._joined(upper, first)
        parent = None if case.parent is None else self._embed_parent(case.parent)
        text = Embedding(vector, unique(tokens.ids))
        return self.topic.second_stage(topic, text, article, parent)

    def _with_remarks(
        self, case: Case, text: str, on_topic: float | None
    ) -> tuple[float | None, float]:
        """The probabilities of being on-topic and a remark; a remark lifts nothing beside it."""
        article, parent = case.article, case.parent
        if article is None or on_topic is None:
            return on_topic, meta_probability(text)

        def by_itself(rest: str) -> float:
            parents = None
            if parent is not None:
                parents = self._read_parent(parent), self._embed_parent(parent)
            return self.topic.probability(self.vocabulary.token_ids(rest), article, parents)

        return with_remarks(text, on_topic, by_itself)

    def _joined(self, outputs: Sequence[ExitOutput], readings: list[WindowReading]) -> Floats32:
        if not outputs:
            return np.zeros(self.vocabulary.width, dtype=np.float32)
        lengths = [each.window[1] - each.window[0] for each in readings]
        return joined_embedding([each.embedding for each in outputs], lengths)

    def _parent(self, text: str) -> Embedding:
        """What the lower layers make of a comment that is answered."""
        return self.topic.embed(self.vocabulary.token_ids(text))

    def _parent_by_all(self, text: str) -> Embedding:
        """What all layers make of it."""
        return self.topic.embed_closer(self.vocabulary.token_ids(text))


def _unread(text: str, folded: Folded, tokens: Tokens) -> Span | None:
    """What is beyond the characters or tokens that are read."""
    start = MAX_CHARACTERS
    if len(tokens.ids) > MAX_TOKENS:
        start, _ = folded.original(tokens.offsets[MAX_TOKENS][0], len(folded.text))
    return (start, len(text)) if start < len(text) else None


def _token_probabilities(reading: WindowReading) -> Floats32:
    """Of each token of a window (rows): where segments were read alone, what these said of it."""
    found = _sigmoid((reading.upper or reading.lower).token_logits)
    alone = np.zeros_like(found)
    is_read = np.zeros(len(found), dtype=bool)
    for each in reading.alone:
        place = slice(*(end - reading.window[0] for end in each.segment))
        np.maximum(alone[place], _sigmoid(each.output.token_logits), out=alone[place])
        is_read[place] = True
    found[is_read] = alone[is_read]
    return found


def _sigmoid(logits: Floats32) -> Floats32:
    probabilities: Floats32 = np.reciprocal(1 + np.exp(-np.clip(logits, -30, 30)))
    return probabilities
