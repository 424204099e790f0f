"""What search engines are told: where not to look, and which articles there are."""

from litestar import MediaType, Response, get

from rejoinder.articles import queries as article_queries
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.frame import sidebar
from rejoinder.web.templating import fill_xml
from rejoinder.web.thread_pool import in_thread

# What is private, what only people do, and each thread once: its orders and pages are no others.
NOT_FOR_THEM = (
    "/api/",
    "/comments/",
    "/desk",
    "/sign-in",
    "/sign-out",
    "/your-comment/",
    "/your-name",
    "/*?*reply_to=",
    "/*?*posted=",
    "/*?*sort=",
)
# One file of a site map holds at most 50,000 addresses; the newest are those that are looked for.
MOST_LISTED = 5000


@get("/robots.txt", media_type=MediaType.TEXT)
@in_thread
def robots(request: WebRequest) -> str:
    """Where crawlers need not go."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_THEM), ""]
    return "\n".join([*lines, f"Sitemap: {context_of(request).site.base_url}/sitemap.xml", ""])


@get("/sitemap.xml")
@in_thread
def sitemap(request: WebRequest) -> Response[str]:
    """The front page, the sections, and the newest articles."""
    context = context_of(request)
    with context.database.reading() as connection:
        newest = article_queries.newest_slugs(connection, context.site.id, limit=MOST_LISTED)
        sections = sidebar(connection, context).sections
    values = {"newest": newest, "sections": sections}
    text = fill_xml(context.site, "site/sitemap.xml", values)
    return Response(content=text, media_type="application/xml; charset=utf-8")
