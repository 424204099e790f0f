"""Pure translation: a request into cases for the judge, its judgements into the response."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rejoinder.dropin.formats.perspective.attributes import LANGUAGES, Attribute, attribute_called
from rejoinder.dropin.formats.perspective.context import CommentContext, context_of
from rejoinder.dropin.formats.perspective.errors import (
    PerspectiveError,
    comment_error,
    shortened,
    unsupported_language,
)
from rejoinder.dropin.formats.perspective.messages import (
    AnalyzeRequest,
    AttributeParameters,
    TextEntry,
)
from rejoinder.dropin.formats.perspective.scale import NO_TABLES, Tables
from rejoinder.dropin.formats.perspective.spans import (
    Span,
    in_utf16,
    sentence_spans,
    utf8_length,
    utf16_length,
)
from rejoinder.engine import Article, Case, Judgement

MAX_TEXT_BYTES = 20_480
# Google had some forty attributes, and eighteen languages. Each that is asked for is answered with
# spans of its own, and a body has room for two hundred thousand.
MAX_ATTRIBUTES = 100
MAX_LANGUAGES = 100
_PROBABILITY = {None, "", 0, 1, "SCORE_TYPE_UNSPECIFIED", "PROBABILITY"}
_PLAIN = {None, "", 0, 1, "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT"}
_HTML = {2, "HTML"}


@dataclass(frozen=True, slots=True)
class RequestedAttribute:
    """An attribute that was asked for."""

    name: str
    """The name as it was written, with its version."""
    attribute: Attribute
    threshold: float | None = None
    """Scores under it are left out."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A request that can be judged."""

    text: str
    requested: tuple[RequestedAttribute, ...]
    article: Article | None
    parent: str | None
    languages: tuple[str, ...]
    """As the caller named them; empty: to be detected."""
    spans: tuple[Span, ...]
    """The parts to score one by one, in characters; empty: only the whole."""
    token: str | None

    def cases(self) -> list[Case]:
        """The whole text first, then its sentences; a text of one sentence is asked about once."""
        return [
            Case(text, self.article, self.parent)
            for text in (self.text, *(self.text[start:end] for start, end in self.spans))
        ]


def read_comment(comment: TextEntry | None) -> str:
    """The text to judge.

    Raises:
        PerspectiveError: there is none, it is too long, or it is no plain text.
    """
    text = (comment.text if comment else None) or ""
    if not text.strip():
        raise comment_error("COMMENT_EMPTY", "Comment must be non-empty.")
    check_type(comment)
    if utf8_length(text) > MAX_TEXT_BYTES:
        raise comment_error("COMMENT_TOO_LONG", "Comment text too long.")
    return text


def languages_of(named: Sequence[str] | None) -> tuple[str, ...]:
    """The languages as the caller named them.

    Raises:
        PerspectiveError: there are more than anybody could mean.
    """
    if named and len(named) > MAX_LANGUAGES:
        raise comment_error("INVALID_REQUEST", "Too many languages")
    return tuple(named or ())


def check_type(entry: TextEntry | None) -> None:
    """Raises PerspectiveError for anything but plain text."""
    kind = entry.type if entry else None
    if isinstance(kind, str | int | None) and kind in _PLAIN:
        return
    if isinstance(kind, str | int) and kind in _HTML:
        raise comment_error(
            "INVALID_REQUEST", "Currently, only 'PLAIN_TEXT' comments are supported"
        )
    raise comment_error("INVALID_REQUEST", "Unknown text type")


def check_score_type(kind: object, attribute: str) -> None:
    """Raises PerspectiveError for all but probabilities; `kind` is a name or number of the enum."""
    if isinstance(kind, str | int | None) and kind in _PROBABILITY:
        return
    name = shortened(str(kind)) if isinstance(kind, str | int) else "SCORE_TYPE_UNSPECIFIED"
    raise comment_error(
        "INVALID_REQUEST", f"Requested score type {name} is not supported by attribute {attribute}"
    )


def analysis_of(request: AnalyzeRequest, *, strict: bool) -> Analysis:
    """What is to be judged.

    Raises:
        PerspectiveError: as Perspective did. Where it is not `strict`, attributes that cannot be
            answered are passed over as long as one can be.
    """
    text = read_comment(request.comment)
    context = context_of(request.context, check_type)
    requested = _requested_attributes(request.requested_attributes or {}, context, strict=strict)
    languages = languages_of(request.languages)
    if strict and languages and not any(map(_is_read, languages)):
        raise unsupported_language(requested[0].name, languages, detected=False)
    needed = any(each.attribute.reads_article for each in requested)
    spans = sentence_spans(text) if request.span_annotations else []
    return Analysis(
        text=text,
        requested=requested,
        article=context.article if needed else None,
        parent=context.parent if needed else None,
        languages=languages,
        spans=tuple(spans) if len(spans) > 1 else (),
        token=request.client_token,
    )


