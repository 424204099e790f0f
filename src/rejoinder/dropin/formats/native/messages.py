"""What a call for judgements holds, read from its body."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from rejoinder.dropin.formats.native.errors import NativeError
from rejoinder.dropin.limits import MAX_TEXT_CHARS, MAX_TEXTS, MAX_URL_CHARS
from rejoinder.engine import Article

# Far longer than any article, its three parts together.
MAX_ARTICLE_CHARS = 200_000
MAX_ID_CHARS = 200

Text = Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
Parent = Annotated[str, Meta(max_length=MAX_TEXT_CHARS, description="The comment that it answers.")]
Url = Annotated[str, Meta(max_length=MAX_URL_CHARS, description="Where the article stands.")]
Id = Annotated[str, Meta(max_length=MAX_ID_CHARS, description="Your own name for the text.")]
Part = Annotated[str, Meta(max_length=MAX_ARTICLE_CHARS)]


class ArticleIn(msgspec.Struct, forbid_unknown_fields=True):
    """What is discussed; every part may be left out. 200,000 characters at most, together."""

    headline: Part = ""
    standfirst: Part = ""
    body: Part = ""


class _Under(msgspec.Struct, forbid_unknown_fields=True):
    article: ArticleIn | None = None
    url: Url | None = None


class JudgementIn(_Under, forbid_unknown_fields=True, kw_only=True):
    """A text to judge, with the article itself or where it stands."""

    text: Text
    parent: Parent | None = None
    id: Id | None = None


class JudgementsIn(_Under, forbid_unknown_fields=True, kw_only=True):
    """Texts to judge, under one article unless one of them has its own."""

    items: Annotated[list[JudgementIn], Meta(min_length=1, max_length=MAX_TEXTS)]


class _HasItems(msgspec.Struct):
    items: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class TextToJudge:
    """One text to judge."""

    text: str
    parent: str | None
    article: Article | None
    url: str | None
    """Where its article stands, when the article itself was not sent."""
    id: str | None
    """The caller's own name for the text."""


@dataclass(frozen=True, slots=True)
class JudgementsRequest:
    """A checked call."""

    texts: tuple[TextToJudge, ...]
    is_list: bool
    """Whether the answer is a list, even of one."""


def read_request(body: bytes) -> JudgementsRequest:
    """The texts to judge.

    Raises:
        NativeError: the body is no JSON, a field is missing, unknown, of another type or too long.
            No value that was sent is quoted.
    """
    try:
        if msgspec.json.decode(body, type=_HasItems).items is msgspec.UNSET:
            return JudgementsRequest(
                (_text(msgspec.json.decode(body, type=JudgementIn), None, None),), False
            )
        many = msgspec.json.decode(body, type=JudgementsIn)
    except msgspec.ValidationError as failure:
        # It tells the place, a type, and at most the name of a field.
        raise _invalid(str(failure)[:200]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        message = "The body could not be read as a JSON object."
        raise NativeError(message, code="bad-request", status=400) from None
    return JudgementsRequest(_texts(many), True)


def _texts(many: JudgementsIn) -> tuple[TextToJudge, ...]:
    shared = _article(many)
    return tuple(_text(item, shared, many.url or None) for item in many.items)


def _text(item: JudgementIn, shared: Article | None, url: str | None) -> TextToJudge:
    """A text with its own article if it names one, and the article of all otherwise."""
    own, own_url = _article(item), item.url or None
    if own is None and own_url is None:
        own, own_url = shared, url
    return TextToJudge(item.text, item.parent, own, None if own else own_url, item.id)


def _article(sent: _Under) -> Article | None:
    if sent.article is None:
        return None
    parts: Sequence[str] = (sent.article.headline, sent.article.standfirst, sent.article.body)
    if sum(map(len, parts)) > MAX_ARTICLE_CHARS:
        raise _invalid(f"An article may have at most {MAX_ARTICLE_CHARS} characters.")
    return Article(*parts)


def _invalid(problem: str) -> NativeError:
    return NativeError("What was sent cannot be judged.", details={"problem": problem})
