"""Sends one message, and believes nothing of the answer but its status."""

import asyncio
from datetime import datetime
from importlib.metadata import version
from typing import Final

import msgspec

from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.client import Call, Client
from rejoinder.outbound.signing import signature_headers
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.settings import HostPorts
from rejoinder.webhooks.model import Message, Result
from rejoinder.webhooks.retries import retry_after

# From the look-up to the answer's headers.
TIMEOUT: Final = 10.0
_HEADERS: Final = (
    (b"User-Agent", f"Rejoinder/{version('rejoinder')} (webhooks)".encode()),
    (b"Content-Type", b"application/json"),
    (b"Accept", b"*/*"),
)
# Those with which an endpoint may say how long it wants to be left alone (RFC 9110, 15.6.4).
_ASK_FOR_TIME: Final = (429, 503)


async def send(
    guard: SsrfGuard,
    message: Message,
    *,
    inside: HostPorts,
    now: datetime,
    timeout: float = TIMEOUT,
) -> Result:
    """What came of it. Nothing that an endpoint does makes it fail; no redirect is followed."""
    try:
        async with asyncio.timeout(timeout):
            return await _call(guard, message, inside, now)
    except OutboundError as failure:
        return Result(problem=str(failure))
    except TimeoutError:
        return Result(problem=f"no answer in {timeout:g} s")


async def _call(guard: SsrfGuard, message: Message, inside: HostPorts, now: datetime) -> Result:
    endpoint = message.endpoint
    target = checked_url(endpoint.url, inside=inside)
    body = msgspec.json.encode(message.body)
    active = endpoint.secrets.active(now)
    signed = signature_headers(message.delivery.message_id, body, active, now=now)
    # A pool of its own for each call: none of its waiting is another's.
    client = Client(guard)
    try:
        async with client.ask(Call(target, (*_HEADERS, *signed), "POST", body)) as answer:
            asked = None
            if answer.status in _ASK_FOR_TIME:
                asked = retry_after(answer.headers.get("retry-after", ""), now=now)
            return Result(answer.status, _problem(answer.status), asked)
    finally:
        await client.close()


def _problem(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirects are not followed"
    return f"it answered with {status}"
