"""Pure translation: a request into questions for the judge, its judgements into the response."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rejoinder.dropin.formats.perspective.attributes import LANGUAGES, Attribute, attribute_called
from rejoinder.dropin.formats.perspective.context import Surroundings, surroundings_of
from rejoinder.dropin.formats.perspective.messages import (
    AnalyzeRequest,
    AttributeParameters,
    TextEntry,
)
from rejoinder.dropin.formats.perspective.problems import (
    Refused,
    refused,
    shortened,
    wrong_language,
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

MOST_TEXT_BYTES = 20_480
# Google had some forty attributes, and eighteen languages. Each that is asked for is answered with
# spans of its own, and a body has room for two hundred thousand.
MOST_ATTRIBUTES = 100
MOST_LANGUAGES = 100
_PROBABILITY = {None, "", 0, 1, "SCORE_TYPE_UNSPECIFIED", "PROBABILITY"}
_PLAIN = {None, "", 0, 1, "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT"}
_HTML = {2, "HTML"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attribute that was asked for."""

    asked: str
    """The name as it was written, with its version."""
    attribute: Attribute
    threshold: float | None = None
    """Scores under it are left out."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A request that can be judged."""

    text: str
    wanted: tuple[Wanted, ...]
    article: Article | None
    parent: str | None
    languages: tuple[str, ...]
    """As the caller named them; empty: to be detected."""
    pieces: tuple[Span, ...]
    """The parts to score one by one, in characters; empty: only the whole."""
    token: str | None

    def questions(self) -> list[Case]:
        """The whole text first, then its pieces; a text of one piece is asked about once."""
        return [
            Case(text, self.article, self.parent)
            for text in (self.text, *(self.text[start:end] for start, end in self.pieces))
        ]


def read_comment(comment: TextEntry | None) -> str:
    """The text to judge.

    Raises:
        Refused: there is none, it is too long, or it is no plain text.
    """
    text = (comment.text if comment else None) or ""
    if not text.strip():
        raise refused("COMMENT_EMPTY", "Comment must be non-empty.")
    check_type(comment)
    if utf8_length(text) > MOST_TEXT_BYTES:
        raise refused("COMMENT_TOO_LONG", "Comment text too long.")
    return text


def languages_of(named: Sequence[str] | None) -> tuple[str, ...]:
    """The languages as the caller named them.

    Raises:
        Refused: there are more than anybody could mean.
    """
    if named and len(named) > MOST_LANGUAGES:
        raise refused("INVALID_REQUEST", "Too many languages")
    return tuple(named or ())


def check_type(entry: TextEntry | None) -> None:
    """Raises Refused for anything but plain text."""
    kind = entry.type if entry else None
    if isinstance(kind, str | int | None) and kind in _PLAIN:
        return
    if isinstance(kind, str | int) and kind in _HTML:
        raise refused("INVALID_REQUEST", "Currently, only 'PLAIN_TEXT' comments are supported")
    raise refused("INVALID_REQUEST", "Unknown text type")


def check_score_type(kind: object, attribute: str) -> None:
    """Raises Refused for anything but probabilities; `kind` is a name or number of the enum."""
    if isinstance(kind, str | int | None) and kind in _PROBABILITY:
        return
    name = shortened(str(kind)) if isinstance(kind, str | int) else "SCORE_TYPE_UNSPECIFIED"
    raise refused(
        "INVALID_REQUEST", f"Requested score type {name} is not supported by attribute {attribute}"
    )


def analysis_of(request: AnalyzeRequest, *, strict: bool) -> Analysis:
    """What is to be judged.

    Raises:
        Refused: as Perspective did. Where it is not `strict`, attributes that cannot be answered
            are passed over as long as one can be.
    """
    text = read_comment(request.comment)
    around = surroundings_of(request.context, check_type)
    wanted = _wanted(request.requested_attributes or {}, around, strict=strict)
    languages = languages_of(request.languages)
    if strict and languages and not any(map(_is_read, languages)):
        raise wrong_language(wanted[0].asked, languages, detected=False)
    needed = any(each.attribute.reads_article for each in wanted)
    pieces = sentence_spans(text) if request.span_annotations else []
    return Analysis(
        text=text,
        wanted=wanted,
        article=around.article if needed else None,
        parent=around.parent if needed else None,
        languages=languages,
        pieces=tuple(pieces) if len(pieces) > 1 else (),
        token=request.client_token,
    )


