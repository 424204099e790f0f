"""Which of a site's comments somebody means: by state, section, article, author, date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import looks_after

# What a person can still decide of: nothing is left of what its author took back.
STANDING = (State.PUBLISHED, State.HELD, State.DECLINED)


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """What somebody means; what is None is not asked. Withdrawn comments are never among them."""

    state: State | None = None
    section: str | None = None
    article_id: int | None = None
    author_id: int | None = None
    since: datetime | None = None
    """Written then or later."""
    until: datetime | None = None
    """Written before."""
    language: str | None = None
    """What the judge took it for, as an ISO 639-1 code."""
    sections: tuple[str, ...] | None = None
    """In one of these only: those that somebody looks after."""

    def to_dict(self) -> dict[str, Any]:
        """As a job keeps it."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in plain.items() if value is not None}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_dict` wrote."""
        return msgspec.convert(stored, cls)


def conditions(site_id: int, chosen: CommentFilter) -> list[ColumnElement[bool]]:
    """What a row of `comments` must be to be among them; the language is another table's."""
    states = STANDING if chosen.state is None else (chosen.state,)
    found: list[ColumnElement[bool]] = [comments.c.site_id == site_id, comments.c.state.in_(states)]
    if chosen.section is not None or chosen.sections is not None:
        of_site = select(articles.c.id).where(articles.c.site_id == site_id)
        if chosen.section is not None:
            of_site = of_site.where(articles.c.section == chosen.section)
        if chosen.sections is not None:
            of_site = of_site.where(articles.c.section.in_(chosen.sections))
        found.append(comments.c.article_id.in_(of_site))
    exact = ((comments.c.article_id, chosen.article_id), (comments.c.author_id, chosen.author_id))
    found.extend(column == wanted for column, wanted in exact if wanted is not None)
    if chosen.since is not None:
        found.append(comments.c.created_at >= chosen.since)
    if chosen.until is not None:
        found.append(comments.c.created_at < chosen.until)
    return found


def sections_with_articles(connection: Connection, site_id: int) -> list[str]:
    """All sections that articles stand in, shown or not; the empty one is none."""
    rows = connection.execute(
        select(articles.c.section).where(articles.c.site_id == site_id).distinct()
    )
    return sorted(row.section for row in rows if row.section)


def sections_of(connection: Connection, site_id: int, member: Actor) -> tuple[str, ...] | None:
    """The sections in which somebody acts, as articles spell them; None where it is everywhere."""
    if not member.sections:
        return None
    return tuple(
        each for each in sections_with_articles(connection, site_id) if looks_after(member, each)
    )
