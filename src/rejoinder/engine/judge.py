"""The judge: text in, judgement out. Everything outside the engine asks this and nothing else.

Every text gets a first look, by its n-grams and a small network's glance; those that it leaves in
doubt get a closer one, by a larger network. Both are deterministic, so a text has one score,
however it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from rejoinder.engine import weights
from rejoinder.engine.abuse import AbuseModel, Floats, Look
from rejoinder.engine.doubt import Doubt
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
    Language,
    ModelError,
    OnTopic,
    Span,
)
from rejoinder.engine.pieces import LONGEST, Ints, Pieces, Vocabulary
from rejoinder.engine.spans import KINDS, likeliest, shown
from rejoinder.engine.topic import Meaning, TopicLook, TopicModel, different

AnyCase = Case | tuple[str] | tuple[str, Article | None] | tuple[str, Article | None, str | None]

_IS_SPAM: Final = np.array([name == "spam" for name in ATTRIBUTES])

NO_WORDS: Final = "und"
"""The language of a text without words."""

_NOT_ASTRAY: Final = 0.5
"""Being off-topic takes words to say so."""

_MAYBE_SPAM: Final = 0.4
"""What a bare link or number is for, it does not say; the policy's rules for links decide."""

_SHOWN_AT: Final = 0.1
"""Below this probability an attribute shows no words: it would only accuse."""


@dataclass(frozen=True, slots=True)
class _FirstLook:
    """What the first look makes of a text: by n-grams, by a glance, and of its subject."""

    folded: Folded
    pieces: Pieces
    grams: Look
    heat: Floats | None
    glance: Reading
    scores: Floats
    readable: bool
    """Whether there is a word for the networks, or a picture's name: links and numbers are none."""
    near: TopicLook | None
    parent: Ints | None


