"""What was passed on to an editor is an editor's to decide; anybody can take it off the page."""

from sqlalchemy import Connection

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment
from rejoinder.errors import N_, Refused
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.passing_queries import is_for_editors, passings_of
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, may, require


def check_is_theirs(
    connection: Connection, comment: Comment, member: Actor, outcome: Outcome
) -> None:
    """Lets those go on who may decide this comment now.

    Raises:
        Forbidden: their role or their sections do not let them decide it.
        Refused: it waits for an editor, and would not only be held meanwhile.
    """
    section = section_of(connection, comment.article_id)
    require(member, Act.DECIDE, section)
    # No harm has to stay on the page until an editor comes.
    if outcome is Outcome.HOLD or may(member, Act.ANSWER_PASSED_ON, section):
        return
    passing = passings_of(connection, comment.site_id, [comment.id]).get(comment.id)
    if is_for_editors(connection, comment.site_id, member, section, passing):
        raise Refused(
            N_(
                "It was passed on to an editor, who decides it. Until then you can hold it, which "
                "takes it off the page at once."
            ),
            code="waits-for-editor",
        )
