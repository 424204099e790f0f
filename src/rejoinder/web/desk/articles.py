"""Articles at the desk: found, added, changed, moved, taken from readers and shown again."""

from collections.abc import Callable
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import actions, queries
from rejoinder.articles.addresses import LONGEST_ADDRESS, read_address_on
from rejoinder.articles.fields import LIMITS, LONGEST_BODY
from rejoinder.articles.indexing import how_many_unindexed_articles
from rejoinder.articles.model import Article, from_fields
from rejoinder.articles.patch import read_patch
from rejoinder.comments.queries import pinned
from rejoinder.desk.search.articles import PAGE, newest_articles
from rejoinder.errors import Forbidden, Invalid, N_, RejoinderError
from rejoinder.sites.roles import Act
from rejoinder.storage import AuditEntry, AuditKind, audit_log
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import LONGEST_PAGE, Form, field
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.found_articles import NOTHING, found_articles, order_of, orders_in
from rejoinder.web.desk.list_pages import Places
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice, PinnedView
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

LIST: Final = "/desk/articles"
# What the form has, in its order; the last two are no lines.
FIELDS: Final = ("headline", "section", "standfirst", "byline", "dateline", "author_note", "body")
DONE = {
    "added": N_("It is added. Readers find it on the front page."),
    "changed": N_("It is changed."),
    "moved": N_("It is moved. By its old address it stays known."),
    "unpublished": N_("No reader sees it or its conversation any more. All is kept."),
    "republished": N_("It is shown again, as it was."),
    "closed": N_("Its conversation is closed. It stays readable."),
    "opened": N_("Its conversation is open."),
    "unpinned": N_("No comment stands first there any more."),
}


@get(LIST)
@in_thread
def show_articles(request: WebRequest) -> Response[Any] | Redirect:
    """The newest articles, or those that are searched for."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    words = request.query_params.get("q", "")[:LONGEST_ADDRESS].strip()
    places = Places.of(LIST, request.query_params, ("behind",))
    with desk.context.database.reading() as connection:
        if words:
            listed = found_articles(connection, desk, words, {})
        else:
            listed = _newest(connection, desk, places)
        unread = how_many_unindexed_articles(connection) if words else 0
    values = {
        "notice": None,
        "view": "",
        "words": words,
        "order": order_of(request.query_params).value,
        "orders": orders_in(desk),
        "longest": LONGEST_ADDRESS,
        "unread": unread,
        "page": None,
        **listed,
    }
    return show(desk, "articles.html", values)


def _newest(connection: Connection, desk: DeskContext, places: Places) -> dict[str, Any]:
    found = newest_articles(connection, desk.site_id, behind=places.behind["behind"])
    page = places.page("behind", found, size=PAGE)
    return {**NOTHING, "articles": page.rows, "page": page}


@get(f"{LIST}/new")
@in_thread
def show_new(request: WebRequest) -> Response[Any] | Redirect:
    """The form for another article."""
    desk = staff_or_sign_in(request, Act.EDIT_ARTICLES)
    return desk if isinstance(desk, Redirect) else _new(desk, {}, None)


@post(LIST)
@in_thread
def add(request: WebRequest, data: Form) -> Response[Any]:
    """Adds an article. What was typed comes back with whatever is wrong with it."""
    desk = staff_only(request, Act.EDIT_ARTICLES)
    typed = _typed(data)
    try:
        source = from_fields({**typed, "url": field(data, "url", max_length=LONGEST_PAGE)})
        desk.require(Act.EDIT_ARTICLES, source.section)
        with desk.context.database.writing() as connection:
            article = actions.put(connection, desk.site_id, source, now=desk.context.now)
            _log(connection, desk, AuditKind.ARTICLE_ADDED, article)
    except (Forbidden, Invalid) as failure:
        return _new(desk, typed, failure)
    return Redirect(f"{LIST}/{article.id}?done=added", status_code=303)


@get(f"{LIST}/{{article_id:int}}")
@in_thread
def show_article(request: WebRequest, article_id: FromPath[int]) -> Response[Any] | Redirect:
    """One article, with what can be done to it."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    said = DONE.get(request.query_params.get("done", ""))
    notice = None if said is None else DeskNotice("done", desk.context.translator.translate(said))
    return _one(desk, article_id, notice)


@post(f"{LIST}/{{article_id:int}}")
@in_thread
def edit(request: WebRequest, article_id: FromPath[int], data: Form) -> Response[Any]:
    """Changes what an article says; who moves it to another section looks after that one too."""
    desk = staff_only(request, Act.EDIT_ARTICLES)
    typed = _typed(data)
    try:
        _check_in_section(desk, article_id, Act.EDIT_ARTICLES)
        patch = read_patch(typed)
        desk.require(Act.EDIT_ARTICLES, str(typed["section"]))
        with desk.context.database.writing() as connection:
            article = queries.even_unpublished(connection, desk.site_id, article_id)
            desk.require(Act.EDIT_ARTICLES, article.section)
            actions.edit(connection, desk.context.site, article, patch, now=desk.context.now)
            _log(connection, desk, AuditKind.ARTICLE_CHANGED, article)
    except Invalid as failure:
        return _one(desk, article_id, _said(desk, failure), typed=typed, status=status_of(failure))
    return Redirect(f"{LIST}/{article_id}?done=changed", status_code=303)


