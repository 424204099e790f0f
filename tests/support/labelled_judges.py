"""A judge whose scores are written down, so that every figure can be reckoned by hand."""

from collections.abc import Iterable, Mapping

from rejoinder.engine import AbuseScore, Case, Judgement, Language, OnTopic


class Scripted:
    """Gives each text the scores noted for it; a text without any is in a language unknown here."""

    version = "scripted-1"

    def __init__(self, scores: Mapping[str, Mapping[str, float]]) -> None:
        """`scores`: by text, then by attribute; on_topic is given only under an article."""
        self.scores = scores
        self.asked: list[Case] = []

    def batch(self, cases: Iterable[Case]) -> list[Judgement]:
        """One judgement for each case, in order."""
        return [self._judge(case) for case in cases]

    def _judge(self, case: Case) -> Judgement:
        self.asked.append(case)
        noted = self.scores.get(case.text)
        if noted is None:
            return Judgement({}, None, self.version, Language("de", 0.9, judged=False))
        abuse = {name: AbuseScore(score) for name, score in noted.items() if name != "on_topic"}
        about = case.article is not None and "on_topic" in noted
        topic = OnTopic(noted["on_topic"]) if about else None
        return Judgement(abuse, topic, self.version, Language("en", 1.0, judged=True))
