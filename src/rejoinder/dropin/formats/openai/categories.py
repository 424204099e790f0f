"""OpenAI's thirteen categories, and what the judge's scores say of each. Pure."""

from collections.abc import Mapping
from typing import Any

from rejoinder.engine import Judgement

FLAGGED_FROM = 0.5
"""The judge's scores are probabilities: from here on yes is likelier than no."""

_ANY_OF: Mapping[str, tuple[str, ...]] = {
    "harassment": ("toxicity", "insult"),
    "harassment/threatening": ("threat",),
    "hate": ("identity_attack",),
    "sexual": ("sexually_explicit",),
    "violence": ("threat",),
}
"""The highest of these scores."""
_BOTH_OF: Mapping[str, tuple[str, ...]] = {"hate/threatening": ("identity_attack", "threat")}
"""The product of these scores."""

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
UNASSESSED = tuple(each for each in CATEGORIES if each not in {*_ANY_OF, *_BOTH_OF})
"""Always false and 0.0: nothing of the judge's measures them."""


def is_judged(judgement: Judgement) -> bool:
    """Whether the judge knows the language; where it does not, no category was assessed."""
    return judgement.language is None or judgement.language.judged


def result_of(judgement: Judgement) -> dict[str, Any]:
    """One text's result; categories that nothing measured apply to no kind of input."""
    scores = {each: _score(judgement, each) for each in CATEGORIES}
    flags = {each: score is not None and score >= FLAGGED_FROM for each, score in scores.items()}
    return {
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": {each: score or 0.0 for each, score in scores.items()},
        "category_applied_input_types": {
            each: [] if score is None else ["text"] for each, score in scores.items()
        },
    }


def _score(judgement: Judgement, category: str) -> float | None:
    found = judgement.abuse
    if names := [each for each in _ANY_OF.get(category, ()) if each in found]:
        return max(found[each].score for each in names)
    both = _BOTH_OF.get(category, ())
    if both and all(each in found for each in both):
        first, second = both
        return found[first].score * found[second].score
    return None