def response_to(
    analysis: Analysis, judgements: Sequence[Judgement], tables: Tables = NO_TABLES
) -> dict[str, Any]:
    """The response's fields; `judgements` are the answers to the analysis's cases.

    Raises:
        PerspectiveError: the judge does not read the language, or cannot tell it.
    """
    whole, *sentences = judgements
    _require_language(analysis, whole)
    spans = in_utf16(analysis.text, list(analysis.spans))
    judged = [((0, utf16_length(analysis.text)), whole), *zip(spans, sentences, strict=True)]
    scores = {
        each.name: payload
        for each in analysis.requested
        if (payload := _attribute_scores(each, judged, tables))
    }
    detected = _detected(whole)
    body: dict[str, Any] = {
        "attributeScores": scores,
        "languages": [shortened(each) for each in analysis.languages] or detected,
        "detectedLanguages": detected,
    }
    if analysis.token is not None:
        body["clientToken"] = analysis.token
    return body


def _requested_attributes(
    requested: dict[str, AttributeParameters | None], context: CommentContext, *, strict: bool
) -> tuple[RequestedAttribute, ...]:
    if not requested:
        raise comment_error("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    if len(requested) > MAX_ATTRIBUTES:
        raise comment_error("INVALID_REQUEST", "Too many requested_attributes")
    answerable: list[RequestedAttribute] = []
    first: PerspectiveError | None = None
    for name, parameters in requested.items():
        try:
            answerable.append(
                _requested_attribute(name, parameters or AttributeParameters(), context)
            )
        except PerspectiveError as error:
            if strict:
                raise
            first = first or error
    if first is not None and not answerable:
        raise first
    return tuple(answerable)


def _requested_attribute(
    name: str, parameters: AttributeParameters, context: CommentContext
) -> RequestedAttribute:
    attribute, short_name = attribute_called(name), shortened(name)
    if attribute is None:
        raise comment_error("INVALID_REQUEST", f"Unknown requested attribute: {short_name}")
    check_score_type(parameters.score_type, short_name)
    if attribute.needs_article and context.article is None:
        message = (
            f"Attribute {short_name} needs an article: context.articleAndParentComment.article"
        )
        raise comment_error("INVALID_REQUEST", message)
    threshold = parameters.score_threshold
    return RequestedAttribute(
        name, attribute, None if threshold is None or math.isnan(threshold) else threshold
    )


def _is_read(language: str) -> bool:
    return language.replace("_", "-").partition("-")[0].lower() in LANGUAGES


def _require_language(analysis: Analysis, judgement: Judgement) -> None:
    language = judgement.language
    if language is None or language.judged:
        return
    if language.code == "und" and not analysis.languages:
        raise comment_error("LANGUAGE_DETECTION_FAILED", "Unable to detect language")
    raise unsupported_language(analysis.requested[0].name, [language.code], detected=True)


def _detected(judgement: Judgement) -> list[str]:
    """The language that the text was judged in; a text without words is judged as the first."""
    language = judgement.language
    return [LANGUAGES[0] if language is None or language.code == "und" else language.code]


def _attribute_scores(
    requested: RequestedAttribute, judged: Sequence[tuple[Span, Judgement]], tables: Tables
) -> dict[str, Any]:
    """An attribute's scores, less those under the threshold; empty when none is left.

    The whole text stands first in `judged`; by itself it is the one span.
    """
    whole, *sentences = (
        (span, requested.attribute.score(judgement, tables)) for span, judgement in judged
    )
    summary = whole[1]
    scored = [(span, value) for span, value in sentences if value is not None]
    if not scored and summary is not None:
        scored = [(whole[0], summary)]
    payload: dict[str, Any] = {}
    span_scores = [
        {"begin": begin, "end": end, "score": _probability(value)}
        for (begin, end), value in scored
        if _reaches(value, requested.threshold)
    ]
    if span_scores:
        payload["spanScores"] = span_scores
    if summary is not None and _reaches(summary, requested.threshold):
        payload["summaryScore"] = _probability(summary)
    return payload


def _reaches(value: float, threshold: float | None) -> bool:
    return threshold is None or value >= threshold


def _probability(value: float) -> dict[str, Any]:
    return {"value": value, "type": "PROBABILITY"}
