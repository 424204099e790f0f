"""The front page, the sections, Most Read, and whether all is well."""

from collections.abc import Sequence
from urllib.parse import unquote

from litestar import MediaType, Response, get
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.errors import N_, NotFound
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.frame import sidebar
from rejoinder.web.sidebar import ListedArticle, top_lists
from rejoinder.web.site.layout import show
from rejoinder.web.templating import fill_xml
from rejoinder.web.thread_pool import in_thread

# Articles in each list of the page that shows nothing else.
FULL_LENGTH = 20


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
    text = fill_xml(context.site, "site/most_read.xml", _full_lists(context))
    return Response(content=text, media_type="application/rss+xml; charset=utf-8")


@get("/healthz", media_type=MediaType.JSON)
async def healthz(request: WebRequest) -> Response[dict[str, object]]:
    """Whether the store answers and the judge stands ready; 503 where no page can be read."""
    found = await app_state_of(request.app).health()
    told: dict[str, object] = {
        "status": found.status,
        "judge": found.judge,
        "problems": found.problems,
    }
    return Response(told, status_code=200 if found.serves else 503)


def _front(context: RequestContext, *, section: str | None) -> Response[str]:
    site_id = context.site.id
    with context.database.reading() as connection:
        articles = article_queries.latest(connection, site_id, section=section)
        top = sidebar(connection, context).top
    if section is not None and not articles:
        raise NotFound(N_("There is no such section."))
    values = {
        "lead": articles[0] if articles else None,
        "others": articles[1:],
        "most_read": top.most_read,
        "most_commented": top.most_commented,
        "heading": articles[0].section if section is not None else None,
        "section": section or "",
    }
    return show(context, "front.html", values)


def _full_lists(context: RequestContext) -> dict[str, Sequence[ListedArticle]]:
    with context.database.reading() as connection:
        top = top_lists(connection, context.site.id, now=context.now, limit=FULL_LENGTH)
    return {"most_read": top.most_read, "most_commented": top.most_commented}
