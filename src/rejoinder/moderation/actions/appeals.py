"""An author asks a person to look again, and somebody else than who decided first answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment, State
from rejoinder.errors import Forbidden, N_, Refused
from rejoinder.moderation.actions.decision_log import locked
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.actions.standing import address_of
from rejoinder.moderation.appeal_queries import appealed_against
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.policy.settings import DUTIES, DutiesSettings
from rejoinder.moderation.queries import latest_decision, policy_of
from rejoinder.moderation.rules.standing import STANDING_BANNED
from rejoinder.moderation.statements import appeal_until
from rejoinder.moderation.tables import appeals, decisions, notices, reports
from rejoinder.readers.model import GivenStanding, Standing
from rejoinder.readers.queries import given_standing
from rejoinder.readers.tables import standings
from rejoinder.sites.model import Actor
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import Act, may
from rejoinder.storage import Change, ChangeKind, change_feed

# On the page of a comment that stands, its author can appeal against a ban.
_APPEALED = {
    State.DECLINED: Outcome.DECLINE,
    State.HELD: Outcome.HOLD,
    State.PUBLISHED: Outcome.PUBLISH,
}


def may_appeal(
    connection: Connection,
    comment: Comment,
    decision: Decision,
    duties: DutiesSettings,
    *,
    now: datetime,
) -> bool:
    """Whether a person can be asked now to look again at the decision in force about a comment."""
    return why_not(connection, comment, decision, duties, now=now) is None


def why_not(
    connection: Connection,
    comment: Comment,
    decision: Decision,
    duties: DutiesSettings,
    *,
    now: datetime,
) -> Forbidden | None:
    """Why nobody can be asked to look at the decision in force again; None where somebody can.

    Each of a comment's decisions to decline, and each hold that lasted, can be appealed against
    for as long as the site allows; what answered an appeal cannot. Whoever is banned can appeal
    against that on the page of a comment of theirs that stands.
    """
    stands = comment.state is State.PUBLISHED
    ban = ban_of_author(connection, comment, now=now) if stands else None
    if comment.state not in _APPEALED or (stands and ban is None):
        return Forbidden(N_("There is nothing to appeal against any more."), code="no-appeal")
    if _asked_before(connection, comment):
        return Forbidden(N_("A person has been asked to look at this already."), code="no-appeal")
    begun = ban.made_at if ban else decision.made_at
    if now > appeal_until(begun, duties.appeal_months):
        return Forbidden(N_("The time to appeal against this is over."), code="appeal-too-late")
    held_since = comment.held_at or decision.made_at
    if comment.state is State.HELD and now < held_since + timedelta(hours=duties.hold_hours):
        return Forbidden(
            N_("A person will read your comment in any case: please wait a little."),
            code="appeal-too-early",
        )
    return None


def appeal(connection: Connection, comment: Comment, note: str, *, now: datetime) -> None:
    """Asks a person to look again; once about a hold, and once about a decision to decline.

    Raises:
        Forbidden: it was asked before, is too late, or there is nothing to appeal against.
        Invalid: too long a note.
    """
    comment = locked(connection, comment.site_id, comment.id)
    decision = latest_decision(connection, comment.id)
    duties = policy_of(connection, comment.site_id).policy[DUTIES]
    refused = why_not(connection, comment, decision, duties, now=now)
    if refused is not None:
        raise refused
    connection.execute(
        insert(appeals).values(
            site_id=comment.site_id,
            comment_id=comment.id,
            decision_id=decision.id,
            note=checked_note(note),
            made_at=now,
        )
    )
    kind = ChangeKind.COMMENT_APPEALED
    change_feed.put(connection, Change(comment.site_id, comment.article_id, comment.id, kind, now))


def ban_of_author(
    connection: Connection, comment: Comment, *, now: datetime
) -> GivenStanding | None:
    """The ban that is in force against whoever wrote a comment, if one is."""
    address = address_of(connection, comment)
    given = given_standing(connection, *address[:2], proved=address.proved, now=now)
    return given if given is not None and given.standing is Standing.BANNED else None


def check_may_answer(
    connection: Connection,
    comment: Comment,
    member: Actor,
    *,
    alone: bool,
    unsaid: int | None = None,
) -> None:
    """Lets those go on who may answer what the author asked, if they did ask.

    Whoever decided first may not, nor who banned the author where that is why; unless nobody else
    may decide it here: then they say so (`alone`), and the author is told. A key is not anybody in
    particular: whoever keeps it sees to it that somebody else answers. What the decision `unsaid`
    answered, of which nobody has been told yet, counts as open.

    Raises:
        Refused: a colleague has to answer, or it must be said that there is none.
    """
    first = _decided_first(connection, comment.id, unsaid)
    if member.staff_id is None or (
        member.staff_id not in first and not _banned_by(connection, comment, member, unsaid)
    ):
        return
    section = section_of(connection, comment.article_id)
    colleagues = all_staff(connection, comment.site_id)
    if any(each.id != member.staff_id and may(each, Act.DECIDE, section) for each in colleagues):
        raise Refused(
            N_(
                "You decided this first, so a colleague has to answer the appeal. If you now see "
                "it differently, you can undo your own decision."
            ),
            code="colleague-must-answer",
        )
    if not alone:
        raise Refused(
            N_(
                "You decided this first, and nobody else works here who could answer. Look at it "
                "anew and say that you did: the author is told that it was you again."
            ),
            code="nobody-else",
        )


def _asked_before(connection: Connection, comment: Comment) -> bool:
    return (comment.id, _APPEALED[comment.state]) in appealed_against(connection, [comment.id])


def _is_open(answered_by_id: ColumnElement[int], unsaid: int | None) -> ColumnElement[bool]:
    return answered_by_id.is_(None) | (answered_by_id == unsaid)


def _decided_first(connection: Connection, comment_id: int, unsaid: int | None) -> set[int | None]:
    """Who of the staff made the decisions about which somebody asks again."""
    appealed = (
        select(decisions.c.staff_id)
        .join(appeals, appeals.c.decision_id == decisions.c.id)
        .where(appeals.c.comment_id == comment_id, _is_open(appeals.c.answered_by_id, unsaid))
    )
    again = reports.alias("again")
    left_standing = (
        select(decisions.c.staff_id)
        .join(reports, reports.c.answered_by_id == decisions.c.id)
        .join(notices, notices.c.report_id == reports.c.id)
        .join(again, again.c.id == notices.c.again_id)
        .where(notices.c.comment_id == comment_id, _is_open(again.c.answered_by_id, unsaid))
    )
    return {*connection.execute(appealed).scalars(), *connection.execute(left_standing).scalars()}


def _is_about_ban(outcome: str, findings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether whoever appeals against such a decision appeals against a ban."""
    return outcome == Outcome.PUBLISH or any(
        each["rule"] == STANDING_BANNED.id for each in findings
    )


def _banned_by(connection: Connection, comment: Comment, member: Actor, unsaid: int | None) -> bool:
    """Whether its author appeals against what follows from a ban that this member gave."""
    appealed = (
        select(decisions.c.outcome, decisions.c.findings)
        .join(appeals, appeals.c.decision_id == decisions.c.id)
        .where(appeals.c.comment_id == comment.id, _is_open(appeals.c.answered_by_id, unsaid))
    )
    if not any(_is_about_ban(row.outcome, row.findings) for row in connection.execute(appealed)):
        return False
    address = address_of(connection, comment)
    banned = [
        standings.c.site_id == address.site_id,
        standings.c.email == address.email,
        standings.c.standing == Standing.BANNED,
    ]
    if address.proved:  # what a guest was given is none of theirs, see `given_standings`
        banned.append(standings.c.proved)
    newest = select(standings.c.made_by).where(*banned).order_by(standings.c.id.desc()).limit(1)
    return connection.execute(newest).scalar() == member.signature
