"""What nobody has been told yet of a person's decision passes to the one that takes its place.

The letter that waits says what the author knew when it was written, and goes on as the letter of
the newer decision: so of several the last is told, and none where everything is as the author
knows it. Whether a letter waits is read from the outbox, since a worker may be late.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from rejoinder.comments.model import Comment, State
from rejoinder.moderation.actions.ban_letters import tell_of_ban
from rejoinder.moderation.actions.decision_log import (
    STATE_AFTER,
    TELL_AUTHOR,
    TELL_NOTIFIER,
    reopen_complaints,
    tell_author,
)
from rejoinder.moderation.actions.standing import address_of
from rejoinder.moderation.letters import LETTER_WAITS
from rejoinder.moderation.model import Decision
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.readers.model import Standing
from rejoinder.readers.tables import standings
from rejoinder.storage import outbox


@dataclass(frozen=True, slots=True)
class Untold:
    """How much of the decision `before`, which another is about to replace, has been told."""

    before: Decision
    to_nobody: bool
    """Whether neither its author nor anybody who gave notice can have been told of it."""
    known: State | None
    """How the comment stands for all that its author knows; None where a letter may have gone."""
    letter: outbox.Job | None
    """The author's, which nobody has begun to send."""


def untold(connection: Connection, comment: Comment, before: Decision, *, now: datetime) -> Untold:
    """What is known of the decision in force; no letter about it goes until we have committed."""
    if before.made_by != "staff":
        return Untold(before, to_nobody=False, known=comment.state, letter=None)
    waiting = outbox.unfinished(
        connection,
        (TELL_AUTHOR, TELL_NOTIFIER),
        ("decision_id", before.id),
        since=before.made_at,
    )
    begun = any(each.tries for each in waiting)
    letter = next((each for each in waiting if each.kind == TELL_AUTHOR), None)
    if letter is None:
        soon = now - before.made_at < LETTER_WAITS
        return Untold(before, not begun and (bool(waiting) or soon), comment.state, None)
    if letter.tries:
        return Untold(before, to_nobody=False, known=None, letter=None)
    known = letter.payload.get("known")
    return Untold(before, not begun, None if known is None else State(known), letter)


def take_over(
    connection: Connection, comment: Comment, before: Untold, *, bans: bool, now: datetime
) -> None:
    """Leaves what nobody was told of to the decision that is about to be made.

    What it answered is open again. Of a ban that it brought a letter of its own tells, unless the
    new decision does (`bans`).
    """
    if before.letter is not None:
        outbox.take_back(connection, before.letter)
    if not before.to_nobody:
        return
    reopen_complaints(connection, before.before.id)
    if not bans and any(each.rule == BANNED_BY_IT.rule for each in before.before.findings):
        _tell_of_its_ban(connection, comment, before.before, now=now)


def tell_if_news(
    connection: Connection, decision: Decision, before: Untold, *, always: bool, now: datetime
) -> None:
    """Leaves word that the author must be told, `always` or where they know it otherwise."""
    if always or before.known is not STATE_AFTER[decision.outcome]:
        tell_author(connection, decision.id, now=now + LETTER_WAITS, known=before.known)


def _tell_of_its_ban(
    connection: Connection, comment: Comment, before: Decision, *, now: datetime
) -> None:
    address = address_of(connection, comment)
    given = select(standings.c.id).where(
        standings.c.site_id == comment.site_id,
        standings.c.email == address.email,
        standings.c.standing == Standing.BANNED,
        standings.c.made_at == before.made_at,
    )
    for standing_id in connection.execute(given.limit(1)).scalars():
        tell_of_ban(connection, standing_id, now=now)
