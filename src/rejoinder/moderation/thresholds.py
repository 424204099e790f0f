"""From which probability something is held or declined, and what rules make of a score."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from rejoinder.engine import AbuseScore
from rejoinder.errors import N_
from rejoinder.moderation.model import Finding, Paragraph, Severity, Span
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.setting import NEVER, Contradiction, InvalidSetting, Threshold


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability of abuse a comment is held, and from which it is declined."""

    hold: Annotated[float, Threshold()]
    decline: Annotated[float, Threshold()]

    @property
    def strictest(self) -> Severity:
        """The worst that these thresholds can do."""
        return Severity.HOLD if self.decline == NEVER else Severity.DECLINE

    def severity_of(self, score: float) -> Severity:
        """What becomes of a score from `hold` on."""
        return Severity.DECLINE if score >= self.decline else Severity.HOLD


def threshold_contradictions(limits: Thresholds) -> Iterator[Contradiction]:
    """Thresholds of which the stricter would come first."""
    if limits.decline < limits.hold:
        yield Contradiction(
            ("hold",),
            ("decline",),
            InvalidSetting(
                N_("Declining begins (%(decline)s) before holding does (%(hold)s)."),
                decline=limits.decline,
                hold="never" if limits.hold == NEVER else limits.hold,
            ),
        )


def finding_from(rule: Rule, limits: Thresholds, text: str, measured: AbuseScore) -> Finding | None:
    """What the thresholds make of a score, with the words for which; None below them.

    Raises:
        ValueError: the score is no probability.
    """
    score = checked_probability(measured.score)
    if score < limits.hold:
        return None
    spans = spans_in(text, measured)
    return rule.finding(
        limits.severity_of(score),
        spans=spans,
        evidence=tuple(dict.fromkeys(text[start:end] for start, end in spans)),
        facts={"score": round(100 * score)},
    )


def checked_probability(score: float) -> float:
    """The score. Every comparison with what is no number is false, and would publish.

    Raises:
        ValueError: it is none.
    """
    if not 0 <= score <= 1:
        raise ValueError("a judgement without a probability")
    return score


def spans_in(text: str, measured: AbuseScore) -> tuple[Span, ...]:
    """What was marked, as far as it lies in the text."""
    return tuple(span for span in measured.spans if 0 <= span[0] < span[1] <= len(text))


def percent(share: float) -> float:
    """In a hundred, as exactly as the policy has it; 70 rather than 70.0."""
    hundredths = round(100 * share, 4)
    return int(hundredths) if hundredths.is_integer() else hundredths


def faq_thresholds(limits: Thresholds) -> Iterator[Paragraph]:
    """What the FAQ says of the figures from which a comment is held or declined."""
    if limits.decline == NEVER:
        message = N_(
            "The judge gives every comment a figure for this, from 0 to 100. From %(hold)s a "
            "person looks first; the figure alone declines nothing."
        )
    elif limits.decline == limits.hold:
        message = N_(
            "The judge gives every comment a figure for this, from 0 to 100. From "
            "%(decline)s it is not posted."
        )
    else:
        message = N_(
            "The judge gives every comment a figure for this, from 0 to 100. From %(hold)s a "
            "person looks first; from %(decline)s it is not posted."
        )
    yield message, {"hold": percent(limits.hold), "decline": percent(limits.decline)}
