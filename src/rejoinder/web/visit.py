"""One request as every handler sees it: the parts, who asks, when, and in which words to answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar.enums import RequestEncodingType
from litestar.params import Body

from rejoinder.errors import Invalid, N_
from rejoinder.web.language import Words, words_of
from rejoinder.web.parts import Parts, WebRequest, parts_of
from rejoinder.web.visitor import Visitor, visitor_of

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with everything that answering it needs."""

    request: WebRequest
    parts: Parts
    visitor: Visitor
    words: Words
    now: datetime

    def wants(self, fragment: str) -> bool:
        """Whether a script asks for this piece of a page only."""
        return self.request.headers.get("x-fragment") == fragment


def visit_of(request: WebRequest) -> Visit:
    """What a handler begins with.

    Raises:
        NotFound: there is no publication at this host.
    """
    parts = parts_of(request)
    now = parts.clock()
    with parts.database.reading() as connection:
        visitor = visitor_of(request, connection, parts, now=now)
    return Visit(request, parts, visitor, words_of(visitor.site), now)


def field(form: Any, name: str, *, most: int = 400) -> str:
    """One field of a form; empty where it is missing.

    Raises:
        Invalid: it is a file, or longer than such a field can be.
    """
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise Invalid(N_("A field of the form cannot be taken."), details={"field": name})
    return value


def number(raw: str, *, name: str) -> int | None:
    """A row's number from a form or an address; None where it is empty.

    Raises:
        Invalid: it is no number that a row could have.
    """
    if not raw:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise Invalid(N_("That is not a number we gave out."), details={"field": name})
    return int(raw)
