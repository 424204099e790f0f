"""One request as every handler sees it: who asks, of which site, when, and in which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from litestar.enums import RequestEncodingType
from litestar.params import Body

from rejoinder.errors import Invalid, N_
from rejoinder.i18n import Translator, translator_of
from rejoinder.row_ids import read_id
from rejoinder.sites.model import Site
from rejoinder.storage import CachedReading, Database
from rejoinder.web.app_state import AppState, WebRequest, app_state_of
from rejoinder.web.visitor import EMBED, Visitor, visitor_of

# What browsers and search engines take.
LONGEST_PAGE = 2000

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request with everything that answering it needs."""

    request: WebRequest
    app_state: AppState
    visitor: Visitor
    translator: Translator
    now: datetime
    speaks_for: str = ""
    """By what limits count the reader for whom the site's own software calls with a key; empty for
    everybody else."""
    speaks_for_nobody: bool = False
    """Whether it calls for somebody who need not say who they are: then its key alone counts."""

    @property
    def counted_as(self) -> str:
        """What limits count by: the reader where it is proved who they are, else their network."""
        session = self.visitor.session
        if self.speaks_for or session is None or not session.signed_in:
            return self.speaks_for or self.visitor.network
        return session.reader.sender_key

    @property
    def site(self) -> Site:
        """The site that was asked."""
        return self.visitor.site

    @property
    def database(self) -> Database:
        """The store."""
        return self.app_state.database

    @property
    def embedded(self) -> bool:
        """Whether the answer stands in a page of another origin."""
        return self.request.scope["path"].startswith(EMBED)

    @property
    def home(self) -> str:
        """What stands before our own paths in the answer's links; empty on pages of ours."""
        return self.site.base_url if self.embedded else ""

    def onward(self, path: str) -> str:
        """Where a form leads on to; a script of another origin gets the same piece of that page."""
        if not self.embedded:
            return path
        return f"{EMBED.rstrip('/')}{path}{'?piece=panel' if self.wants('panel') else ''}"

    @property
    def page_around(self) -> str | None:
        """The page of another origin that the answer stands in, where the site has that origin."""
        if not self.embedded:
            return None
        return _page_on(self.site.origins, self.request.query_params.get("url", ""))

    def wants(self, fragment: str) -> bool:
        """Whether a script asks for this piece of a page only.

        From another origin the address says so: a header would cost a request before each one.
        """
        if self.embedded:
            return self.request.query_params.get("piece") == fragment
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


def fields_named(form: Any, name: str, *, max_length: int = 400) -> list[str]:
    """Every value of a field that may stand in a form several times. Raises as `field` does."""
    found = form.get(name, [])
    values = found if isinstance(found, list) else [found]
    return [field({name: each}, name, max_length=max_length) for each in values]


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


def _page_on(origins: tuple[str, ...], address: str) -> str | None:
    """The address of a page on one of these origins, without its fragment; None for any other."""
    if len(address) > LONGEST_PAGE or not address.isprintable() or {"\\", " "} & set(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}" not in origins:
        return None
    return parts._replace(fragment="").geturl()
