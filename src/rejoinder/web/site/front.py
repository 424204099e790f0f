"""The front page, the sections, Most Read, and whether all is well."""

from urllib.parse import unquote

from litestar import MediaType, Response, get
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.errors import N_, NotFound
from rejoinder.readership.queries import most_commented, most_read
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.site.layout import beside, show
from rejoinder.web.site.views import Listed
from rejoinder.web.templating import fill
from rejoinder.web.thread_pool import in_thread

FULL_LIST = 20


@get("/")
@in_thread
def front_page(request: WebRequest) -> Response[str]:
    """The newest articles."""
    return _front(context_of(request), section=None)


@get("/sections/{section:str}")
@in_thread
def section_page(request: WebRequest, section: FromPath[str]) -> Response[str]:
    """The newest articles of one section."""
    return _front(context_of(request), section=unquote(section))


@get("/most-read")
@in_thread
def most_read_page(request: WebRequest) -> Response[str]:
    """The last 24 hours by distinct readers, and by comments."""
    context = context_of(request)
    return show(context, "most_read.html", _full_lists(context))


@get("/most-read.rss")
@in_thread
def most_read_feed(request: WebRequest) -> Response[str]:
    """Most Read for a feed reader (RSS 2.0)."""
    context = context_of(request)
    text = fill(context.visitor.site, "site/most_read.xml", _full_lists(context))
    return Response(content=str(text), media_type="application/rss+xml; charset=utf-8")


@get("/healthz", media_type=MediaType.JSON)
@in_thread
def healthz(request: WebRequest) -> Response[dict[str, object]]:
    """Whether the store answers and the judge stands ready."""
    app_state = request.app.state.app_state
    with app_state.database.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    return Response({"status": "ok", "judge": app_state.judge_pool.model})


def _front(context: RequestContext, *, section: str | None) -> Response[str]:
    site_id = context.visitor.site.id
    with context.app_state.database.reading() as connection:
        articles = article_queries.latest(connection, site_id, section=section)
        lists = beside(connection, context)
    if section is not None and not articles:
        raise NotFound(N_("There is no such section."))
    values = {
        "lead": articles[0] if articles else None,
        "others": articles[1:],
        "most_read": lists.most_read,
        "most_commented": lists.most_commented,
        "heading": articles[0].section if section is not None else None,
        "section": section or "",
    }
    return show(context, "front.html", values)


def _full_lists(context: RequestContext) -> dict[str, list[Listed]]:
    site_id = context.visitor.site.id
    with context.app_state.database.reading() as connection:
        read = most_read(connection, site_id, now=context.now, most=FULL_LIST)
        talked = most_commented(connection, site_id, now=context.now, most=FULL_LIST)
    return {
        "most_read": [Listed(each.article, each.readers) for each in read.articles],
        "most_commented": [Listed(each.article, each.comments) for each in talked],
    }
