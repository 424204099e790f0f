"""What stands around every page: the sections, and the lists beside an article."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from litestar import Response
from sqlalchemy import Connection

from rejoinder.web.context import RequestContext
from rejoinder.web.sidebar import Sidebar
from rejoinder.web.site.views import Option
from rejoinder.web.templating import fill, page


def sidebar(connection: Connection, context: RequestContext) -> Sidebar:
    """The lists for this visitor."""
    return context.app_state.sidebars.of(connection, context.site.id, now=context.now)


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
    context: RequestContext,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    beside: Sidebar | None = None,
) -> Response[str]:
    """A page of the site with everything around it.

    Who holds a connection brings the sidebar along: there are not two for everybody.
    """
    if beside is None:
        with context.database.reading() as connection:
            beside = sidebar(connection, context)
    section = str(values.get("section", ""))
    full = {**around(context, beside.sections, current=section), **values}
    return page(context.site, f"site/{template}", full, status=status)


def fragment(
    context: RequestContext, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[str]:
    """A piece of a page, for a script that puts it in its place."""
    text = fill(context.site, f"site/{template}", {"visitor": context.visitor, **values})
    return Response(content=str(text), media_type="text/html", status_code=status)
