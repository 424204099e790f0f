"""The judge: text in, judgement out. Everything outside the engine asks this and nothing else."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from rejoinder.engine import model_files
from rejoinder.engine.arrays import Floats
from rejoinder.engine.cascade import Cascade, CascadeResult
from rejoinder.engine.foreign_abuse import with_foreign_abuse
from rejoinder.engine.language import language_of
from rejoinder.engine.model import (
    AbuseScore,
    Article,
    Case,
    Judgement,
    Language,
    ModelError,
    OnTopic,
    Span,
)
from rejoinder.engine.private_data import private_data_score
from rejoinder.engine.saliency import Saliency
from rejoinder.engine.spans import salient_spans, word_offsets, word_probabilities
from rejoinder.engine.topic import TopicModel

AnyCase = Case | tuple[str] | tuple[str, Article | None] | tuple[str, Article | None, str | None]

# The language of a text without words.
NO_WORDS = "und"

# Being off-topic takes words to say so.
_MIN_ON_TOPIC_WITHOUT_WORDS = 0.5

# What a bare link or number is for, it does not say; the policy's rules for links decide.
_MAX_SPAM_WITHOUT_WORDS = 0.4

# Below this probability an attribute shows no words: it would only accuse.
MIN_SCORE_FOR_SPANS = 0.1


class Judge:
    """Judges comments with one loaded model. Deterministic; threads may share one judge."""

    def __init__(self, files: model_files.ModelFiles) -> None:
        """Makes a judge of a model that was read; `Judge.load()` reads one."""
        self._cascade = Cascade(files)
        self._attributes = tuple(files.config["attributes"])
        marked = model_files.as_floats(files.tokens["marked"])
        self._saliency = Saliency(marked, files.config["saliency"])
        self._span_threshold = float(files.config["span_threshold"])
        self._version = files.version

    @classmethod
    def load(cls, model: str | Path | None = None) -> Self:
        """Loads the packaged model, or the one in another folder. Raises ModelError."""
        folder = model_files.PACKAGED_MODEL if model is None else Path(model)
        try:
            return cls(model_files.load(folder))
        except (KeyError, TypeError, ValueError) as problem:
            raise ModelError(f"The settings of the model in {folder} are incomplete.") from problem

    def with_span_threshold(self, threshold: float) -> Self:
        """The same judge, showing words from this share of the highest saliency on, 0 to 1."""
        other = copy(self)
        other._span_threshold = threshold
        return other

    @property
    def version(self) -> str:
        """The model's name and fingerprint, as in every judgement."""
        return self._version

    @property
    def topic(self) -> TopicModel:
        """The model's part that compares texts with articles."""
        return self._cascade.topic

    def __call__(
        self, text: str, *, article: Article | None = None, parent: str | None = None
    ) -> Judgement:
        """Judges one text, under its article and as a reply to its parent where there are such."""
        return self._judge(Case(text, article, parent))

    def escalates(
        self, text: str, *, article: Article | None = None, parent: str | None = None
    ) -> bool:
        """Whether the upper layers read some of this text too."""
        language = language_of(text)
        if not language.judged:
            return False
        result = self._cascade.run(Case(text, article, parent), has_words=language.code != NO_WORDS)
        return result.reads_on

    def batch(self, cases: Iterable[AnyCase], threads: int = 1) -> list[Judgement]:
        """Judges several, as cases or as (text, article, parent); the same scores as one by one."""
        batch = [case if isinstance(case, Case) else Case(*case) for case in cases]
        if threads == 1 or len(batch) < 2:
            return [self._judge(case) for case in batch]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self._judge, batch))

    def _judge(self, case: Case) -> Judgement:
        language = language_of(case.text)
        if not language.judged:
            return Judgement({}, None, self._version, language)
        has_words = language.code != NO_WORDS
        result = self._cascade.run(case, has_words=has_words)
        abuse = self._abuse_scores(result, has_words=has_words)
        abuse = with_foreign_abuse(abuse, result.folded)
        abuse["private_data"] = private_data_score(case.text, abuse.get("private_data"))
        on_topic = _on_topic(result, has_words=has_words)
        language = _with_unread(language, result)
        unread_from = None if result.unread is None else result.unread[0]
        return Judgement(abuse, on_topic, self._version, language, unread_from)

    def _abuse_scores(self, result: CascadeResult, *, has_words: bool) -> dict[str, AbuseScore]:
        """Each attribute's probability, and the words that speak for it."""
        probabilities = result.probabilities
        if not has_words:
            spam = np.array([name == "spam" for name in self._attributes])
            capped = np.minimum(probabilities, _MAX_SPAM_WITHOUT_WORDS)
            probabilities = np.where(spam, capped, probabilities)
        spans = self._spans(result, probabilities)
        return {
            name: AbuseScore(round(float(probabilities[column]), 6), spans[column])
            for column, name in enumerate(self._attributes)
        }

    def _spans(self, result: CascadeResult, probabilities: Floats) -> list[tuple[Span, ...]]:
        """The words that speak for each attribute that is likely enough to show some."""
        shown = (probabilities >= MIN_SCORE_FOR_SPANS).tolist()
        if not any(shown) or not result.readings:
            return [()] * len(shown)
        words = word_offsets(result.folded.text)
        tokens = self._saliency.of_tokens(result.tokens.ids, result.token_probabilities())
        saliency = word_probabilities(words, result.tokens.offsets, tokens)
        return [
            salient_spans(result.folded, words, saliency[:, column], self._span_threshold)
            if is_shown
            else ()
            for column, is_shown in enumerate(shown)
        ]


def _with_unread(language: Language, result: CascadeResult) -> Language:
    """The same, with what was not read as a passage not understood."""
    unread = result.unread
    if unread is None:
        return language
    return replace(language, passages=(*language.passages, unread))


def _on_topic(result: CascadeResult, *, has_words: bool) -> OnTopic | None:
    if result.on_topic is None or result.topic is None:
        return None
    probability = result.on_topic
    if not has_words:
        probability = max(probability, _MIN_ON_TOPIC_WITHOUT_WORDS)
    return OnTopic(round(probability, 6), result.topic.evidence, round(result.meta, 6))