@post(f"{LIST}/{{article_id:int}}/address")
@in_thread
def move(request: WebRequest, article_id: FromPath[int], data: Form) -> Response[Any]:
    """Leads readers to another page of the newsroom's."""
    desk = staff_only(request, Act.EDIT_ARTICLES)
    site, now = desk.context.site, desk.context.now
    try:
        url = field(data, "url", max_length=LONGEST_PAGE)
        with desk.context.database.writing() as connection:
            article = queries.even_unpublished(connection, desk.site_id, article_id)
            desk.require(Act.EDIT_ARTICLES, article.section)
            page = read_address_on(site.origins, url)
            actions.move(connection, site, article, page, now=now)
            _log(connection, desk, AuditKind.ARTICLE_MOVED, article, url=page.url)
    except Invalid as failure:
        return _one(desk, article_id, problem(desk, failure, url), status=status_of(failure))
    return Redirect(f"{LIST}/{article_id}?done=moved", status_code=303)


@post(f"{LIST}/{{article_id:int}}/unpublishing")
@in_thread
def unpublish(request: WebRequest, article_id: FromPath[int]) -> Response[Any]:
    """Takes an article and its thread from readers' eyes."""

    def taken(connection: Connection, desk: DeskContext, article: Article) -> None:
        actions.set_unpublished(connection, article, unpublished=True, now=desk.context.now)
        _log(connection, desk, AuditKind.ARTICLE_UNPUBLISHED, article)

    return _changed(request, article_id, taken, "unpublished")


@post(f"{LIST}/{{article_id:int}}/republishing")
@in_thread
def republish(request: WebRequest, article_id: FromPath[int]) -> Response[Any]:
    """Shows it again."""

    def shown(connection: Connection, desk: DeskContext, article: Article) -> None:
        actions.set_unpublished(connection, article, unpublished=False, now=desk.context.now)
        _log(connection, desk, AuditKind.ARTICLE_REPUBLISHED, article)

    return _changed(request, article_id, shown, "republished")


def _changed(
    request: WebRequest,
    article_id: int,
    change: Callable[[Connection, DeskContext, Article], None],
    done: str,
) -> Response[Any]:
    desk = staff_only(request, Act.EDIT_ARTICLES)
    with desk.context.database.writing() as connection:
        article = queries.even_unpublished(connection, desk.site_id, article_id)
        desk.require(Act.EDIT_ARTICLES, article.section)
        change(connection, desk, article)
    return Redirect(f"{LIST}/{article_id}?done={done}", status_code=303)


def _check_in_section(desk: DeskContext, article_id: int, act: Act) -> None:
    """Before a body is read, which takes up to a second. Raises Forbidden, NotFound."""
    with desk.context.database.reading() as connection:
        desk.require(act, queries.even_unpublished(connection, desk.site_id, article_id).section)


def _typed(data: Any) -> dict[object, object]:
    return {
        name: field(data, name, max_length=LONGEST_BODY if name == "body" else 4 * LIMITS[name])
        for name in FIELDS
    }


def _log(
    connection: Connection, desk: DeskContext, kind: AuditKind, article: Article, **facts: str
) -> None:
    told = {"article_id": article.id, **facts}
    by, now = desk.member.signature, desk.context.now
    entry = AuditEntry(desk.site_id, kind, article.headline, by, now, told)
    audit_log.put(connection, entry)


def _said(desk: DeskContext, failure: RejoinderError) -> DeskNotice:
    """What is wrong, with what the field's own check says of it."""
    notice = problem(desk, failure)
    detail = failure.details.get("problem")
    if not isinstance(detail, str):
        return notice
    words = desk.context.translator.translate(detail)
    return DeskNotice("problem", f"{notice.message} {words}")


def _new(
    desk: DeskContext, typed: dict[object, object], failure: RejoinderError | None
) -> Response[Any]:
    blank: dict[object, object] = dict.fromkeys(FIELDS, "")
    with desk.context.database.reading() as connection:
        sections = queries.sections(connection, desk.site_id)
    values = {
        "notice": None if failure is None else _said(desk, failure),
        "view": "",
        "typed": blank | typed,
        "limits": LIMITS,
        "sections": sections,
        "origins": desk.context.site.origins,
    }
    status = 200 if failure is None else status_of(failure)
    return show(desk, "article_new.html", values, status=status)


def _one(
    desk: DeskContext,
    article_id: int,
    notice: DeskNotice | None,
    *,
    typed: dict[object, object] | None = None,
    status: int = 200,
) -> Response[Any]:
    with desk.context.database.reading() as connection:
        article = queries.even_unpublished(connection, desk.site_id, article_id)
        first = pinned(connection, article.id)
        values = {
            "notice": notice,
            "view": "",
            "article": article,
            "typed": typed or _as_typed(connection, article),
            "limits": LIMITS,
            "sections": queries.sections(connection, desk.site_id),
            "origins": desk.context.site.origins,
            "addresses": queries.addresses_of(connection, article.id),
            "acts": desk.acts_in(article.section),
            "pinned": None
            if first is None
            else PinnedView(first.id, first.author.name, excerpt(first.source)),
        }
    return show(desk, "article.html", values, status=status)


def _as_typed(connection: Connection, article: Article) -> dict[object, object]:
    lines: dict[object, object] = {
        name: str(getattr(article, name)) for name in FIELDS if name != "body"
    }
    return {**lines, "body": queries.body_source(connection, article.id)}
