"""The judge: text in, judgement out. Everything outside the engine asks this and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rejoinder.engine import weights
from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.folding import fold
from rejoinder.engine.model import (
    ATTRIBUTES,
    AbuseScore,
    Article,
    Case,
    Judgement,
    Language,
    ModelError,
)
from rejoinder.engine.topic import TopicModel

AnyCase = Case | tuple[str] | tuple[str, Article | None] | tuple[str, Article | None, str | None]


class Judge:
    """Judges comments with one loaded model. Deterministic; threads may share one judge."""

    def __init__(self, loaded: weights.Weights) -> None:
        """Make a judge of a model that was read; `Judge.load()` reads one."""
        self._abuse = AbuseModel(
            loaded.abuse, loaded.config["abuse"], loaded.config["attributes"]
        )
        self._topic = TopicModel(loaded.topic, loaded.config["topic"], loaded.tokenizer)
        self._version = loaded.version

    @classmethod
    def load(cls, model: str | Path | None = None) -> Judge:
        """Load the packaged model, or the one in another folder. Raises ModelError."""
        folder = weights.PACKAGED if model is None else Path(model)
        try:
            return cls(weights.load(folder))
        except (KeyError, TypeError, ValueError) as problem:
            raise ModelError(f"The settings of the model in {folder} are incomplete.") from problem

    @property
    def version(self) -> str:
        """The model's name and fingerprint, as in every judgement."""
        return self._version

    def __call__(
        self, text: str, *, article: Article | None = None, parent: str | None = None
    ) -> Judgement:
        """Judge one text, under its article and as a reply to its parent where there are such."""
        folded = fold(text)
        topic = None if article is None else self._topic.score(text, article, parent)
        found = self._abuse.score(folded)
        abuse = {name: found.get(name, AbuseScore(0.0)) for name in ATTRIBUTES}
        return Judgement(abuse, topic, self._version, Language("en", 1.0, True))

    def batch(self, cases: Iterable[AnyCase]) -> list[Judgement]:
        """Judge several, as cases or as (text, article, parent); the same scores as one by one."""
        return [
            self(case.text, article=case.article, parent=case.parent)
            for case in (case if isinstance(case, Case) else Case(*case) for case in cases)
        ]
