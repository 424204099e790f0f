"""The phase's address, and what answers there."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import msgspec

from rejoinder.dropin.formats.coral.messages import Asked, read
from rejoinder.dropin.formats.coral.opinion import Opinion, opinion_of
from rejoinder.dropin.formats.coral.problems import Refused, refuse
from rejoinder.dropin.formats.coral.signature import is_signed
from rejoinder.dropin.html_text import words_in
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Caller
from rejoinder.dropin.protocol import Endpoint, Format, Reply, Request
from rejoinder.engine import Case

NAME = "coral"
# What Coral's form sets a phase's time-out to, and the most that it takes; in milliseconds.
USUAL_TIMEOUT = 200
LONGEST_TIMEOUT = 10_000
# The rest of the time-out is for the way here and back.
OUR_SHARE = 0.8
# Of our share, what an article may take that must be fetched: the judge needs the rest.
FETCH_SHARE = 0.5


async def moderate(dropin: JudgeService, call: Request) -> Reply:
    """Our opinion of a comment, or none. Nothing of it is kept.

    Without a secret to check signatures with, every call is refused.
    """
    admission = await dropin.admit(call.query.get("key", ""), NAME)
    if not dropin.coral_secrets:
        raise Refused("No signing secret of Coral's is set here.", status=401)
    if not is_signed(call.body, call.header("x-coral-signature"), dropin.coral_secrets):
        raise Refused("The signature is missing or wrong.", status=401)
    patience = _patience(call)
    asking = _opinion(dropin, admission.caller, read(call.body), FETCH_SHARE * patience)
    opinion = await _in_time(asking, patience)
    headers = admission.allowance.headers()
    if opinion is None:
        return Reply(b"", status=204, headers=headers)
    return Reply(msgspec.json.encode(opinion), headers=headers)


async def _opinion(
    dropin: JudgeService, caller: Caller, asked: Asked, fetch_seconds: float
) -> Opinion | None:
    words = words_in(asked.comment.body)
    if not words.strip():
        return None  # a picture, say: nothing that the judge could read
    # Without it nothing is said of the topic; the next comment under it finds it fetched.
    article = await dropin.article(caller, asked.story.url, within=fetch_seconds)
    return opinion_of(await dropin.judge(Case(words, article)))


async def _in_time(asking: Coroutine[Any, Any, Opinion | None], seconds: float) -> Opinion | None:
    """The opinion, or none when it comes too late: Coral has gone on without it by then."""
    task = asyncio.create_task(asking)
    await asyncio.wait({task}, timeout=seconds)
    if task.done():
        return task.result()
    # The judge is not interrupted, so its place is not free before it has answered.
    task.add_done_callback(lambda late: late.cancelled() or late.exception())
    return None


def _patience(call: Request) -> float:
    """In seconds; the address may say how long the phase waits, in milliseconds."""
    told = call.query.get("timeout", "")
    usable = told.isascii() and told.isdigit() and len(told) <= len(str(LONGEST_TIMEOUT))
    timeout = min(int(told), LONGEST_TIMEOUT) if usable else USUAL_TIMEOUT
    return OUR_SHARE * timeout / 1000


CORAL = Format(NAME, (Endpoint("POST", ("/coral/moderation",), moderate),), refuse)
