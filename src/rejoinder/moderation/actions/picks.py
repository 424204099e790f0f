"""Picking comments: they stand out in their thread, as many as the newsroom likes."""

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
        facts = {"article_id": comment.article_id}
        log_act(connection, AuditKind.COMMENT_PICKED, comment, member, now, facts)


def unpick(connection: Connection, comment: Comment, member: Actor, *, now: datetime) -> None:
    """Lets it be a comment like others; one that is no pick stays as it is.

    Raises:
        Forbidden: their role or their sections do not let them.
    """
    require(member, Act.PICK, section_of(connection, comment.article_id))
    if comment.picked_at is not None:
        intake.pick(connection, comment, None, now=now)
        facts = {"article_id": comment.article_id}
        log_act(connection, AuditKind.COMMENT_UNPICKED, comment, member, now, facts)
