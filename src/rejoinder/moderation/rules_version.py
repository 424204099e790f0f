"""Which rules are in force, for pages that are kept: none may tell of rules that are not."""

from typing import Final

from sqlalchemy import Connection, func, select

from rejoinder.articles.tables import articles
from rejoinder.sites.tables import policies

# More than any store will ever have.
_MOST_POLICIES: Final = 10**9
_IN_FORCE = (
    select(func.max(policies.c.id))
    .where(policies.c.site_id == articles.c.site_id)
    .correlate(articles)
    .scalar_subquery()
)


def page_version(connection: Connection, article_id: int) -> int:
    """Another number whenever the thread has changed, or the rules that its form tells of."""
    row = connection.execute(
        select(articles.c.thread_version, _IN_FORCE.label("rules")).where(
            articles.c.id == article_id
        )
    ).first()
    return -1 if row is None else version_under(row.thread_version, row.rules)


def rules_at(connection: Connection, article_id: int) -> int | None:
    """The policy in force where an article stands, by its row; None for the default."""
    return connection.execute(select(_IN_FORCE).where(articles.c.id == article_id)).scalar()


def version_under(thread_version: int, rules: int | None) -> int:
    """The version of a thread together with that of the rules."""
    return thread_version * _MOST_POLICIES + (rules or 0)
