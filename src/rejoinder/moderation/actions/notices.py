"""Somebody gives notice of a comment as against the law, and may ask again once it was answered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.errors import Forbidden, Invalid, N_, Refused, RejoinderError, TooMany
from rejoinder.moderation.actions.decision_log import TELL_RECEIPT
from rejoinder.moderation.actions.reports import Reporter, put_report, standing_comment
from rejoinder.moderation.notice_kinds import CHILD_ABUSE, NOTICE_KINDS
from rejoinder.moderation.notice_queries import (
    Notice,
    notice_by_id,
    notifier_records,
    suspension_of,
)
from rejoinder.moderation.policy.settings import DUTIES
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.report_reasons import DANGER, ILLEGAL
from rejoinder.moderation.statements import appeal_until
from rejoinder.moderation.tables import notices
from rejoinder.readers.model import check_email
from rejoinder.secret_tokens import hash_token, new_token
from rejoinder.storage import outbox
from rejoinder.text import TooLong, tidy, tidy_line

LONGEST_EXPLANATION: Final = 2000
SHORTEST_EXPLANATION: Final = 10
LONGEST_NAME: Final = 80
# Each brings somebody a letter: an address can be anybody's.
NOTICES_A_DAY: Final = 10


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice as it was sent: hostile until it is checked."""

    kind: str
    explanation: str
    name: str
    email: str
    good_faith: bool
    """Whether they say that they believe it to be right and whole."""
    danger: bool = False
    """Whether they say that somebody's life or safety is in danger."""
    trusted: bool = False
    """Whether it is a trusted flagger's, who proved the address."""
    signed_in_as: str = ""
    """The address that whoever sends it has proved; empty where none."""

    @property
    def proved(self) -> bool:
        """Whether the address is the sender's: anybody can type one."""
        return bool(self.email) and self.email == self.signed_in_as


class NotTaken(Invalid):
    """A notice lacks what the law asks of it; `problems` says what, by field."""

    def __init__(self, problems: dict[str, RejoinderError]) -> None:
        """The first problem's words are the message."""
        first = next(iter(problems.values()))
        super().__init__(first.message, code="notice-incomplete")
        self.fields = first.fields
        self.problems = problems


class NotifierSuspended(Forbidden):
    """No notices are taken from this address for a time. Why is told to the address alone."""

    def __init__(self) -> None:
        """Anybody may have typed it: nothing of what was done in its name is said."""
        super().__init__(
            N_(
                "We take no notices from this address for now; we wrote to it why. You can still "
                "report the comment, as every reader can, and tell us where somebody is in danger. "
                "If the address is yours, sign in with it, or write to our editors."
            ),
            code="notices-suspended",
        )


class NoticeKnown(Refused):
    """One about the same comment came from this address before.

    Anybody can type an address: what its owner wrote, and the page on which they can answer, are
    for whoever has the link in their letter, proved the address, or sends the very same again.
    """

    def __init__(self) -> None:
        """Kind to the owner, who may have forgotten."""
        super().__init__(
            N_(
                "A notice about this comment came from this address before, and we have it. The "
                "letter that we sent there leads to what became of it."
            ),
            code="notice-known",
        )


def give_notice(
    connection: Connection, comment: Comment, sent: NewNotice, *, network_key: str, now: datetime
) -> Notice:
    """Brings the comment before a moderator and leaves word of a receipt.

    The same from the same address twice is taken once.

    Raises:
        NotTaken: it lacks what the law asks.
        NoticeKnown: one came from this address, and nothing shows that the sender gave it.
        NotifierSuspended: none is taken from this address just now.
        Refused: the comment does not stand.
        TooMany: too many came of late in the name of this address.
    """
    checked = check_notice(sent)
    comment = standing_comment(connection, comment)
    _check_not_suspended(connection, comment.site_id, checked, now=now)
    known = _given_before(connection, comment, checked)
    if known is not None:
        if not checked.proved and checked.explanation != known.explanation:
            raise NoticeKnown
        return known
    _check_not_flooded(connection, comment.site_id, checked, now=now)
    token = new_token()
    key = checked.email or token
    reporter = Reporter(hash_token(f"notice\n{key}"), network_key=network_key)
    reason = DANGER if checked.danger else ILLEGAL
    report_id = put_report(connection, comment, reporter, reason, checked.explanation, now=now)
    values = {
        "site_id": comment.site_id,
        "comment_id": comment.id,
        "report_id": report_id,
        "kind": checked.kind,
        "explanation": checked.explanation,
        "name": checked.name,
        "email": checked.email,
        "trusted": checked.trusted,
        "proved": checked.proved,
        "token": token,
        "made_at": now,
    }
    put = insert(notices).values(values).returning(notices.c.id)
    notice_id: int = connection.execute(put).scalar_one()
    if checked.email:
        outbox.put(connection, TELL_RECEIPT, {"notice_id": notice_id}, now=now)
    return notice_by_id(connection, notice_id)


