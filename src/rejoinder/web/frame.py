"""What stands around every page that readers see, those that tell of an error included."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from rejoinder.web.context import RequestContext
from rejoinder.web.sidebar import Sidebar


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section in the bar under the paper's name."""

    label: str
    href: str
    current: bool


def sidebar(connection: Connection, context: RequestContext) -> Sidebar:
    """The lists for this visitor."""
    return context.app_state.sidebars.of(connection, context.site.id, now=context.now)


def around(
    context: RequestContext, sections: tuple[str, ...], *, current: str = ""
) -> dict[str, Any]:
    """The part of every page's context that does not depend on the page."""
    request = context.request
    return {
        "visitor": context.visitor,
        # Whoever signs in is led back here, which only a page can be.
        "here": request.scope["path"] if request.method in {"GET", "HEAD"} else "/",
        "nav": [
            SectionLink(name, f"/sections/{quote(name.lower())}", name.lower() == current.lower())
            for name in sections
        ],
    }