def response_to(
    analysis: Analysis, judgements: Sequence[Judgement], tables: Tables = NO_TABLES
) -> dict[str, Any]:
    """The response's fields; `judgements` are the answers to the analysis's questions.

    Raises:
        Refused: the judge does not read the language, or cannot tell it.
    """
    whole, *parts = judgements
    _require_language(analysis, whole)
    spans = in_utf16(analysis.text, list(analysis.pieces))
    pieces = [((0, utf16_length(analysis.text)), whole), *zip(spans, parts, strict=True)]
    scores = {
        each.asked: told
        for each in analysis.wanted
        if (told := _attribute_scores(each, pieces, tables))
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


def _wanted(
    asked: dict[str, AttributeParameters | None], around: Surroundings, *, strict: bool
) -> tuple[Wanted, ...]:
    if not asked:
        raise refused("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    if len(asked) > MOST_ATTRIBUTES:
        raise refused("INVALID_REQUEST", "Too many requested_attributes")
    found: list[Wanted] = []
    first: Refused | None = None
    for name, parameters in asked.items():
        try:
            found.append(_one(name, parameters or AttributeParameters(), around))
        except Refused as failure:
            if strict:
                raise
            first = first or failure
    if first is not None and not found:
        raise first
    return tuple(found)


def _one(asked: str, parameters: AttributeParameters, around: Surroundings) -> Wanted:
    attribute, told = attribute_called(asked), shortened(asked)
    if attribute is None:
        raise refused("INVALID_REQUEST", f"Unknown requested attribute: {told}")
    check_score_type(parameters.score_type, told)
    if attribute.needs_article and around.article is None:
        message = f"Attribute {told} needs an article: context.articleAndParentComment.article"
        raise refused("INVALID_REQUEST", message)
    threshold = parameters.score_threshold
    return Wanted(
        asked, attribute, None if threshold is None or math.isnan(threshold) else threshold
    )


def _is_read(language: str) -> bool:
    return language.replace("_", "-").partition("-")[0].lower() in LANGUAGES


def _require_language(analysis: Analysis, judgement: Judgement) -> None:
    language = judgement.language
    if language is None or language.judged:
        return
    if language.code == "und" and not analysis.languages:
        raise refused("LANGUAGE_DETECTION_FAILED", "Unable to detect language")
    raise wrong_language(analysis.wanted[0].asked, [language.code], detected=True)


def _detected(judgement: Judgement) -> list[str]:
    """The language that the text was judged in; a text without words is judged as the first."""
    language = judgement.language
    return [LANGUAGES[0] if language is None or language.code == "und" else language.code]


def _attribute_scores(
    wanted: Wanted, pieces: Sequence[tuple[Span, Judgement]], tables: Tables
) -> dict[str, Any]:
    """An attribute's scores, less those under the threshold; empty when none is left.

    The whole text stands first among the pieces; by itself it is the one span.
    """
    whole, *parts = ((span, wanted.attribute.score(judged, tables)) for span, judged in pieces)
    summary = whole[1]
    scored = [(span, value) for span, value in parts if value is not None]
    if not scored and summary is not None:
        scored = [(whole[0], summary)]
    told: dict[str, Any] = {}
    reached = [
        {"begin": begin, "end": end, "score": _probability(value)}
        for (begin, end), value in scored
        if _reaches(value, wanted.threshold)
    ]
    if reached:
        told["spanScores"] = reached
    if summary is not None and _reaches(summary, wanted.threshold):
        told["summaryScore"] = _probability(summary)
    return told


def _reaches(value: float, threshold: float | None) -> bool:
    return threshold is None or value >= threshold


def _probability(value: float) -> dict[str, Any]:
    return {"value": value, "type": "PROBABILITY"}
