"""In which section an article stands."""

from sqlalchemy import Connection, select

from rejoinder.articles.tables import articles


def section_of(connection: Connection, article_id: int) -> str:
    """The section in which an article stands; empty where it stands in none, or is not there."""
    found = select(articles.c.section).where(articles.c.id == article_id)
    return connection.execute(found).scalar_one_or_none() or ""
