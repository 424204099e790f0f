"""Pinning a comment: it stands first in its thread, for as long as the newsroom likes."""

from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.sections import section_of
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.acts_on_comments import log_act
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditKind


def pin(connection: Connection, comment: Comment, member: Actor, *, now: datetime) -> None:
    """Puts a comment first in its thread, in the place of the one that was there.

    One that is first already stays so, and nothing is told or logged.

    Raises:
        Forbidden: their role or their sections do not let them.
        Refused: it is not published, or answers another: what it answers would stand behind it.
    """
    require(member, Act.PIN, section_of(connection, comment.article_id))
    if comment.state is not State.PUBLISHED:
        raise Refused(N_("Only a published comment can be pinned."), code="not-published")
    if comment.parent_id is not None:
        raise Refused(N_("A reply cannot be pinned: it would stand alone."), code="reply")
    if intake.pin(connection, comment, now=now):
        facts = {"article_id": comment.article_id}
        log_act(connection, AuditKind.COMMENT_PINNED, comment, member, now, facts)


def unpin(connection: Connection, comment: Comment, member: Actor, *, now: datetime) -> None:
    """Lets a comment stand where it would; one that is not pinned stays as it is.

    Raises:
        Forbidden: their role or their sections do not let them.
    """
    require(member, Act.PIN, section_of(connection, comment.article_id))
    if intake.unpin(connection, comment, now=now):
        facts = {"article_id": comment.article_id}
        log_act(connection, AuditKind.COMMENT_UNPINNED, comment, member, now, facts)
