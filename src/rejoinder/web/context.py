"""One request as every handler sees it: who asks, of which site, when, and in which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar.enums import RequestEncodingType
from litestar.params import Body

from rejoinder.errors import Invalid, N_
from rejoinder.i18n import Translator, translator_of
from rejoinder.row_ids import read_id
from rejoinder.sites.model import Site
from rejoinder.storage import CachedReading, Database
from rejoinder.web.app_state import AppState, WebRequest, app_state_of
from rejoinder.web.visitor import Visitor, visitor_of

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request with everything that answering it needs."""

    request: WebRequest
    app_state: AppState
    visitor: Visitor
    translator: Translator
    now: datetime

    @property
    def site(self) -> Site:
        """The site that was asked."""
        return self.visitor.site

    @property
    def database(self) -> Database:
        """The store."""
        return self.app_state.database

    def wants(self, fragment: str) -> bool:
        """Whether a script asks for this piece of a page only."""
        return self.request.headers.get("x-fragment") == fragment


def context_of(request: WebRequest) -> RequestContext:
    """What a handler begins with.

    Raises:
        NotFound: there is no publication at this host.
    """
    with app_state_of(request.app).cache.reading() as reading:
        return context_in(reading, request)


def context_in(reading: CachedReading, request: WebRequest) -> RequestContext:
    """The same, for a handler that goes on reading.

    Raises:
        NotFound: there is no publication at this host.
    """
    app_state = app_state_of(request.app)
    now = app_state.clock()
    visitor = visitor_of(request, reading, app_state, now=now)
    return RequestContext(request, app_state, visitor, translator_of(visitor.site), now)


def field(form: Any, name: str, *, max_length: int = 400) -> str:
    """One field of a form; empty where it is missing.

    Raises:
        Invalid: it is a file, or longer than such a field can be.
    """
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > max_length:
        raise Invalid(N_("A field of the form cannot be taken."), details={"field": name})
    return value


def row_id(raw: str, *, name: str) -> int | None:
    """A row's number from a form; None where it is empty.

    Raises:
        Invalid: it is no number that a row could have.
    """
    if not raw:
        return None
    try:
        return read_id(raw)
    except ValueError:
        raise Invalid(N_("That is not a number we gave out."), details={"field": name}) from None
