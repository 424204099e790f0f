"""The judge's two stages over one text.

Every text gets the first stage, by its n-grams and a small network; those that it leaves in doubt
get the second, by a larger network. Both are deterministic, so a text has one score, however it is
asked.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from rejoinder.engine.abuse import AbuseModel, NgramScores
from rejoinder.engine.arrays import Floats, Floats32, Ints
from rejoinder.engine.encoder import MAX_TOKENS, Encoder, EncoderOutput
from rejoinder.engine.escalation import Escalation
from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.model import MODEL_ATTRIBUTES, Case
from rejoinder.engine.model_files import ModelFiles
from rejoinder.engine.tokens import MAX_CHARACTERS, Tokens, Vocabulary
from rejoinder.engine.topic import Embedding, TopicModel, TopicScore, unique

# Comments that are answered, kept as the networks read them: a lively one gets many replies, and
# reading it costs half of what a reply costs. Some 3 kB each.
CACHED_PARENTS = 1000
# The logit of a probability of 0.2, of what a name can be by itself. Names that the networks take
# for abuse have 0.25 and more; of the 135 names in the demo's threads seven have so much.
PLAIN_NAME = -1.386
_OF_NAMES = [
    MODEL_ATTRIBUTES.index(name)
    for name in ("threat", "identity_attack", "insult", "sexually_explicit", "profanity")
]


@dataclass(frozen=True, slots=True)
class FirstStage:
    """What the first stage makes of a text: by n-grams, by its network, and of its subject."""

    folded: Folded
    tokens: Tokens
    ngrams: NgramScores
    saliency: Floats | None
    """Of each token; None where the text is read whole anyway."""
    output: EncoderOutput
    probabilities: Floats
    """Of each attribute."""
    readable: bool
    """Whether there is a word for the networks, or an emoji's name: links and numbers are none."""
    topic: TopicScore | None
    parent: Ints | None
    """The parent's tokens."""


@dataclass(frozen=True, slots=True)
class CascadeResult:
    """What both stages make of a text; `second` is None where the first was enough."""

    first: FirstStage
    second: EncoderOutput | None
    probabilities: Floats
    """Of each attribute."""
    on_topic: float | None
    """The probability of being on-topic; None without an article that has words."""

    @property
    def token_probabilities(self) -> Floats32:
        """Of each token to be part of each kind of abuse, by the last stage that read the text."""
        return (self.second or self.first.output).token_probabilities


def _is_plain_name(ngrams: NgramScores) -> bool:
    """Whether n-grams see nothing in a name that the networks should look at."""
    return float(ngrams.peak[_OF_NAMES].max()) < PLAIN_NAME


class Cascade:
    """Both stages' models; reading them changes nothing, so threads may share one."""

    def __init__(self, files: ModelFiles) -> None:
        """Takes a model that was read.

        Raises ModelError where its parts do not fit, KeyError where a setting is missing.
        """
        settings = files.config
        self.vocabulary = Vocabulary(files.tokens, settings["pieces"], files.tokenizer)
        self.abuse = AbuseModel(files.abuse, settings["abuse"], settings["attributes"])
        self._first_encoder = Encoder(files.first_stage, self.vocabulary, "glance.onnx")
        self._second_encoder = Encoder(files.second_stage, self.vocabulary, "encoder.onnx")
        self.topic = TopicModel(
            settings["topic"], self.vocabulary, self._first_encoder, self._second_encoder
        )
        self._escalation = Escalation.from_settings(settings["doubt"])
        # Method objects of their own: a model that is thrown away takes what it read along.
        self._read_parent = cached(LRUCache(CACHED_PARENTS), lock=Lock())(self._parent)
        self._embed_parent = cached(LRUCache(CACHED_PARENTS), lock=Lock())(self._parent_vector)

    def run(self, case: Case, *, has_words: bool) -> CascadeResult:
        """Reads a text; one without words is read by the networks only if it has emoji."""
        first = self._first_stage(case, has_words=has_words)
        on_topic = None if first.topic is None else first.topic.probability
        if not self._is_escalated(first):
            return CascadeResult(first, None, first.probabilities, on_topic)
        second = self._second_encoder.encode(first.tokens.ids, first.saliency)
        probabilities = self.abuse.second_stage(first.ngrams, first.output.logits, second.logits)
        if first.topic is not None:
            on_topic = self._second_stage_topic(case, first, first.topic, second)
        return CascadeResult(first, second, probabilities, on_topic)

    def escalates(self, case: Case, *, has_words: bool) -> bool:
        """Whether the second stage reads this text too."""
        return self._is_escalated(self._first_stage(case, has_words=has_words))

    def _first_stage(self, case: Case, *, has_words: bool) -> FirstStage:
        folded = fold(case.text[:MAX_CHARACTERS])
        tokens = self.vocabulary.tokenize(folded)
        ngrams = self.abuse.score_ngrams(folded)
        saliency = self._saliency(folded, tokens, ngrams)
        size = len(tokens.ids)
        readable = size > 0 and (has_words or tokens.has_emoji)
        if case.is_name and _is_plain_name(ngrams):
            readable = False
        encoder = self._first_encoder
        output = encoder.encode(tokens.ids, saliency) if readable else encoder.empty_output(size)
        parent = topic = None
        if case.article is not None:
            parent = parent_embedding = None
            if case.parent is not None:
                parent, parent_embedding = self._read_parent(case.parent)
            embedding = Embedding(output.embedding, unique(tokens.ids))
            topic = self.topic.first_stage(embedding, case.article, parent_embedding)
        probabilities = self.abuse.first_stage(ngrams, output.logits)
        return FirstStage(
            folded, tokens, ngrams, saliency, output, probabilities, readable, topic, parent
        )

    def _saliency(self, folded: Folded, tokens: Tokens, ngrams: NgramScores) -> Floats | None:
        """How suspicious each token is by the n-grams; None where the text is read whole anyway."""
        if len(tokens.ids) <= MAX_TOKENS:
            return None
        by_character = np.zeros(len(folded.text) + 1)
        contributions = self.abuse.max_contribution(ngrams)
        for (start, end), added in zip(ngrams.grams.word_offsets, contributions, strict=True):
            by_character[start:end] = added
        return by_character[[start for start, _ in tokens.offsets]]

    def _is_escalated(self, first: FirstStage) -> bool:
        on_topic = None if first.topic is None else first.topic.probability
        return first.readable and self._escalation.is_needed(
            len(first.tokens.ids), first.probabilities, on_topic
        )

    def _parent(self, text: str) -> tuple[Ints, Embedding]:
        """The tokens of a comment that is answered, and what the first network makes of them."""
        tokens = self.vocabulary.token_ids(text)
        return tokens, self.topic.embed(tokens)

    def _parent_vector(self, text: str) -> Floats32:
        """What the second network makes of a comment that is answered."""
        return self._second_encoder.embed(self._read_parent(text)[0])

    def _second_stage_topic(
        self, case: Case, first: FirstStage, topic: TopicScore, second: EncoderOutput
    ) -> float:
        parent = None
        if case.parent is not None and first.parent is not None and len(first.parent):
            parent = self._embed_parent(case.parent)
        return self.topic.second_stage(topic, second.embedding, len(first.tokens.ids), parent)
