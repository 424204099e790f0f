"""Pinning a comment: it stands first in its thread, for as long as the newsroom likes."""

from datetime import datetime

from sqlalchemy import Connection, select

from rejoinder.articles.sections import section_of
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import comments
from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.acts_on_comments import log_act
from rejoinder.moderation.actions.decision_log import lock_together, locked
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditKind


def find_to_pin(connection: Connection, site_id: int, comment_id: int) -> Comment:
    """The comment that a member of staff is about to pin, in the transaction that does it.

    Locked with it is the one that is first now, in the order of those who decide several: after
    its own comment or its article, we would wait for whoever waits for us.

    Raises:
        NotFound: their site has no such comment.
    """
    comment = comment_queries.by_id(connection, site_id, comment_id)
    first = select(comments.c.id).where(
        comments.c.article_id == comment.article_id, comments.c.pinned_at.is_not(None)
    )
    lock_together(connection, {comment.id, *connection.execute(first).scalars()})
    return locked(connection, site_id, comment_id)


def pin(connection: Connection, comment: Comment, member: Actor, *, now: datetime) -> None:
    """Puts a comment first in its thread, in the place of the one that was there.

    `comment` is as `find_to_pin` gave it. One that is first already stays so, and nothing is told
    or logged.

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
