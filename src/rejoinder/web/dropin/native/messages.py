"""What a call for judgements holds, read from its body."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from rejoinder.engine import Article
from rejoinder.web.dropin.native.problems import Refused

MOST_TEXTS = 1000
# Far longer than any comment, or any article; the judge's time grows with a text's length.
LONGEST_TEXT = 100_000
LONGEST_ARTICLE = 200_000
LONGEST_URL = 2000
LONGEST_ID = 200


class ArticleIn(msgspec.Struct, forbid_unknown_fields=True):
    """What is discussed; every part may be left out."""

    headline: str = ""
    standfirst: str = ""
    body: str = ""


class _Under(msgspec.Struct, forbid_unknown_fields=True):
    article: ArticleIn | None = None
    url: str | None = None


class _Item(_Under, forbid_unknown_fields=True, kw_only=True):
    text: str
    parent: str | None = None
    id: str | None = None


class _Many(_Under, forbid_unknown_fields=True, kw_only=True):
    items: list[_Item]


class _HasItems(msgspec.Struct):
    items: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Wanted:
    """One text to judge."""

    text: str
    parent: str | None
    article: Article | None
    url: str | None
    """Where its article stands, when the article itself was not sent."""
    id: str | None
    """The caller's own name for the text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked call."""

    wanted: tuple[Wanted, ...]
    is_list: bool
    """Whether the answer is a list, even of one."""


def read(body: bytes) -> Asked:
    """The texts to judge.

    Raises:
        Refused: the body is no JSON, a field is missing, unknown, of another type or too long.
            No value that was sent is quoted.
    """
    try:
        if msgspec.json.decode(body, type=_HasItems).items is msgspec.UNSET:
            return Asked((_wanted(msgspec.json.decode(body, type=_Item), None, None),), False)
        many = msgspec.json.decode(body, type=_Many)
    except msgspec.ValidationError as failure:
        # It tells the place, a type, and at most the name of a field.
        raise _unusable(str(failure)[:200]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        message = "The body could not be read as a JSON object."
        raise Refused(message, code="bad-request", status=400) from None
    return Asked(_all(many), True)


def _all(many: _Many) -> tuple[Wanted, ...]:
    if not 1 <= len(many.items) <= MOST_TEXTS:
        raise _unusable(f"There must be 1 to {MOST_TEXTS} items.")
    shared = _article(many)
    url = _url(many)
    return tuple(_wanted(item, shared, url) for item in many.items)


def _wanted(item: _Item, shared: Article | None, url: str | None) -> Wanted:
    """A text with its own article if it names one, and the article of all otherwise."""
    own, own_url = _article(item), _url(item)
    _check(item.text, LONGEST_TEXT, "text")
    _check(item.parent or "", LONGEST_TEXT, "parent")
    _check(item.id or "", LONGEST_ID, "id")
    if own is None and own_url is None:
        own, own_url = shared, url
    return Wanted(item.text, item.parent, own, None if own else own_url, item.id)


def _article(sent: _Under) -> Article | None:
    if sent.article is None:
        return None
    told: Sequence[str] = (sent.article.headline, sent.article.standfirst, sent.article.body)
    _check("".join(told), LONGEST_ARTICLE, "article")
    return Article(*told)


def _url(sent: _Under) -> str | None:
    _check(sent.url or "", LONGEST_URL, "url")
    return sent.url or None


def _check(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise _unusable(f"“{field}” may have at most {most} characters.")


def _unusable(problem: str) -> Refused:
    return Refused("What was sent cannot be judged.", details={"problem": problem})