class Judge:
    """Judges comments with one loaded model. Deterministic; threads may share one judge."""

    def __init__(self, loaded: weights.Weights) -> None:
        """Make a judge of a model that was read; `Judge.load()` reads one."""
        settings = loaded.config
        self.vocabulary = Vocabulary(loaded.pieces, settings["pieces"], loaded.tokenizer)
        self._abuse = AbuseModel(loaded.abuse, settings["abuse"], settings["attributes"])
        self._glance = Encoder(loaded.glance, self.vocabulary, "glance.onnx")
        self._encoder = Encoder(loaded.encoder, self.vocabulary, "encoder.onnx")
        self.topic = TopicModel(settings["topic"], self.vocabulary, self._glance, self._encoder)
        self._doubt = Doubt.of(settings["doubt"])
        self._span_grams = float(settings["spans"]["grams"])
        self._span_least = float(settings["spans"]["least"])
        self._version = loaded.version

    @classmethod
    def load(cls, model: str | Path | None = None) -> Judge:
        """Load the packaged model, or the one in another folder. Raises ModelError."""
        folder = weights.PACKAGED if model is None else Path(model)
        try:
            return cls(weights.load(folder))
        except (KeyError, TypeError, ValueError) as problem:
            raise ModelError(f"The settings of the model in {folder} are incomplete.") from problem

    def showing(self, least: float) -> Judge:
        """The same judge, showing words from this share of the hottest word's heat on, 0 to 1."""
        other = copy(self)
        other._span_least = least
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
        first = self._first(text, language, article, parent)
        reading = self._reading(first)
        scores = first.scores
        if reading is not None:
            scores = self._abuse.closer(first.grams, first.glance.odds, reading.odds)
        if language.code == NO_WORDS:
            scores = np.where(_IS_SPAM, np.minimum(scores, _MAYBE_SPAM), scores)
        topic = None
        if article is not None and first.near is not None:
            likely = self._likely(first, first.near, reading)
            if language.code == NO_WORDS:
                likely = max(likely, _NOT_ASTRAY)
            meta = round(meta_probability(first.folded.text), 6)
            topic = OnTopic(round(likely, 6), first.near.evidence, meta)
        return Judgement(self._scored(first, scores, reading), topic, self._version, language)

    def closely(
        self, text: str, *, article: Article | None = None, parent: str | None = None
    ) -> bool:
        """Does this text get the closer look as well?"""
        language = language_of(text)
        return language.judged and self._in_doubt(self._first(text, language, article, parent))

    def batch(self, cases: Iterable[AnyCase], threads: int = 1) -> list[Judgement]:
        """Judge several, as cases or as (text, article, parent); the same scores as one by one."""
        asked = [case if isinstance(case, Case) else Case(*case) for case in cases]
        if threads == 1 or len(asked) < 2:
            return [self._answer(case) for case in asked]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self._answer, asked))

    def _answer(self, case: Case) -> Judgement:
        return self(case.text, article=case.article, parent=case.parent)

    def _first(
        self, text: str, language: Language, article: Article | None, parent: str | None
    ) -> _FirstLook:
        folded = fold(text[:LONGEST])
        pieces = self.vocabulary.cut(folded)
        grams = self._abuse.look(folded)
        heat = self._heat(folded, pieces, grams)
        readable = len(pieces.ids) > 0 and (language.code != NO_WORDS or pieces.pictured)
        size = len(pieces.ids)
        glance = self._glance.read(pieces.ids, heat) if readable else self._glance.unread(size)
        leaning = near = None
        if article is not None:
            leaning = None if parent is None else self.vocabulary.ids(parent)
            other = None if leaning is None else self.topic.meaning(leaning)
            meaning = Meaning(glance.vector, different(pieces.ids))
            near = self.topic.look(meaning, article, other)
        scores = self._abuse.first(grams, glance.odds)
        return _FirstLook(folded, pieces, grams, heat, glance, scores, readable, near, leaning)

    def _heat(self, folded: Folded, pieces: Pieces, look: Look) -> Floats | None:
        """How suspicious each word piece looks; None where the text is read whole anyway."""
        if len(pieces.ids) <= READ_WHOLE:
            return None
        heat = np.zeros(len(folded.text) + 1)
        for (start, end), warmth in zip(look.grams.tokens, self._abuse.heat(look), strict=True):
            heat[start:end] = warmth
        return heat[[start for start, _ in pieces.places]]

    def _in_doubt(self, first: _FirstLook) -> bool:
        near = None if first.near is None else first.near.score
        size = len(first.pieces.ids)
        return first.readable and self._doubt.about(size, first.scores, near)

    def _reading(self, first: _FirstLook) -> Reading | None:
        """The closer look, where the first one leaves doubt and there is something to read."""
        if not self._in_doubt(first):
            return None
        return self._encoder.read(first.pieces.ids, first.heat)

    def _likely(self, first: _FirstLook, near: TopicLook, reading: Reading | None) -> float:
        if reading is None:
            return near.score
        leaning = first.parent
        other = None if leaning is None or not len(leaning) else self._encoder.vector(leaning)
        return self.topic.closer(near, reading.vector, len(first.pieces.ids), other)

    def _scored(
        self, first: _FirstLook, scores: Floats, reading: Reading | None
    ) -> dict[str, AbuseScore]:
        words = first.grams.grams.tokens
        read = None
        if first.readable and scores.max() >= _SHOWN_AT:
            marks = (reading or first.glance).spans
            read = likeliest(words, first.pieces.places, marks)
        found = {}
        for place, name in enumerate(ATTRIBUTES):
            score = float(scores[place])
            spans: tuple[Span, ...] = ()
            if score >= _SHOWN_AT:
                heat = self._abuse.share(first.grams, place)
                if read is not None and name in KINDS:
                    heat = read[:, KINDS[name]] + self._span_grams * heat
                spans = shown(first.folded, words, heat, self._span_least)
            found[name] = AbuseScore(round(score, 6), spans)
        return found
