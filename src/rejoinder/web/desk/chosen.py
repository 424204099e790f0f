"""Which comments somebody chose in an address or a form: read there, and written back into it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from rejoinder.articles.queries import by_ids as articles_by_ids
from rejoinder.desk.filters import STANDING, CommentFilter, sections_with_articles
from rejoinder.errors import Invalid, N_
from rejoinder.readers.queries import named
from rejoinder.web.context import field, row_id
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.cards import STATE_NAMES
from rejoinder.web.desk.list_views import ChosenView

# The fields of a form that choose comments, by their names.
FIELDS: Final = ("state", "section", "article", "author", "since", "until", "language")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


def read_chosen(desk: DeskContext, raw: Any) -> CommentFilter:
    """The comments that an address or a form chooses.

    Raises:
        Invalid: something in it is no state, no day, no number of ours.
    """
    state, language = field(raw, "state"), field(raw, "language")
    if state and state not in STANDING:
        raise Invalid(N_("There is no such state."), details={"field": "state"})
    if language and not _LANGUAGE.fullmatch(language):
        raise Invalid(N_("A language is written as two letters."), details={"field": "language"})
    section, until = field(raw, "section"), _day(desk, field(raw, "until"), "until")
    if not section.isprintable():  # none is called so, and PostgreSQL takes no zero byte
        raise Invalid(N_("There is no such section."), details={"field": "section"})
    return CommentFilter(
        state=next((each for each in STANDING if each == state), None),
        section=section or None,
        article_id=row_id(field(raw, "article"), name="article"),
        author_id=row_id(field(raw, "author"), name="author"),
        since=_day(desk, field(raw, "since"), "since"),
        until=None if until is None else until + timedelta(days=1),
        language=language or None,
    )


def _day(desk: DeskContext, raw: str, name: str) -> datetime | None:
    """When a day begins where the site is."""
    if not raw:
        return None
    try:
        if not _DAY.fullmatch(raw):
            raise ValueError
        return datetime.combine(date.fromisoformat(raw), time(), desk.context.translator.zone)
    except ValueError:
        raise Invalid(N_("A day is written as 2026-01-31."), details={"field": name}) from None


def typed_of(raw: Any) -> dict[str, str]:
    """The same as it was typed, for the form that comes back and for links; bounded, unchecked."""
    return {name: str(raw.get(name, ""))[:400] for name in FIELDS}


def chosen_view(connection: Connection, desk: DeskContext, typed: Mapping[str, str]) -> ChosenView:
    """What the form shows of it."""
    translate = desk.context.translator.translate
    article, author = (_number(typed[name]) for name in ("article", "author"))
    return ChosenView(
        typed=typed,
        states=tuple((each.value, translate(STATE_NAMES[each])) for each in STANDING),
        sections=tuple(sections_with_articles(connection, desk.site_id)),
        article="" if article is None else headline_of(connection, desk, article),
        author="" if author is None else author_named(connection, desk, author),
    )


def headline_of(connection: Connection, desk: DeskContext, article_id: int) -> str:
    """Of an article of the site, shown or not; its number where there is none."""
    found = articles_by_ids(connection, desk.site_id, [article_id])
    return next((each.headline for each in found.values()), str(article_id))


def author_named(connection: Connection, desk: DeskContext, reader_id: int) -> str:
    """How a reader of the site is called; their number where they have no name."""
    return named(connection, desk.site_id, reader_id) or str(reader_id)


def _number(raw: str) -> int | None:
    try:
        return row_id(raw, name="")
    except Invalid:
        return None
