"""A post or an edit on its way: read in a thread, judged and checked while no thread waits."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from rejoinder.articles.model import Article
from rejoinder.engine import Judgement
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.moderation.actions.edit import Editing, store_edit
from rejoinder.moderation.actions.gather import Gathered
from rejoinder.moderation.actions.judging import Decided, decide_with, decide_with_answers
from rejoinder.moderation.actions.outside_question import question_about
from rejoinder.moderation.actions.submit import (
    Receipt,
    Submission,
    prepare,
    store,
    stored_instead,
)
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import UNASKED, Waits, waits_of
from rejoinder.readers.actions import begin_session
from rejoinder.storage import CachedReading, is_store_failure
from rejoinder.web.context import RequestContext
from rejoinder.web.errors import store_away
from rejoinder.web.lookups import policy_in_force
from rejoinder.web.thread_pool import run_in_turn


@dataclass(frozen=True, slots=True)
class Posting:
    """What was sent, with everything that deciding about it needs."""

    context: RequestContext
    article: Article
    sent: Submission
    prepared: Gathered | Receipt


def begin_posting(
    reading: CachedReading, context: RequestContext, article: Article, sent: Submission
) -> Posting:
    """The first step, in a thread: whatever must be read, in one transaction.

    Raises:
        Invalid: the text or the parent cannot be taken.
        Refused: the parent is no longer there, or it was sent twice.
    """
    policy = policy_in_force(reading, article.site_id)
    prepared = prepare(reading.connection, article, sent, policy, now=context.now)
    return Posting(context, article, sent, prepared)


async def finish_posting(posting: Posting) -> Receipt:
    """The other steps: the judge, the decision, the transaction that stores both.

    Raises:
        NotFound: the article is no longer there.
        Refused: the rules do not take it, or no longer; nothing is stored.
        Unavailable: the store did not.
    """
    try:
        return await _finish(posting)
    except Exception as failure:
        if is_store_failure(failure):
            raise store_away(failure) from failure
        raise


async def _finish(posting: Posting) -> Receipt:
    prepared = posting.prepared
    if isinstance(prepared, Receipt):
        return await _known_again(posting, prepared)
    decided = await _decided(posting.context, prepared, posting.sent.key)
    now = posting.context.now
    write = posting.context.database.group_write_soon(
        partial(store, sent=posting.sent, decided=decided, now=now)
    )
    try:
        receipt = await asyncio.wrap_future(write)
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one came first.
        known = await run_in_turn(posting.context.request, partial(_stored_instead, posting))
        if known is None:
            raise
        return await _known_again(posting, known)
    return await _known_again(posting, receipt) if receipt.seen_before else receipt


async def finish_edit(context: RequestContext, editing: Editing) -> Receipt:
    """The other steps of a new text for a comment.

    Raises:
        Refused: the rules do not take it, or somebody changed the comment meanwhile.
    """
    decided = await _decided(context, editing.gathered, key=None)

    def write() -> Receipt:
        with context.database.writing() as connection:
            return store_edit(connection, editing, decided, now=context.now)

    return await run_in_turn(context.request, write)


async def _decided(context: RequestContext, gathered: Gathered, key: str | None) -> Decided:
    """What judge and policy say; and then the site's own checks, who are told what they said."""
    pool = context.app_state.judge_pool
    judgement, of_name = await _judgements(pool, gathered)
    decided = decide_with(gathered, judgement, of_name, pool.model)
    checks = decided.unasked
    if not checks:
        return decided
    question = question_about(context.site, decided, key)
    answers = await context.app_state.outside.ask(checks, question, now=context.now)
    return decide_with_answers(decided, answers)


async def _judgements(
    pool: JudgePool, prepared: Gathered
) -> tuple[Judgement | None, Judgement | None]:
    """Of the text and of the name, which are put to the judge together."""
    if not prepared.worth_judging:
        return None, None
    name = prepared.name_question
    known = None if name is None else pool.recall(name)
    if name is None or known is not None:
        return await pool.ask_async(prepared.question), known
    return await asyncio.gather(pool.ask_async(prepared.question), pool.ask_once_async(name))


async def waits_for(context: RequestContext, receipt: Receipt) -> Waits:
    """How long held comments wait; not measured for one that is not held."""
    if receipt.decision.outcome is not Outcome.HOLD:
        return UNASKED

    def measure() -> Waits:
        with context.database.reading() as connection:
            return waits_of(connection, context.site.id, now=context.now)

    return await run_in_turn(context.request, measure)


async def _known_again(posting: Posting, receipt: Receipt) -> Receipt:
    """A form that was sent before; its sender's browser may have lost the first answer."""
    carrier = posting.sent.begins_session
    if carrier is None or receipt.reader.verified:
        return receipt

    def begin(connection: Connection) -> str:
        now, reader = posting.context.now, receipt.reader
        return begin_session(connection, reader, signed_in=False, now=now, carrier=carrier).token

    write = posting.context.database.group_write_soon(begin)
    token = await asyncio.wrap_future(write)
    return replace(receipt, session_token=token)


def _stored_instead(posting: Posting) -> Receipt | None:
    with posting.context.database.reading() as connection:
        return stored_instead(connection, posting.article, posting.sent)
