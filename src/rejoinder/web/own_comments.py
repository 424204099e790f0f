"""What an author may do with a comment by its private link: our pages and the API do the same."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from rejoinder.articles.model import Article
from rejoinder.comments import queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_
from rejoinder.moderation.actions.appeals import appeal, ban_of_author, may_appeal
from rejoinder.moderation.actions.edit import (
    Editing,
    bring_back,
    may_bring_back,
    may_edit,
    may_withdraw,
    prepare_edit,
    withdraw,
)
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.appeal_queries import appealed_against
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.policy.settings import DUTIES, DutiesSettings
from rejoinder.moderation.queries import policy_of, waits_for
from rejoinder.moderation.reasons import Notice, mendable, notice_of, way_on
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.statement_queries import statement_about, statement_of_standing
from rejoinder.moderation.statement_words import Line, statement_lines
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites.queries import staff_member
from rejoinder.web.commenters import subscribes
from rejoinder.web.context import RequestContext
from rejoinder.web.lookups import policy_in_force
from rejoinder.web.pseudonyms import sender_key
from rejoinder.web.rate_limit_headers import count_post, count_report


@dataclass(frozen=True, slots=True)
class Offers:
    """What its author may do with a comment now."""

    can_edit: bool
    can_withdraw: bool
    can_bring_back: bool
    can_appeal: bool
    can_send_again: bool
    """Whether another text in its place may be posted, as a comment of its own."""


def status_path(comment: Comment) -> str:
    """The private page of a comment's author."""
    return f"/your-comment/{comment.status_token}"


def comment_behind(context: RequestContext, token: str) -> Comment:
    """The comment whose author has this private link.

    Raises:
        NotFound: nobody's.
    """
    with context.database.reading() as connection:
        return queries.by_status_token(connection, context.site.id, token[:100])


def author_of(context: RequestContext, comment: Comment) -> Commenter:
    """The author, known by the private link rather than by a session."""
    with context.app_state.cache.reading() as reading:
        connection, policy = reading.connection, policy_in_force(reading, comment.site_id).policy
        reader = reader_by_id(connection, comment.author.reader_id)
        member = staff_member(connection, comment.site_id, reader.email)
        known = reader.verified and subscribes(connection, policy, reader, now=context.now)
    return Commenter(
        name=comment.author.name,
        email=comment.author.email,
        sender_key=sender_key(context),
        reader=reader,
        signed_in=reader.verified,
        is_staff=reader.verified and member is not None,
        is_subscriber=known,
    )


def begin_edit(context: RequestContext, comment: Comment, text: str) -> Editing:
    """A new text for the comment, before it is judged.

    Raises:
        Invalid: the text cannot be taken.
        Refused: the time for it is over.
        TooMany: too many texts of late.
    """
    count_post(context)
    commenter = author_of(context, comment)
    with context.database.reading() as connection:
        return prepare_edit(connection, comment, text, commenter=commenter, now=context.now)


def take_back(context: RequestContext, comment: Comment) -> None:
    """Withdraws the comment.

    Raises:
        Refused: the time for it is over.
    """
    commenter = author_of(context, comment)
    withdraw(context.database, comment, commenter=commenter, now=context.now)


def take_up_again(context: RequestContext, comment: Comment) -> None:
    """Brings a withdrawn comment back.

    Raises:
        Refused: the time for it is over.
        TooMany: too many texts of late.
    """
    count_post(context)
    commenter = author_of(context, comment)
    bring_back(context.database, comment, commenter=commenter, now=context.now)


def ask_again(context: RequestContext, comment: Comment, note: str) -> None:
    """Asks a person to look again at a comment that was declined, or held for long.

    Raises:
        Forbidden: it was asked before, is too late, or there is nothing to appeal against.
        Invalid: too long a note.
        TooMany: too many reports and appeals of late.
    """
    count_report(context)
    with context.database.writing() as connection:
        appeal(connection, comment, note, now=context.now)


def offers_of(
    connection: Connection,
    context: RequestContext,
    comment: Comment,
    article: Article,
    decision: Decision,
    *,
    policy: Policy | None = None,
) -> Offers:
    """What its author may do with a comment as it stands; `policy` where it was read already."""
    policy, now = policy or policy_of(connection, comment.site_id).policy, context.now
    again = comment.state is State.DECLINED and mendable(decision)
    return Offers(
        can_edit=may_edit(policy, comment, now=now),
        can_withdraw=may_withdraw(policy, comment, now=now),
        can_bring_back=may_bring_back(comment, now=now),
        can_appeal=may_appeal(connection, comment, decision, policy[DUTIES], now=now),
        can_send_again=again and article.closed_at is None,
    )


def notice_for_author(
    connection: Connection,
    context: RequestContext,
    comment: Comment,
    decision: Decision,
    offers: Offers,
) -> Notice:
    """What became of the comment, why, and what its author can do."""
    translator = context.translator
    if comment.state is State.WITHDRAWN:
        title = translator.translate(N_("You have withdrawn this comment."))
        return Notice("withdrawn", title, "")
    notice = notice_of(
        translator,
        decision,
        comment.source,
        status_path=context.home + status_path(comment),
        waits=waits_for(connection, decision, now=context.now),
    )
    if comment.state is not State.DECLINED:
        return notice
    told = way_on(translator, resend=offers.can_send_again, appeal=offers.can_appeal)
    return replace(notice, message=told)


def account_for_author(
    connection: Connection, context: RequestContext, comment: Comment, decision: Decision
) -> tuple[Line, ...]:
    """The statement of reasons of the decision in force, in words; empty where it has none.

    None was written down of what was decided before there were any. Under a comment that stands it
    is that of a ban, if its author is banned.
    """
    duties = policy_of(connection, comment.site_id).policy[DUTIES]
    if comment.state is State.PUBLISHED:
        return _account_of_ban(connection, context, comment, duties)
    if comment.state not in {State.HELD, State.DECLINED}:
        return ()
    statement = statement_about(connection, decision.id)
    if statement is None:
        return ()
    asked = (comment.id, decision.outcome) in appealed_against(connection, [comment.id])
    return statement_lines(context.translator, statement, decision.made_at, duties, asked=asked)


def _account_of_ban(
    connection: Connection, context: RequestContext, comment: Comment, duties: DutiesSettings
) -> tuple[Line, ...]:
    ban = ban_of_author(connection, comment, now=context.now)
    if ban is None:
        return ()
    statement = statement_of_standing(
        connection, comment.site_id, comment.author.email, ban.made_at
    )
    if statement is None:
        return ()
    asked = (comment.id, Outcome.PUBLISH) in appealed_against(connection, [comment.id])
    return statement_lines(context.translator, statement, ban.made_at, duties, asked=asked)
