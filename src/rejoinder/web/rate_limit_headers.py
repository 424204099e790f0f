"""Counts what a caller sends, and tells them what is left of it in the answer's headers.

`RateLimit` and `RateLimit-Policy` are the IETF's (draft-ietf-httpapi-ratelimit-headers-10).
"""

from collections.abc import Callable
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from rejoinder.sites.model import Key
from rejoinder.web.context import RequestContext
from rejoinder.web.rate_limits import Allowance, RateLimits

_MARK = "rejoinder.rate_limit"


def count_post(context: RequestContext) -> None:
    """Counts a text that somebody sends, a new one or another for an old one.

    Raises:
        TooMany: it is one too many.
    """
    _count(context, RateLimits.post, "post", context.counted_as)


def count_report(context: RequestContext) -> None:
    """Counts a report or an appeal; of whom a key says nothing, that key was counted.

    Raises:
        TooMany: it is one too many.
    """
    if context.speaks_for_nobody:
        return
    _count(context, RateLimits.report, "report", context.counted_as)


def count_key(context: RequestContext, key: Key) -> None:
    """Counts what the site's own software does, so that a key that leaked floods nobody.

    For a reader, or at the desk.

    Raises:
        TooMany: it is one too many, for whichever readers.
    """
    _count(context, RateLimits.key, "key", f"key-{key.id}")


async def tell_rate_limits(message: Message, scope: Scope) -> None:
    """Called before anything is sent: what is left of that which this request was counted by."""
    if message["type"] != "http.response.start":
        return
    told = _told(scope)
    if told:
        headers = MutableScopeHeaders.from_message(message)
        policies = (f'"{each.what}";q={each.most};w={each.seconds}' for each in told)
        headers["ratelimit-policy"] = ", ".join(policies)
        headers["ratelimit"] = ", ".join(
            f'"{each.what}";r={each.left};t={each.reset}' for each in told
        )


def _count(
    context: RequestContext, take: Callable[[RateLimits, str], None], what: str, caller: str
) -> None:
    limits = context.app_state.rate_limits
    try:
        take(limits, caller)
    finally:
        allowance = limits.left(what, caller)
        if allowance is not None:
            _told(context.request.scope).append(allowance)


def _told(scope: Scope) -> list[Allowance]:
    """What this request was counted by so far."""
    kept: dict[str, Any] = scope  # type: ignore[assignment] # with a key of our own
    told: list[Allowance] = kept.setdefault(_MARK, [])
    return told
