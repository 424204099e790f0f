"""The article that a page means by an id and its address, made known where nobody told of it."""

from sqlalchemy import Connection

from rejoinder.articles import queries
from rejoinder.articles.addresses import read_address_on
from rejoinder.articles.model import Article
from rejoinder.articles.sight import PageMessage, read_sight
from rejoinder.articles.sightings import first_sight, have_page_read, wants_reading
from rejoinder.errors import Forbidden, N_, NotFound
from rejoinder.web.context import RequestContext


def article_for(context: RequestContext, told: PageMessage) -> Article:
    """The article of which a page of the site's tells, by `cms_id`, `url` or both.

    The first time that a page is seen an article begins with it, of which nothing is believed but
    that it stands on one of the site's origins; the page is then read by the worker. A text costs
    up to a second: in a thread.

    Raises:
        Forbidden: a browser asks from a page of somebody else's.
        Gone: the article was unpublished.
        Invalid: the address is none, or stands on none of the site's origins.
        NotFound: no page is named, or only an id that nobody has told of.
        TooMany: too many new pages at once.
    """
    with context.database.reading() as connection:
        known = _known(connection, context, told)
    reads = context.app_state.settings.read_pages
    if known is not None:
        if reads and wants_reading(known, now=context.now):
            with context.database.writing() as connection:
                have_page_read(connection, known, now=context.now)
        return known
    _refuse_strangers(context)
    context.app_state.rate_limits.first_sight(context.visitor.network)
    sight = read_sight(context.site.origins, told)
    with context.database.writing() as connection:
        article, is_new = first_sight(connection, context.site, sight, now=context.now)
        if is_new and reads:
            have_page_read(connection, article, now=context.now)
    return article


def _known(connection: Connection, context: RequestContext, told: PageMessage) -> Article | None:
    site = context.site
    if told.cms_id:
        try:
            return queries.by_cms_id(connection, site.id, told.cms_id)
        except NotFound:
            if not told.url:
                raise
    if not told.url:
        raise NotFound(N_("There is no such article."), code="no-such-article")
    address = read_address_on(site.origins, told.url)
    return queries.of_page(connection, site.id, told.cms_id, address)


def _refuse_strangers(context: RequestContext) -> None:
    """A browser says from which page it asks; the paper's own server need not say anything."""
    origin = context.request.headers.get("origin")
    if origin is not None and origin not in context.site.origins:
        raise Forbidden(
            N_("Only pages of the site's own origins make an article known."), code="wrong-origin"
        )
