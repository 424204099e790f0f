"""Pure translation of `comments:suggestscore`: what is to be saved, and what is answered."""

import math
import re
from typing import Any

import msgspec

from rejoinder.dropin.formats.perspective.analysis import (
    MAX_ATTRIBUTES,
    check_score_type,
    check_type,
    languages_of,
    read_comment,
)
from rejoinder.dropin.formats.perspective.context import context_of
from rejoinder.dropin.formats.perspective.errors import PerspectiveError, comment_error, shortened
from rejoinder.dropin.formats.perspective.messages import (
    AttributeScores,
    Score,
    SpanScore,
    SuggestRequest,
)
from rejoinder.feedback.model import Feedback

NAME = "perspective"
# The names of attributes, Google's and anybody's own, with a version.
_ATTRIBUTE = re.compile(r"[A-Z][A-Z0-9_]{0,79}(?:@\d{1,9})?")


def feedback_of(request: SuggestRequest) -> Feedback:
    """What a person decided about a text.

    Raises:
        PerspectiveError: there is no text or no score, or a score is none.
    """
    text = read_comment(request.comment)
    context_of(request.context, check_type)
    scores = request.attribute_scores or {}
    if not scores:
        raise comment_error("INVALID_REQUEST", "Missing attribute_scores")
    if len(scores) > MAX_ATTRIBUTES:
        raise comment_error("INVALID_REQUEST", "Too many attribute_scores")
    labels = {name: _label(name, one) for name, one in scores.items()}
    context: dict[str, Any] = msgspec.to_builtins(request.context) if request.context else {}
    if request.session_id:
        context["sessionId"] = request.session_id
    return Feedback(
        format=NAME,
        text=text,
        labels=labels,
        community=request.community_id or "",
        token=request.client_token or "",
        context=context,
        languages=languages_of(request.languages),
    )


def answer_to(request: SuggestRequest) -> dict[str, Any]:
    """The response's fields: the token, and the languages if any were named."""
    payload: dict[str, Any] = {}
    if request.client_token is not None:
        payload["clientToken"] = request.client_token
    if request.languages:
        payload["requestedLanguages"] = [shortened(each) for each in request.languages]
    return payload


def _label(name: str, scores: AttributeScores | None) -> dict[str, Any]:
    if not _ATTRIBUTE.fullmatch(name):
        raise comment_error("INVALID_REQUEST", f"Unknown requested attribute: {shortened(name)}")
    label: dict[str, Any] = {}
    if scores and scores.summary_score:
        label["summary"] = _value(name, scores.summary_score)
    spans = (scores.span_scores or []) if scores else []
    if spans:
        label["spans"] = [_span(name, each) for each in spans]
    if not label:
        raise _no_score(name)
    return label


def _span(name: str, span: SpanScore) -> list[float]:
    if span.begin is None or span.end is None or not 0 <= span.begin <= span.end:
        raise comment_error(
            "INVALID_REQUEST", f"A span score of attribute {name} needs begin and end"
        )
    if span.score is None:
        raise _no_score(name)
    return [span.begin, span.end, _value(name, span.score)]


def _value(name: str, score: Score) -> float:
    # A percentile kept as a probability would teach the judge something else.
    check_score_type(score.type, name)
    value = score.value or 0.0  # Google's JSON leaves zeros out
    if not math.isfinite(value) or not 0 <= value <= 1:
        raise comment_error(
            "INVALID_REQUEST", f"The score of attribute {name} must be between 0 and 1"
        )
    return value


def _no_score(name: str) -> PerspectiveError:
    return comment_error("INVALID_REQUEST", f"Attribute {name} has no score")
