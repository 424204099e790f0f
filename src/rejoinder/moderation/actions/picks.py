"""Picking comments: they stand out in their thread, as many as the newsroom likes."""

from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.sections import section_of
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, Refused
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log


def pick(connection: Connection, comment: Comment, member: Actor, *, now: datetime) -> None:
    """Makes a comment one of the newsroom's picks; one that is stays so.

    It is one until its author writes something else in its place.

    Raises:
        Forbidden: their role or their sections do not let them.
        Refused: it is not published.
    """
    require(member, Act.PICK, section_of(connection, comment.article_id))
    if comment.state is not State.PUBLISHED:
        raise Refused(N_("Only a published comment can be picked."), code="not-published")
    if comment.picked_at is None:
        intake.pick(connection, comment, now, now=now)
        _log(connection, AuditKind.COMMENT_PICKED, comment, member, now)


def unpick(connection: Connection, comment: Comment, member: Actor, *, now: datetime) -> None:
    """Lets it be a comment like others; one that is no pick stays as it is.

    Raises:
        Forbidden: their role or their sections do not let them.
    """
    require(member, Act.PICK, section_of(connection, comment.article_id))
    if comment.picked_at is not None:
        intake.pick(connection, comment, None, now=now)
        _log(connection, AuditKind.COMMENT_UNPICKED, comment, member, now)


def _log(
    connection: Connection, kind: AuditKind, comment: Comment, member: Actor, now: datetime
) -> None:
    facts = {"article_id": comment.article_id}
    entry = AuditEntry(comment.site_id, kind, str(comment.id), member.signature, now, facts)
    audit_log.put(connection, entry)
