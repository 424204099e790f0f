"""Searching comments by their words, and authors by their names and addresses."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from rejoinder.comments.tables import comments
from rejoinder.desk.filters import CommentFilter, conditions
from rejoinder.desk.search.model import FoundAuthor, FoundComments, SearchOrder
from rejoinder.readers.tables import readers
from rejoinder.storage.word_index import COMMENTS, NAMES, WORDS
from rejoinder.text import Term, how_well, words_in

PAGE: Final = 20
MOST_AUTHORS: Final = 50
# How far somebody turns the pages.
MOST_PASSED_OVER: Final = 10_000
# Of more that match, the newest are put in order of how well they do: a word that stands in every
# second comment tells nothing of any of them.
MOST_RANKED: Final = 300
# And of each as many characters: what a long text is about, it says before.
LOOKED_AT: Final = 2000


def search_comments(
    connection: Connection,
    site_id: int,
    terms: Sequence[Term],
    chosen: CommentFilter,
    *,
    order: SearchOrder,
    start: int = 0,
) -> FoundComments:
    """A page of the comments that have all these terms and are among the chosen ones.

    Without a term it is the newest of those.
    """
    if start > MOST_PASSED_OVER:
        return FoundComments((), more=False, cut=False)
    where = conditions(site_id, chosen)
    if terms:
        where.append(comments.c.id.in_(COMMENTS.matching(connection, WORDS, terms)))
    if order is SearchOrder.NEWEST or not terms:
        ids = _newest(connection, where, limit=PAGE + 1, start=start)
        return FoundComments(tuple(ids[:PAGE]), more=len(ids) > PAGE, cut=False)
    newest = _newest(connection, where, limit=MOST_RANKED)
    ranked = _best_first(connection, newest, terms)
    return FoundComments(
        tuple(ranked[start : start + PAGE]),
        more=len(ranked) > start + PAGE,
        cut=len(newest) == MOST_RANKED,
    )


def _newest(
    connection: Connection, where: Sequence[ColumnElement[bool]], *, limit: int, start: int = 0
) -> list[int]:
    page = (
        select(comments.c.id)
        .where(*where)
        .order_by(comments.c.created_at.desc(), comments.c.id.desc())
        .limit(limit)
        .offset(start)
    )
    return list(connection.execute(page).scalars())


def _best_first(connection: Connection, newest: Sequence[int], terms: Sequence[Term]) -> list[int]:
    """The same by how well they match, which is ours to say: so it is the same on both stores."""
    asked = select(comments.c.id, comments.c.source).where(comments.c.id.in_(newest))
    found = {row.id: words_in(row.source[:LOOKED_AT]) for row in connection.execute(asked)}
    # What is equally good stays as it was, the newest first.
    return sorted(newest, key=lambda number: -how_well(found[number], terms))


def search_authors(
    connection: Connection, site_id: int, terms: Sequence[Term], *, address: str = ""
) -> list[FoundAuthor]:
    """Who wrote under such a name, the latest first; or whose address begins like this.

    It is one more than MOST_AUTHORS where there are more.
    """
    found = _by_address(connection, site_id, address) if address else []
    known = {each.reader_id for each in found}
    by_name = _by_name(connection, site_id, terms) if terms else []
    return [*found, *(each for each in by_name if each.reader_id not in known)][: MOST_AUTHORS + 1]


def _by_name(connection: Connection, site_id: int, terms: Sequence[Term]) -> list[FoundAuthor]:
    # Told by an index alone: a first name may stand above some ten thousand comments.
    named = (
        select(
            comments.c.author_id,
            func.max(comments.c.id).label("last_id"),
            func.count().label("size"),
        )
        .where(comments.c.id.in_(COMMENTS.matching(connection, NAMES, terms)))
        .group_by(comments.c.author_id)
        .subquery("named")
    )
    rows = connection.execute(
        select(
            named.c.size,
            *(readers.c.id, readers.c.email, readers.c.verified_at),
            *(comments.c.author_name, comments.c.created_at),
        )
        .join(readers, readers.c.id == named.c.author_id)
        .join(comments, comments.c.id == named.c.last_id)
        .where(readers.c.site_id == site_id)
        .order_by(named.c.last_id.desc())
        .limit(MOST_AUTHORS + 1)
    )
    return [
        FoundAuthor(
            row.id,
            row.author_name,
            row.email,
            row.verified_at is not None,
            int(row.size),
            row.created_at,
        )
        for row in rows
    ]


def _by_address(connection: Connection, site_id: int, address: str) -> list[FoundAuthor]:
    theirs = comments.c.author_id == readers.c.id
    rows = connection.execute(
        select(
            *(readers.c.id, readers.c.name, readers.c.email, readers.c.verified_at),
            select(func.count()).where(theirs).scalar_subquery().label("size"),
            select(func.max(comments.c.created_at)).where(theirs).scalar_subquery().label("last"),
        )
        .where(readers.c.site_id == site_id, readers.c.email.startswith(address, autoescape=True))
        .order_by(readers.c.id.desc())
        .limit(MOST_AUTHORS + 1)
    )
    return [
        FoundAuthor(
            row.id, row.name, row.email, row.verified_at is not None, int(row.size), row.last
        )
        for row in rows
    ]
