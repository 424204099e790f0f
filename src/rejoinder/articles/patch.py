"""A change to an article: the fields that somebody names, and no others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rejoinder.articles.addresses import PageAddress
from rejoinder.articles.fields import (
    FIELDS,
    LIMITS,
    addresses_in,
    body_format_in,
    body_in,
    check_names,
    line,
    moment,
    page_in,
    wrong,
)
from rejoinder.articles.model import ToldBy, read_body
from rejoinder.errors import N_


@dataclass(frozen=True, slots=True)
class ArticlePatch:
    """A change, checked."""

    values: Mapping[str, Any]
    """Columns of the article."""
    page: PageAddress | None = None
    """Where it has moved to."""
    addresses: tuple[PageAddress, ...] = ()
    """Further ones by which it is known."""


def read_patch(told: Mapping[object, object]) -> ArticlePatch:
    """A change as somebody hands it in. A body costs up to a second: never inside a write.

    Raises:
        Invalid: `details` names the field and what is wrong with it.
    """
    check_names(told, FIELDS)
    values: dict[str, Any] = {
        name: line(told, name) for name in LIMITS if name in told and name != "slug"
    }
    if values.get("headline") == "":
        raise wrong("headline", N_("An article needs a headline."))
    if values.get("section") == "":
        raise wrong("section", N_("An article needs a section."))
    if "body" in told:
        values |= _body(told)
    elif "body_format" in told:
        raise wrong("body_format", N_("This goes with a body."))
    published = moment(told.get("published"))
    if published is not None:
        values["published_at"] = published
    return ArticlePatch(values, page_in(told), addresses_in(told))


def _body(told: Mapping[object, object]) -> Mapping[str, Any]:
    body, body_format = body_in(told), body_format_in(told)
    text = read_body(body, body_format)
    return {
        "body_source": body,
        "body_format": body_format.value,
        "body_html": text.html,
        "body_text": text.words,
        "told_by": ToldBy.NEWSROOM.value,
    }
