"""The judge: text in, judgement out. Everything outside the engine asks this and nothing else.

Every text gets a first look, by its n-grams and its words; those that it leaves in doubt get a
closer one, by the encoder. Both are deterministic, so a text has one score, however it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from pathlib import Path
from typing import Final

import numpy as np

from rejoinder.engine import weights
from rejoinder.engine.abuse import AbuseModel, Floats, Look
from rejoinder.engine.doubt import Doubt
from rejoinder.engine.embedding import LONGEST, Embedder, Ints, Pieces
from rejoinder.engine.encoder import READ_WHOLE, Encoder, Reading
from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.language import language_of
from rejoinder.engine.meta import meta_probability
from rejoinder.engine.model import (
    ATTRIBUTES,
    AbuseScore,
    Article,
    Case,
    Judgement,
    ModelError,
    OnTopic,
    Span,
)
from rejoinder.engine.spans import KINDS, marked
from rejoinder.engine.topic import TopicLook, TopicModel

AnyCase = Case | tuple[str] | tuple[str, Article | None] | tuple[str, Article | None, str | None]

_IS_SPAM: Final = np.array([name == "spam" for name in ATTRIBUTES])

NO_WORDS: Final = "und"
"""The language of a text without words."""

_NOT_ASTRAY: Final = 0.5
"""Being off-topic takes words to say so."""

_SHOWN_AT: Final = 0.3
"""Below this probability an attribute shows no words: it would only accuse."""


class Judge:
    """Judges comments with one loaded model. Deterministic; threads may share one judge."""

    def __init__(self, loaded: weights.Weights) -> None:
        """Make a judge of a model that was read; `Judge.load()` reads one."""
        settings = loaded.config
        self._abuse = AbuseModel(loaded.abuse, settings["abuse"], settings["attributes"])
        self._encoder = Encoder(loaded.encoder)
        self.topic = TopicModel(loaded.topic, settings["topic"], loaded.tokenizer, self._encoder)
        self._embedder: Embedder = self.topic.embedder
        self._doubt = Doubt.of(settings["doubt"])
        self._span_likely = float(settings["span_likely"])
        self._version = loaded.version

    @classmethod
    def load(cls, model: str | Path | None = None) -> Judge:
        """Load the packaged model, or the one in another folder. Raises ModelError."""
        folder = weights.PACKAGED if model is None else Path(model)
        try:
            return cls(weights.load(folder))
        except (KeyError, TypeError, ValueError) as problem:
            raise ModelError(f"The settings of the model in {folder} are incomplete.") from problem

    def showing(self, likely: float) -> Judge:
        """The same judge, showing the word pieces that are at least so likely abusive, 0 to 1."""
        other = copy(self)
        other._span_likely = likely
        return other

    @property
    def version(self) -> str:
        """The model's name and fingerprint, as in every judgement."""
        return self._version

    def __call__(
        self, text: str, *, article: Article | None = None, parent: str | None = None
    ) -> Judgement:
        """Judge one text, under its article and as a reply to its parent where there are such."""
        language = language_of(text)
        if not language.judged:
            return Judgement({}, None, self._version, language)
        folded = fold(text[:LONGEST])
        pieces = self._embedder.pieces(folded)
        look = self._abuse.look(folded)
        leaning = self._leaning(article, parent)
        near = None if article is None else self._near(pieces, article, leaning)
        # Links, figures and pictures by themselves hold no word that the encoder could read.
        worded = language.code != NO_WORDS
        reading = self._reading(folded, pieces, look, near) if worded else None
        scores = look.scores if reading is None else self._abuse.closer(look, reading.odds)
        if not worded:
            # What a bare link or number is for, the policy's rules for links decide.
            scores = np.where(_IS_SPAM, 0.0, scores)
        topic = None
        if article is not None and near is not None:
            likely = near.score if worded else max(near.score, _NOT_ASTRAY)
            if reading is not None:
                likely = self._likely(near, reading, len(pieces.ids), article, leaning)
            meta = round(meta_probability(folded.text), 6)
            topic = OnTopic(round(likely, 6), near.evidence, meta)
        abuse = self._scored(folded, pieces, look, scores, reading)
        return Judgement(abuse, topic, self._version, language)

    def closely(
        self, text: str, *, article: Article | None = None, parent: str | None = None
    ) -> bool:
        """Does this text get the closer look as well?"""
        language = language_of(text)
        if not language.judged or language.code == NO_WORDS:
            return False
        folded = fold(text[:LONGEST])
        pieces = self._embedder.pieces(folded)
        leaning = self._leaning(article, parent)
        near = None if article is None else self._near(pieces, article, leaning)
        scores = self._abuse.look(folded).scores
        return self._in_doubt(len(pieces.ids), scores, near)

    def batch(self, cases: Iterable[AnyCase], threads: int = 1) -> list[Judgement]:
        """Judge several, as cases or as (text, article, parent); the same scores as one by one."""
        asked = [case if isinstance(case, Case) else Case(*case) for case in cases]
        if threads == 1 or len(asked) < 2:
            return [self._answer(case) for case in asked]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self._answer, asked))

    def _answer(self, case: Case) -> Judgement:
        return self(case.text, article=case.article, parent=case.parent)

    def _leaning(self, article: Article | None, parent: str | None) -> Ints | None:
        """The word pieces of what the text replies to; only the subject asks for them."""
        if article is None or parent is None:
            return None
        return self._embedder.pieces(fold(parent[:LONGEST])).ids

    def _near(self, pieces: Pieces, article: Article, parent: Ints | None) -> TopicLook | None:
        other = None if parent is None else self._embedder.of(parent)
        return self.topic.look(self._embedder.of(pieces.ids), article, other)

    def _reading(
        self, folded: Folded, pieces: Pieces, look: Look, near: TopicLook | None
    ) -> Reading | None:
        """The closer look, where the first one leaves doubt and there is something to read."""
        if not self._in_doubt(len(pieces.ids), look.scores, near):
            return None
        return self._encoder.read(pieces.ids, self._heat(folded, pieces, look))

    def _in_doubt(self, size: int, scores: Floats, near: TopicLook | None) -> bool:
        topic = None if near is None else near.score
        return size > 0 and self._doubt.about(size, scores, topic)

    def _heat(self, folded: Folded, pieces: Pieces, look: Look) -> Floats | None:
        """How suspicious each word piece looks; None where the text is read whole anyway."""
        if len(pieces.ids) <= READ_WHOLE:
            return None
        heat = np.zeros(len(folded.text) + 1)
        for (start, end), warmth in zip(look.grams.tokens, self._abuse.heat(look), strict=True):
            heat[start:end] = warmth
        return heat[[start for start, _ in pieces.places]]

    def _likely(
        self,
        near: TopicLook,
        reading: Reading,
        size: int,
        article: Article,
        parent: Ints | None,
    ) -> float:
        other = None if parent is None or not len(parent) else self._encoder.vector(parent)
        return self.topic.closer(near, reading.vector, size, article, other)

    def _scored(
        self, folded: Folded, pieces: Pieces, look: Look, scores: Floats, reading: Reading | None
    ) -> dict[str, AbuseScore]:
        found = {}
        for place, name in enumerate(ATTRIBUTES):
            score = float(scores[place])
            spans: tuple[Span, ...] = ()
            if score >= _SHOWN_AT and reading is not None and name in KINDS:
                likely = reading.spans[:, KINDS[name]]
                words = look.grams.tokens
                spans = marked(folded, words, pieces.places, likely, self._span_likely)
            elif score >= _SHOWN_AT:
                spans = self._abuse.spans(folded, look, place)
            found[name] = AbuseScore(round(score, 6), spans)
        return found