def check_notice(sent: NewNotice) -> NewNotice:
    """The notice as it will be stored.

    Raises:
        NotTaken: it lacks what Article 16(2) asks of it.
    """
    problems: dict[str, RejoinderError] = {}
    anonymous = sent.kind == CHILD_ABUSE and not sent.name.strip() and not sent.email.strip()
    if sent.kind not in NOTICE_KINDS:
        problems["kind"] = Invalid(N_("Please choose what it is."))
    explanation = _line_or_problem(problems, "explanation", sent.explanation)
    name = email = ""
    if not anonymous:
        name = _line_or_problem(problems, "name", sent.name)
        try:
            email = check_email(sent.email)
        except Invalid as failure:
            problems["email"] = failure
    if not sent.good_faith:
        problems["good_faith"] = Invalid(
            N_("Please confirm that you believe what you write to be right and complete.")
        )
    if problems:
        raise NotTaken(problems)
    return replace(sent, explanation=explanation, name=name, email=email)


def may_ask_again(notice: Notice, months: int, *, now: datetime) -> bool:
    """Whether an answer that left the comment standing can still be complained of; once."""
    if notice.answered_at is None or notice.acted or notice.asked_again:
        return False
    return now <= appeal_until(notice.answered_at, months)


def ask_again(connection: Connection, notice: Notice, note: str, *, now: datetime) -> None:
    """Brings a comment that was left standing before somebody else than who decided.

    Raises:
        Forbidden: it was asked before, is too late, or nobody has decided yet.
        Invalid: too long a note.
        Refused: the comment does not stand any more.
    """
    comment = standing_comment(
        connection, comment_queries.by_id(connection, notice.site_id, notice.comment_id)
    )
    notice = notice_by_id(connection, notice.id)
    months = policy_of(connection, notice.site_id).policy[DUTIES].appeal_months
    if not may_ask_again(notice, months, now=now):
        raise Forbidden(N_("We cannot be asked about this any more."), code="no-appeal")
    text = _bounded(note, LONGEST_EXPLANATION, "note")
    reporter = Reporter(hash_token(f"notice again\n{notice.token}"))
    report_id = put_report(connection, comment, reporter, ILLEGAL, text, now=now)
    connection.execute(update(notices).where(notices.c.id == notice.id).values(again_id=report_id))


def _line_or_problem(problems: dict[str, RejoinderError], field: str, raw: str) -> str:
    try:
        if field == "name":
            text = _bounded(raw, LONGEST_NAME, field, line=True)
        else:
            text = _bounded(raw, LONGEST_EXPLANATION, field)
    except Invalid as failure:
        problems[field] = failure
        return ""
    if field == "name" and not text:
        problems[field] = Invalid(N_("Please give your name."))
    if field == "explanation" and len(text) < SHORTEST_EXPLANATION:
        problems[field] = Invalid(N_("Please explain why you think that it is against the law."))
    return text


def _bounded(raw: str, longest: int, field: str, *, line: bool = False) -> str:
    try:
        return tidy_line(raw, longest) if line else tidy(raw, longest)
    except TooLong as failure:
        failure.details = {"field": field}
        raise


def _given_before(connection: Connection, comment: Comment, sent: NewNotice) -> Notice | None:
    if not sent.email:
        return None
    found = connection.execute(
        select(notices.c.id)
        .where(notices.c.comment_id == comment.id, notices.c.email == sent.email)
        .order_by(notices.c.id.desc())
        .limit(1)
    ).scalar()
    return None if found is None else notice_by_id(connection, found)


def _check_not_suspended(
    connection: Connection, site_id: int, sent: NewNotice, *, now: datetime
) -> None:
    # Of these one too many is better than one that nobody read.
    if sent.trusted or sent.danger or sent.kind == CHILD_ABUSE or not sent.email:
        return
    if suspension_of(connection, site_id, sent.email, now=now) is None:
        return
    # Whoever proved that the address is theirs need not be who gave the others in its name.
    if sent.proved:
        records = notifier_records(connection, site_id, [sent.email], proved=True)
        if not records[sent.email].often_unfounded:
            return
    raise NotifierSuspended


def _check_not_flooded(
    connection: Connection, site_id: int, sent: NewNotice, *, now: datetime
) -> None:
    day_ago = now - timedelta(days=1)
    count = select(func.count()).where(
        notices.c.site_id == site_id, notices.c.email == sent.email, notices.c.made_at > day_ago
    )
    if sent.proved:  # what strangers typed its address for is not theirs
        count = count.where(notices.c.proved)
    if sent.email and connection.execute(count).scalar_one() >= NOTICES_A_DAY:
        raise TooMany(
            N_("Many notices came in the name of this address today. Please go on tomorrow."),
            retry_after=24 * 3600,
        )
