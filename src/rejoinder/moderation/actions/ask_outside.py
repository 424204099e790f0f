"""Asks a site's own checks by URL, all at once, while no thread waits. Silence holds a comment."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from rejoinder.moderation.model import Outcome, OutsideAnswer
from rejoinder.moderation.outside_check import (
    MAX_ANSWER_BYTES,
    BadAnswer,
    OutsideCheck,
    body_of,
    read_answer,
)
from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.client import ENCODING, Answer, Call, Client
from rejoinder.outbound.signing import new_message_id, signature_headers
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.settings import HostPorts

log = logging.getLogger(__name__)

# Comments that wait for answers at once, in one process; one more is held at once.
CAPACITY = 256
# Look-ups of names at once; each is one of the machine's own calls.
LOOKUPS = 4
JSON = "application/json"
_HEADERS = (
    (b"User-Agent", f"Rejoinder/{version('rejoinder')} (outside check)".encode()),
    (b"Content-Type", JSON.encode()),
    (b"Accept", JSON.encode()),
    ENCODING,
)


@dataclass(slots=True)
class OutsideAsker:
    """Asks, in one event loop."""

    guard: SsrfGuard
    inside: HostPorts = ()
    capacity: int = CAPACITY
    _pending: int = field(default=0, init=False)

    async def ask(
        self, checks: Sequence[OutsideCheck], question: Mapping[str, Any], *, now: datetime
    ) -> tuple[OutsideAnswer, ...]:
        """An answer of each check, in its own time-out; what went wrong stands in it. No check can
        make this fail.
        """
        if self._pending >= self.capacity:
            log.warning("outside checks: no place free; a comment is held")
            return tuple(_silent(check, "no place free") for check in checks)
        body = body_of(question)
        self._pending += 1
        try:
            return tuple(
                await asyncio.gather(*(self._answer(check, body, now) for check in checks))
            )
        finally:
            self._pending -= 1

    async def _answer(self, check: OutsideCheck, body: bytes, now: datetime) -> OutsideAnswer:
        try:
            async with asyncio.timeout(check.timeout_ms / 1000):
                return await self._call(check, body, now)
        except (OutboundError, BadAnswer) as failure:
            problem = str(failure)
        except TimeoutError:
            problem = f"no answer in {check.timeout_ms} ms"
        except Exception as failure:  # noqa: BLE001 - whatever breaks, the comment is held
            problem = type(failure).__name__
        log.warning("outside check %d: %s; a comment is held", check.id, problem)
        return _silent(check, problem)

    async def _call(self, check: OutsideCheck, body: bytes, now: datetime) -> OutsideAnswer:
        target = checked_url(check.url, inside=self.inside)
        signed = signature_headers(new_message_id(), body, check.secrets.active(now), now=now)
        # A pool of its own for each call: none of its waiting is another's.
        client = Client(self.guard)
        try:
            async with client.ask(Call(target, (*_HEADERS, *signed), "POST", body)) as answer:
                return await _read(check, answer)
        finally:
            await client.close()


def asker_for(inside: HostPorts) -> OutsideAsker:
    """What asks checks on the public internet, and at the places that the operator named."""
    return OutsideAsker(SsrfGuard(Resolver(LOOKUPS), inside=inside), inside)


async def _read(check: OutsideCheck, answer: Answer) -> OutsideAnswer:
    if answer.status == 204:
        return OutsideAnswer(check.id, Outcome.PUBLISH)
    if answer.status != 200:
        raise BadAnswer(f"it answered with {answer.status}")
    body = await answer.body(MAX_ANSWER_BYTES)
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body.strip() and media_type != JSON:
        raise BadAnswer("its answer is no JSON")
    return read_answer(check, body)


def _silent(check: OutsideCheck, problem: str) -> OutsideAnswer:
    return OutsideAnswer(check.id, Outcome.HOLD, problem=problem)
