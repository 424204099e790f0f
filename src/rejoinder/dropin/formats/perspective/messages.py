"""Perspective's messages as types, and reading one from a body as leniently as Google did.

Names come in camelCase or snake_case, numbers as strings, null for what is left out; fields that
we do not know are passed over.
"""

import re
from typing import Any, TypeVar

import msgspec

from rejoinder.dropin.formats.perspective.errors import invalid_json

T = TypeVar("T", bound=msgspec.Struct)


class TextEntry(msgspec.Struct):
    """A text and its type: a name or a number of Google's enum."""

    text: str | None = None
    type: Any = None


class AttributeParameters(msgspec.Struct, rename="camel"):
    """What is asked of one attribute."""

    score_type: Any = None
    score_threshold: float | None = None


class ArticleAndParentComment(msgspec.Struct, rename="camel"):
    """Under what a comment stands, and what it answers."""

    article: TextEntry | None = None
    parent_comment: TextEntry | None = None


class Context(msgspec.Struct, rename="camel"):
    """One of the two: a conversation from its beginning, or an article with a parent."""

    entries: list[TextEntry] | None = None
    article_and_parent_comment: ArticleAndParentComment | None = None


class AnalyzeRequest(msgspec.Struct, rename="camel"):
    """What `comments:analyze` is sent. `doNotStore` asks for what we do anyway: store nothing."""

    comment: TextEntry | None = None
    requested_attributes: dict[str, AttributeParameters | None] | None = None
    context: Context | None = None
    languages: list[str] | None = None
    do_not_store: bool | None = None
    client_token: str | None = None
    session_id: str | None = None
    community_id: str | None = None
    span_annotations: bool | None = None


class Score(msgspec.Struct):
    """A number and its type."""

    value: float | None = None
    type: Any = None


class SpanScore(msgspec.Struct):
    """A score of a part of the text, in UTF-16 code units."""

    begin: int | None = None
    end: int | None = None
    score: Score | None = None


class AttributeScores(msgspec.Struct, rename="camel"):
    """What an attribute should have scored."""

    summary_score: Score | None = None
    span_scores: list[SpanScore] | None = None


class SuggestRequest(msgspec.Struct, rename="camel"):
    """What `comments:suggestscore` is sent."""

    comment: TextEntry | None = None
    attribute_scores: dict[str, AttributeScores | None] | None = None
    context: Context | None = None
    languages: list[str] | None = None
    do_not_store: bool | None = None
    client_token: str | None = None
    session_id: str | None = None
    community_id: str | None = None


_SYNONYMS = {
    old: new
    for kind in (
        AttributeParameters,
        ArticleAndParentComment,
        Context,
        AnalyzeRequest,
        AttributeScores,
        SuggestRequest,
    )
    for old, new in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    if old != new
}
# Mostly none is there, and the body is read in one go.
_SNAKES = re.compile("|".join(rf'"{name}"' for name in sorted(_SYNONYMS)).encode())


def read_message(body: bytes, kind: type[T]) -> T:
    """The message in a body; an empty body is an empty message.

    Raises:
        PerspectiveError: it is no JSON, or a field is of another type. What was sent is not quoted.
    """
    try:
        if _SNAKES.search(body):
            return msgspec.convert(_in_camel_case(msgspec.json.decode(body)), kind, strict=False)
        return msgspec.json.decode(body.strip() or b"{}", type=kind, strict=False)
    except RecursionError:
        raise invalid_json("It is nested too deeply.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as failure:
        raise invalid_json(_reason(failure)) from None


def _reason(failure: Exception) -> str:
    if isinstance(failure, UnicodeDecodeError):
        return "It is not UTF-8."
    return f"{failure}."


def _in_camel_case(value: Any) -> Any:
    if isinstance(value, dict):
        return {_SYNONYMS.get(name, name): _in_camel_case(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_camel_case(each) for each in value]
    return value
