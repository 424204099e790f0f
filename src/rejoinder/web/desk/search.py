"""Searching: comments by their words, authors by name and address, articles by theirs."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles.addresses import LONGEST_ADDRESS
from rejoinder.articles.indexing import how_many_unindexed_articles
from rejoinder.desk.filters import CommentFilter
from rejoinder.desk.search.indexing import how_many_unindexed
from rejoinder.desk.search.queries import (
    MOST_AUTHORS,
    MOST_RANKED,
    PAGE,
    search_authors,
    search_comments,
)
from rejoinder.errors import Invalid, N_
from rejoinder.sites.roles import Act
from rejoinder.text import LONGEST_SEARCH, Term, terms_in
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, show, staff_or_sign_in
from rejoinder.web.desk.cards import address_shown
from rejoinder.web.desk.chosen import chosen_view, read_chosen, typed_of
from rejoinder.web.desk.found import found_rows
from rejoinder.web.desk.found_articles import NOTHING, found_articles, order_of, orders_in, start_of
from rejoinder.web.desk.notices import problem
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

SEARCH: Final = "/desk/search"
PARTS: Final = {
    "comments": N_("Comments"),
    "authors": N_("Authors"),
    "articles": N_("Articles"),
}
_NOTHING: Final[Mapping[str, Any]] = {
    **NOTHING,
    "rows": (),
    "authors": (),
}
# Fewer letters of an address would list half of the readers.
_SHORTEST_ADDRESS: Final = 3


@get(SEARCH)
@in_thread
def show_search(request: WebRequest) -> Response[Any] | Redirect:
    """What was found for the words of the address."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    query = request.query_params
    part = query.get("in", "comments")
    part = part if part in PARTS else "comments"
    words = query.get("q", "")[: _longest(part)]
    notice, status, chosen = None, 200, CommentFilter()
    try:
        chosen = read_chosen(desk, query)
    except Invalid as failure:
        notice, status = problem(desk, failure), status_of(failure)
    translate = desk.context.translator.translate
    unread = how_many_unindexed_articles if part == "articles" else how_many_unindexed
    with desk.context.database.reading() as connection:
        values = {
            "notice": notice,
            "view": "",
            "words": words,
            "part": part,
            "parts": [
                (name, translate(title), _path(query, part=name)) for name, title in PARTS.items()
            ],
            "order": order_of(query).value,
            "orders": orders_in(desk),
            "longest": _longest(part),
            "chosen": chosen_view(connection, desk, typed_of(query)),
            "unread": unread(connection),
            **_NOTHING,
            **(_found(connection, desk, part, words, chosen) if status == 200 else {}),
        }
    return show(desk, "search.html", values, status=status)


def _found(
    connection: Connection, desk: DeskContext, part: str, words: str, chosen: CommentFilter
) -> dict[str, Any]:
    terms = terms_in(words)
    if part == "authors":
        return _authors(connection, desk, words, terms)
    if part == "articles":
        return found_articles(connection, desk, words, {"in": part})
    query = desk.context.request.query_params
    if not terms and chosen == CommentFilter():
        return {}
    order, start = order_of(query), start_of(query)
    found = search_comments(connection, desk.site_id, terms, chosen, order=order, start=start)
    return {
        "rows": found_rows(connection, desk, found.ids, terms=terms),
        "searched": True,
        "cut": MOST_RANKED if found.cut else 0,
        "first": _address(query, 0) if start else "",
        "further": _address(query, start + PAGE) if found.more else "",
    }


def _authors(
    connection: Connection, desk: DeskContext, words: str, terms: Sequence[Term]
) -> dict[str, Any]:
    # Who only reads here finds nobody by an address.
    address = words.strip().lower() if Act.DECIDE.name in desk.acts else ""
    if "@" not in address or len(address) < _SHORTEST_ADDRESS:
        address = ""
    found = search_authors(connection, desk.site_id, () if address else terms, address=address)
    translator = desk.context.translator
    return {
        "authors": [(each, address_shown(translator, each.email)) for each in found[:MOST_AUTHORS]],
        "more_authors": len(found) > MOST_AUTHORS,
        "searched": bool(terms),
    }


def _longest(part: str) -> int:
    """In characters, what is looked at of what somebody typed."""
    return LONGEST_ADDRESS if part == "articles" else LONGEST_SEARCH


def _path(query: Any, *, part: str) -> str:
    """The same search in another part of the paper."""
    kept = {"q": query.get("q", "")[: _longest(part)]} | (
        {} if part == "comments" else {"in": part}
    )
    return f"{SEARCH}?{urlencode(kept)}"


def _address(query: Any, start: int) -> str:
    """Where what is looked for is shown from so many on."""
    typed = {name: value for name, value in typed_of(query).items() if value}
    asked = {"q": query.get("q", "")[:LONGEST_SEARCH], "order": order_of(query).value, **typed}
    return f"{SEARCH}?{urlencode({**asked, 'from': start} if start else asked)}"
