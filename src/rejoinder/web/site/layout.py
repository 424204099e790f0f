"""A page of the site with everything around it, or a piece of one for a script."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from rejoinder.web.context import RequestContext
from rejoinder.web.frame import around, sidebar
from rejoinder.web.sidebar import Sidebar
from rejoinder.web.templating import fill, page

# Around a small page that a script shows within another one.
PANEL = "site/panel.html"


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
    full = {**around(context, beside.sections, current=section), **values, **of_place(context)}
    if context.wants("panel"):
        full["layout"] = PANEL
    return page(context.site, f"site/{template}", full, status=status)


def of_place(context: RequestContext) -> dict[str, Any]:
    """What every page and every piece is told of where it stands."""
    embedded = context.embedded
    scripted = embedded and "piece" in context.request.query_params
    return {"home": context.home, "embedded": embedded, "scripted": scripted}


def fragment(
    context: RequestContext, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[str]:
    """A piece of a page, for a script that puts it in its place."""
    text = fill(
        context.site,
        f"site/{template}",
        {"visitor": context.visitor, **of_place(context), **values},
    )
    return Response(content=str(text), media_type="text/html", status_code=status)
