"""Counts of comments and Most Read, as pieces of HTML for pages of other origins."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from litestar import Response, get
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.addresses import read_address_on
from rejoinder.articles.counts import comment_counts
from rejoinder.errors import Invalid, N_
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.sidebar import top_lists
from rejoinder.web.site.layout import fragment
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import EMBED

# More than a page of teasers has, and few enough to be looked up at once.
MOST_ASKED = 50
LONGEST_LIST = 10
USUAL_LIST = 5
# A count may be so old; whoever opens the thread sees it as it is.
CACHING = "public, max-age=30"


@get(EMBED + "counts")
@in_thread
def embedded_counts(request: WebRequest) -> Response[str]:
    """How many comments there are under each article asked for, by its id or its address."""
    context = context_of(request)
    asked = list(dict.fromkeys(request.query_params.getall("of", [])))
    if len(asked) > MOST_ASKED:
        raise Invalid(N_("At most %(most)s articles at once."), most=MOST_ASKED)
    with context.database.reading() as connection:
        found = _articles(connection, context, asked)
        known = comment_counts(connection, found.values())
    counts = [(each, known.get(found.get(each, 0), 0)) for each in asked]
    return _kept(context, "embedded_counts.html", {"counts": counts})


@get(EMBED + "most-read")
@in_thread
def embedded_most_read(request: WebRequest) -> Response[str]:
    """The articles that most people read of late, as a list of links."""
    context = context_of(request)
    limit = _limit(request.query_params.get("limit", ""))
    with context.database.reading() as connection:
        top = top_lists(connection, context.site.id, now=context.now, limit=limit)
    return _kept(context, "embedded_most_read.html", {"listed": top.most_read})


def _articles(
    connection: Connection, context: RequestContext, asked: Iterable[str]
) -> dict[str, int]:
    """The articles' numbers, by the newsroom's id, our slug or an address, in this order."""
    site_id = context.site.id
    keys = {each: _key(context, each) for each in asked if "://" in each}
    names = [each for each in asked if each not in keys]
    slugs = article_queries.at_slugs(connection, site_id, names)
    ids = article_queries.with_cms_ids(connection, site_id, names)
    there = article_queries.at_addresses(connection, site_id, filter(None, keys.values()))
    return {
        **{slug: number for slug, (number, _) in slugs.items()},
        **ids,
        **{each: there[key][0] for each, key in keys.items() if key in there},
    }


def _key(context: RequestContext, address: str) -> str:
    """What an address is known by; empty for a page of somebody else's."""
    with suppress(Invalid):
        return read_address_on(context.site.origins, address).key
    return ""


def _limit(raw: str) -> int:
    known = raw.isascii() and raw.isdigit() and len(raw) < 4
    return min(max(int(raw), 1), LONGEST_LIST) if known else USUAL_LIST


def _kept(context: RequestContext, template: str, values: Mapping[str, Any]) -> Response[str]:
    answer = fragment(context, template, values)
    answer.headers["cache-control"] = CACHING
    return answer
