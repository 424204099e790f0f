"""Every error in one shape: `{"error": {code, message, details}}` as JSON, a plain page as HTML."""

import logging
from http import HTTPStatus
from typing import Any

from litestar import MediaType, Response
from litestar.exceptions import HTTPException

from rejoinder.errors import (
    Forbidden,
    Gone,
    Invalid,
    N_,
    NotFound,
    Refused,
    RejoinderError,
    TooMany,
    Unavailable,
)
from rejoinder.i18n import translator_of
from rejoinder.logs import reason_of
from rejoinder.moderation.rules import RULES
from rejoinder.sites.model import Site
from rejoinder.sites.roles import acts_of
from rejoinder.storage import is_store_failure
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.client_address import host_of
from rejoinder.web.context import context_of
from rejoinder.web.frame import around, sidebar
from rejoinder.web.templating import page
from rejoinder.web.visitor import Visitor

log = logging.getLogger(__name__)

STATUS: dict[type[RejoinderError], int] = {
    NotFound: 404,
    Gone: 410,
    Invalid: 422,
    Refused: 409,
    Forbidden: 403,
    TooMany: 429,
    Unavailable: 503,
}
# A refusal by a rule has the rule's status.
STATUS_BY_RULE = {rule.id: rule.status for rule in RULES if rule.status is not None}

_BY_STATUS: dict[int, tuple[str, str]] = {
    400: ("bad-request", N_("We could not read what was sent.")),
    401: ("unauthorised", N_("This needs a key.")),
    404: ("not-found", N_("There is no such page.")),
    405: ("method-not-allowed", N_("This address does not do that.")),
    408: ("too-slow", N_("It took too long to arrive. Please send it again.")),
    413: ("too-large", N_("That is more than we can take at once.")),
    415: ("unsupported-media-type", N_("Send this as application/json.")),
    429: ("too-many", N_("That was a little too fast. Please wait a moment and try again.")),
}
# When to try again, in seconds, where a part of ours does not answer.
RETRY_SECONDS = 5
_STORE_AWAY = N_(
    "Our store does not answer just now, so nothing was kept of what you sent. "
    "Please try again in a moment."
)
_OURS = ("internal", N_("Something went wrong on our side. Nothing that you sent is lost here."))

TITLES: dict[int, str] = {
    403: N_("Not for everybody"),
    404: N_("Nothing here"),
    410: N_("No longer here"),
    429: N_("One moment, please"),
    500: N_("Our fault"),
    503: N_("One moment, please"),
}
_TITLE = N_("That did not work")
# Fields of our forms into which people write in their own words.
_WRITTEN = ("text", "note")


def status_of(failure: RejoinderError) -> int:
    """The HTTP status of a domain error: the one place where they are mapped."""
    kind = next((each for each in type(failure).__mro__ if each in STATUS), None)
    return STATUS_BY_RULE.get(failure.code) or (400 if kind is None else STATUS[kind])


def on_refusal(request: WebRequest, failure: RejoinderError) -> Response[Any]:
    """Answers a domain error."""
    return with_retry(_answer(request, status_of(failure), failure), failure)


def with_retry(response: Response[Any], failure: RejoinderError) -> Response[Any]:
    """The same answer, saying when to try again where that may help."""
    if isinstance(failure, TooMany):
        response.headers["Retry-After"] = str(failure.retry_after)
    elif isinstance(failure, Unavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def store_away(failure: Exception) -> Unavailable:
    """A failure of the store as a refusal, for whoever has a form to give back; the log has it."""
    log.error("store: %s", reason_of(failure))
    return Unavailable(_STORE_AWAY)


def on_http_error(request: WebRequest, failure: HTTPException) -> Response[Any]:
    """Answers what the framework refused before a handler saw it."""
    status = failure.status_code
    code, message = _BY_STATUS.get(status, _BY_STATUS[400] if status < 500 else _OURS)
    details = _fields(failure) if status == 400 else {}
    response = _answer(request, status, RejoinderError(message, code=code, details=details))
    for name, value in (failure.headers or {}).items():
        response.headers[name] = value
    return response


def on_unreadable(request: WebRequest, _failure: Exception) -> Response[Any]:
    """Answers JSON that is no UTF-8, or is nested deeper than anything that we ask for."""
    code, message = _BY_STATUS[400]
    return _answer(request, 400, RejoinderError(message, code=code))


def on_crash(request: WebRequest, failure: Exception) -> Response[Any]:
    """Answers a store that is away, and our own mistakes, of which the log has the trace."""
    route = request.scope.get("path_template", "")  # the path itself is what somebody typed
    if is_store_failure(failure):
        log.error("%s %s: %s", request.method, route, reason_of(failure))
        return on_refusal(request, Unavailable(_STORE_AWAY))
    log.error("%s %s: %s", request.method, route, type(failure).__name__, exc_info=failure)
    code, message = _OURS
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, RejoinderError(message, code=code))


