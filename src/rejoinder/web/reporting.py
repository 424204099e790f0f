"""A reader reports a comment: our pages and the API do the same."""

from rejoinder.comments import queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, NotFound
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.web.context import RequestContext
from rejoinder.web.pseudonyms import sender_key, wide_network_key
from rejoinder.web.rate_limit_headers import count_report


def comment_to_report(context: RequestContext, comment_id: int) -> Comment:
    """A comment that stands.

    Raises:
        NotFound: there is none, or it does not stand.
    """
    with context.database.reading() as connection:
        comment = queries.by_id(connection, context.site.id, comment_id)
    if comment.state is not State.PUBLISHED:
        raise NotFound(N_("There is no such comment."), code="no-such-comment")
    return comment


def report_comment(context: RequestContext, comment: Comment, reason: str, note: str) -> None:
    """Brings the comment before a moderator.

    Raises:
        Invalid: no such reason, or too long a note.
        Refused: the comment does not stand any more.
        TooMany: too many reports and appeals of late.
    """
    count_report(context)
    reporter = _reporter(context)  # before the transaction: the day's first one makes a salt
    with context.database.writing() as connection:
        report(
            connection,
            comment,
            reporter=reporter,
            reason=reason,
            note=note,
            now=context.now,
        )


def _reporter(context: RequestContext) -> Reporter:
    visitor = context.visitor
    return Reporter(
        sender_key(context),
        reader=None if visitor.session is None else visitor.session.reader,
        signed_in=visitor.signed_in,
        is_staff=visitor.member is not None,
        network_key=wide_network_key(context),
    )
