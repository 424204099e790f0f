"""Counts what a caller sends, and tells them what is left of it in the answer's headers.

`RateLimit` and `RateLimit-Policy` are the IETF's (draft-ietf-httpapi-ratelimit-headers-10).
"""

from collections.abc import Callable

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from rejoinder.web.context import RequestContext
from rejoinder.web.rate_limits import Allowance, RateLimits

_MARK = "rejoinder.rate_limit"


def count_post(context: RequestContext) -> None:
    """Counts a text that somebody sends, a new one or another for an old one.

    Raises:
        TooMany: it is one too many.
    """
    _count(context, RateLimits.post, "post")


def count_report(context: RequestContext) -> None:
    """Counts a report or an appeal.

    Raises:
        TooMany: it is one too many.
    """
    _count(context, RateLimits.report, "report")


async def tell_rate_limits(message: Message, scope: Scope) -> None:
    """Called before anything is sent: what is left of that which this request was counted by."""
    allowance: object = scope.get(_MARK)
    if message["type"] != "http.response.start" or not isinstance(allowance, Allowance):
        return
    headers = MutableScopeHeaders.from_message(message)
    name = f'"{allowance.what}"'
    headers["ratelimit-policy"] = f"{name};q={allowance.most};w={allowance.seconds}"
    headers["ratelimit"] = f"{name};r={allowance.left};t={allowance.reset}"


def _count(context: RequestContext, take: Callable[[RateLimits, str], None], what: str) -> None:
    limits, caller = context.app_state.rate_limits, context.counted_as
    try:
        take(limits, caller)
    finally:
        scope = context.request.scope
        scope[_MARK] = limits.left(what, caller)  # type: ignore[literal-required] # our own key
