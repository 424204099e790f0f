"""Articles that were searched for, as the desk's lists show them: in an order, page after page."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import Connection

from rejoinder.desk.search.articles import PAGE, search_articles
from rejoinder.desk.search.model import SearchOrder
from rejoinder.desk.search.queries import MOST_RANKED
from rejoinder.errors import N_
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.queue_address import START

ORDERS: Final = {
    SearchOrder.RELEVANCE: N_("Best first"),
    SearchOrder.NEWEST: N_("Newest first"),
}
# What the lists' templates want where nothing was searched for.
NOTHING: Final[Mapping[str, Any]] = {
    "articles": (),
    "searched": False,
    "cut": 0,
    "first": "",
    "further": "",
}


def orders_in(desk: DeskContext) -> list[tuple[str, str]]:
    """The orders in which things are found, each with its name."""
    translate = desk.context.translator.translate
    return [(each.value, translate(title)) for each, title in ORDERS.items()]


def order_of(query: Any) -> SearchOrder:
    """The order that an address asks for; best first where it asks for none of ours."""
    raw = query.get("order", "")
    return SearchOrder(raw) if raw in set(SearchOrder) else SearchOrder.RELEVANCE


def start_of(query: Any) -> int:
    """How many an address passes over."""
    raw = query.get("from", "")
    return int(raw) if START.fullmatch(raw) else 0


def found_articles(
    connection: Connection, desk: DeskContext, words: str, kept: Mapping[str, str]
) -> dict[str, Any]:
    """What the templates want of what was found; the link to further ones bears what is `kept`."""
    if not words.strip():
        return dict(NOTHING)
    request = desk.context.request
    order, start = order_of(request.query_params), start_of(request.query_params)
    found = search_articles(connection, desk.site_id, words, order=order, start=start)
    asked = {**kept, "q": words, "order": order.value}
    first, further = urlencode(asked), urlencode({**asked, "from": start + PAGE})
    return {
        "articles": found.articles,
        "searched": True,
        "cut": MOST_RANKED if found.cut else 0,
        "first": f"{request.url.path}?{first}" if start else "",
        "further": f"{request.url.path}?{further}" if found.more else "",
    }
