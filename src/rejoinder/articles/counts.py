"""How many comments stand under articles: asked for as often as any front page is shown."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Connection, String, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

from rejoinder.articles.model import ThreadCount
from rejoinder.articles.tables import articles
from rejoinder.storage import Prepared

_LISTED_IN = "json_array_elements_text(CAST({} AS json))"


class _Numbers(FunctionElement[int]):
    """The members of a list of numbers that is bound as JSON: one statement for every length."""

    type = BigInteger()
    inherit_cache = True


class _Names(FunctionElement[str]):
    """The same of a list of texts."""

    type = String()
    inherit_cache = True


@compiles(_Numbers, "sqlite")
@compiles(_Names, "sqlite")
def _members(element: Any, compiler: Any, **told: Any) -> str:
    members = compiler.process(element.clauses, **told)
    return f"(SELECT value FROM json_each({members}))"  # noqa: S608 - the name of a parameter


@compiles(_Numbers, "postgresql")
def _numbers(element: Any, compiler: Any, **told: Any) -> str:
    members = compiler.process(element.clauses, **told)
    return f"(SELECT value::bigint FROM {_LISTED_IN.format(members)})"  # noqa: S608 - as above


@compiles(_Names, "postgresql")
def _names(element: Any, compiler: Any, **told: Any) -> str:
    members = compiler.process(element.clauses, **told)
    return f"(SELECT value FROM {_LISTED_IN.format(members)})"  # noqa: S608 - as above


def _counts_by(column: ColumnElement[Any], members: FunctionElement[Any]) -> Prepared:
    columns = articles.c.id, articles.c.cms_id, articles.c.slug, articles.c.comment_count
    return Prepared(
        select(*columns, articles.c.closed_at).where(
            articles.c.site_id == bindparam("site_id"),
            articles.c.unpublished_at.is_(None),
            column.op("IN", is_comparison=True)(members),
        )
    )


_TOLD = bindparam("told", type_=String())
_BY_ID = _counts_by(articles.c.id, _Numbers(_TOLD))
_BY_CMS_ID = _counts_by(articles.c.cms_id, _Names(_TOLD))
_BY_SLUG = _counts_by(articles.c.slug, _Names(_TOLD))


def thread_counts(
    connection: Connection,
    site_id: int,
    *,
    ids: Iterable[int] = (),
    cms_ids: Iterable[str] = (),
    slugs: Iterable[str] = (),
) -> list[ThreadCount]:
    """How many comments stand under these articles of a site, in the order of their numbers.

    Those that are not there, or not any more, are left out.
    """
    found: dict[int, ThreadCount] = {}
    asked: tuple[tuple[Prepared, Iterable[int | str]], ...] = (
        (_BY_ID, ids),
        (_BY_CMS_ID, cms_ids),
        (_BY_SLUG, slugs),
    )
    for query, named in asked:
        members = list(named)
        if members:
            told = {"site_id": site_id, "told": json.dumps(members)}
            for row in query.all(connection, told):
                found[row.id] = ThreadCount(
                    row.id, row.cms_id, row.slug, row.comment_count, row.closed_at is not None
                )
    return [found[number] for number in sorted(found)]


def comment_counts(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """How many comments of these articles' threads are published, by article."""
    rows = connection.execute(
        select(articles.c.id, articles.c.comment_count).where(articles.c.id.in_(list(ids)))
    )
    return {int(row.id): int(row.comment_count) for row in rows}
