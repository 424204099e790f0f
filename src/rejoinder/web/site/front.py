"""The front page, the sections, Most Read, and whether all is well."""

from urllib.parse import unquote

from litestar import MediaType, Response, get
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.errors import N_, NotFound
from rejoinder.reading.queries import most_commented, most_read
from rejoinder.web.pages import fill
from rejoinder.web.parts import WebRequest
from rejoinder.web.site.chrome import beside, show
from rejoinder.web.site.views import Listed
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import Visit, visit_of

FULL_LIST = 20


@get("/")
@in_thread
def front_page(request: WebRequest) -> Response[str]:
    """The newest articles."""
    return _front(visit_of(request), section=None)


@get("/sections/{section:str}")
@in_thread
def section_page(request: WebRequest, section: FromPath[str]) -> Response[str]:
    """The newest articles of one section."""
    return _front(visit_of(request), section=unquote(section))


@get("/most-read")
@in_thread
def most_read_page(request: WebRequest) -> Response[str]:
    """The last 24 hours by distinct readers, and by comments."""
    visit = visit_of(request)
    return show(visit, "most_read.html", _full_lists(visit))


@get("/most-read.rss")
@in_thread
def most_read_feed(request: WebRequest) -> Response[str]:
    """Most Read for a feed reader (RSS 2.0)."""
    visit = visit_of(request)
    text = fill(visit.visitor.site, "site/most_read.xml", _full_lists(visit))
    return Response(content=str(text), media_type="application/rss+xml; charset=utf-8")


@get("/healthz", media_type=MediaType.JSON)
@in_thread
def healthz(request: WebRequest) -> Response[dict[str, object]]:
    """Whether the store answers and the judge stands ready."""
    parts = request.app.state.parts
    with parts.database.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    return Response({"status": "ok", "judge": parts.bench.model})


def _front(visit: Visit, *, section: str | None) -> Response[str]:
    site_id = visit.visitor.site.id
    with visit.parts.database.reading() as connection:
        articles = article_queries.latest(connection, site_id, section=section)
        lists = beside(connection, visit)
    if section is not None and not articles:
        raise NotFound(N_("There is no such section."))
    context = {
        "lead": articles[0] if articles else None,
        "others": articles[1:],
        "most_read": lists.most_read,
        "most_commented": lists.most_commented,
        "heading": articles[0].section if section is not None else None,
        "section": section or "",
    }
    return show(visit, "front.html", context)


def _full_lists(visit: Visit) -> dict[str, list[Listed]]:
    site_id = visit.visitor.site.id
    with visit.parts.database.reading() as connection:
        read = most_read(connection, site_id, now=visit.now, most=FULL_LIST)
        talked = most_commented(connection, site_id, now=visit.now, most=FULL_LIST)
    return {
        "most_read": [Listed(each.article, each.readers) for each in read.articles],
        "most_commented": [Listed(each.article, each.comments) for each in talked],
    }
