"""Articles of which only a thread is known, that came from another system: many at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.model import ArticleStub, ToldBy
from rejoinder.articles.tables import article_addresses, articles
from rejoinder.storage import BulkInsert, new_ids

_INSERT = BulkInsert(
    articles,
    (
        *("id", "site_id", "slug", "section", "headline", "standfirst", "byline", "dateline"),
        *("author_note", "body_source", "body_html", "body_text", "told_by"),
        *("published_at", "updated_at", "closed_at", "cms_id", "canonical_url"),
    ),
)
_INSERT_ADDRESSES = BulkInsert(article_addresses, ("site_id", "article_id", "address", "added_at"))
_NO_TEXT = ("",) * 7


def put_stubs(
    connection: Connection, site_id: int, stubs: Sequence[ArticleStub], *, now: datetime
) -> Sequence[int]:
    """Adds articles of which nothing here has the slug, the id or the address.

    They are the newsroom's word, since it brought the file. Returns their numbers, in this order.
    """
    ids = new_ids(connection, articles, len(stubs))
    numbered = list(zip(ids, stubs, strict=True))
    _INSERT.run(
        connection,
        (
            (
                *(number, site_id, each.slug, "News", each.headline, *_NO_TEXT),
                *(ToldBy.NEWSROOM.value, each.published_at, each.published_at, each.closed_at),
                *(each.cms_id, each.canonical_url),
            )
            for number, each in numbered
        ),
    )
    _INSERT_ADDRESSES.run(
        connection,
        ((site_id, number, each.address, now) for number, each in numbered if each.address),
    )
    return ids
