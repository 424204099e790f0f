"""What stands around every page: the sections, and the lists beside an article."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from litestar import Response
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.readership.queries import most_commented, most_read
from rejoinder.web.context import RequestContext
from rejoinder.web.site.views import Listed, Option
from rejoinder.web.templating import fill, page

# Most Read may be this old: readers cannot tell, and the page costs less.
FRESH_SECONDS = 20.0
LISTED = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """Most Read and most commented."""

    most_read: tuple[Listed, ...]
    most_commented: tuple[Listed, ...]
    sections: tuple[str, ...]


@dataclass(slots=True)
class BesideCache:
    """The lists of each site, made anew when they have aged."""

    _kept: dict[int, tuple[float, Beside]] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def of(self, connection: Connection, context: RequestContext) -> Beside:
        """The lists of the visitor's site."""
        site_id = context.visitor.site.id
        kept = self._kept.get(site_id)
        if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        with self._turn:
            made = _beside(connection, context)
            self._kept[site_id] = (time.monotonic(), made)
        return made


def beside(connection: Connection, context: RequestContext) -> Beside:
    """The lists for this visitor."""
    cache: BesideCache = context.request.app.state.beside
    return cache.of(connection, context)


def around(
    context: RequestContext, sections: tuple[str, ...], *, current: str = ""
) -> dict[str, Any]:
    """The part of every page's context that does not depend on the page."""
    return {
        "visitor": context.visitor,
        "here": context.request.scope["path"],
        "nav": [
            Option(name, f"/sections/{quote(name.lower())}", name.lower() == current.lower(), name)
            for name in sections
        ],
    }


def show(
    context: RequestContext, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[str]:
    """A page of the site with everything around it."""
    with context.app_state.database.reading() as connection:
        sections = beside(connection, context).sections
    section = str(values.get("section", ""))
    full = {**around(context, sections, current=section), **values}
    return page(context.visitor.site, f"site/{template}", full, status=status)


def fragment(
    context: RequestContext, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[str]:
    """A piece of a page, for a script that puts it in its place."""
    text = fill(context.visitor.site, f"site/{template}", {"visitor": context.visitor, **values})
    return Response(content=str(text), media_type="text/html", status_code=status)


def _beside(connection: Connection, context: RequestContext) -> Beside:
    site_id = context.visitor.site.id
    read = most_read(connection, site_id, now=context.now, most=LISTED)
    talked = most_commented(connection, site_id, now=context.now, most=LISTED)
    return Beside(
        most_read=tuple(Listed(each.article, each.readers) for each in read.articles),
        most_commented=tuple(Listed(each.article, each.comments) for each in talked),
        sections=tuple(article_queries.sections(connection, site_id)),
    )