def error_body(site: Site | None, failure: RejoinderError) -> dict[str, Any]:
    """The one shape of an error in JSON."""
    message = translator_of(site).error(failure) if site else failure.message % failure.fields
    return {"error": {"code": failure.code, "message": message, "details": failure.details}}


def _answer(request: WebRequest, status: int, failure: RejoinderError) -> Response[Any]:
    site = _site_of(request)
    if site is None or _wants_json(request):
        return Response(
            content=error_body(site, failure), media_type=MediaType.JSON, status_code=status
        )
    translator = translator_of(site)
    values = {
        **_frame(request),
        "status": status,
        "title": translator.translate(TITLES.get(status, _TITLE)),
        "message": translator.error(failure),
        "text": failure.details.get("text") or _typed(request),
    }
    if (desk := _desk(request, values["visitor"])) is not None:
        response = page(site, "desk/error.html", {**values, **desk}, status=status)
        response.headers["cache-control"] = "no-store"
        return response
    return page(site, "site/error.html", values, status=status)


def _desk(request: WebRequest, visitor: Visitor | None) -> dict[str, Any] | None:
    """What stands around the desk's pages, for whoever works there and met this at one of them."""
    path = request.scope["path"]
    member = None if visitor is None else visitor.member
    if member is None or not (path == "/desk" or path.startswith("/desk/")):
        return None
    return {"member": member, "acts": acts_of(member), "here": "error"}


def _frame(request: WebRequest) -> dict[str, Any]:
    """What stands around every page, and a way on; where the store is away, nothing does."""
    try:
        context = context_of(request)
        with context.database.reading() as connection:
            beside = sidebar(connection, context)
        return {**around(context, beside.sections), "most_read": beside.top.most_read}
    except Exception:  # noqa: BLE001 - the error that is being told of is the one that matters
        return {"visitor": None, "nav": [], "here": "/", "most_read": ()}


def _wants_json(request: WebRequest) -> bool:
    path = request.scope["path"]
    if path.startswith(("/api/", "/services/")) or path == "/healthz":
        return True
    return "json" in request.headers.get("accept", "")


def _site_of(request: WebRequest) -> Site | None:
    try:
        return context_of(request).site
    except RejoinderError:
        return None
    except Exception:  # noqa: BLE001 - whatever is broken, of that the answer is to tell
        known: Site | None = app_state_of(request.app).cache.last_known(("site", host_of(request)))
        return known


def _typed(request: WebRequest) -> str:
    """What somebody wrote into a form, to be given back whatever it was refused for."""
    form: Any = request._connection_state.form  # read already; else it has no such text
    if not isinstance(form, dict):
        return ""
    written = (form.get(name, "") for name in _WRITTEN)
    return next((text for text in written if isinstance(text, str) and text.strip()), "")


def _fields(failure: HTTPException) -> dict[str, Any]:
    # The framework's own words may quote what was sent; only the names of fields are passed on.
    extra = failure.extra if isinstance(failure.extra, list) else []
    names = [str(each["key"])[:60] for each in extra if isinstance(each, dict) and "key" in each]
    return {"fields": names} if names else {}
