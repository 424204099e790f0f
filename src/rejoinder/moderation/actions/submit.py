"""A comment comes in: gathered, judged, decided, and stored together with its decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Author, Comment, NewComment, State
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.decision_log import STATE_AFTER, record
from rejoinder.moderation.actions.gather import (
    SENT_TWICE,
    Commenter,
    Draft,
    Gathered,
    badge_of,
    check_parent,
    check_text,
    find_parent,
    gather,
    place_of,
)
from rejoinder.moderation.actions.judging import Decided, decide_again, judge_and_decide
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import PolicyInForce, latest_decision, policy_of
from rejoinder.moderation.senders import PlaceNow, Sent
from rejoinder.readers.actions import begin_guest, begin_session, take_name
from rejoinder.readers.model import Reader, SessionCarrier
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.storage import Database, lock_until_commit


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sends to be published."""

    text: str
    commenter: Commenter
    parent_id: int | None = None
    key: str | None = None
    """The same for two sendings of one form, and nobody else's: the second gets the receipt."""
    begins_session: SessionCarrier | None = None
    """How the sender's browser is to be known again from now on, if it is."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a submission."""

    comment: Comment
    decision: Decision
    reader: Reader
    parent: Comment | None = None
    """The comment that it answers; not looked up where it was seen before."""
    session_token: str | None = None
    """Of the session that began with it: exists only here."""
    seen_before: bool = False


def submit(
    database: Database, judge_pool: JudgePool, article: Article, sent: Submission, *, now: datetime
) -> Receipt:
    """Takes a comment, decides about it, and stores both in one transaction.

    One read transaction, one question to the judge, one write transaction: the steps below, for
    callers that can wait.

    Raises:
        Invalid: the text or the parent cannot be taken.
        NotFound: the article was forgotten, or became another, while the judge was asked.
        Refused: the rules do not take it now (closed, too long, too fast), or it was sent twice;
            nothing is stored.
    """
    with database.reading() as connection:
        in_force = policy_of(connection, article.site_id)
        gathered = prepare(connection, article, sent, in_force, now=now)
    if isinstance(gathered, Receipt):
        return gathered
    decided = judge_and_decide(judge_pool, gathered)
    try:
        return database.group_write(lambda connection: store(connection, sent, decided, now=now))
    except IntegrityError:
        with database.reading() as connection:
            known = stored_instead(connection, article, sent)
        if known is None:
            raise
        return known


def prepare(
    connection: Connection,
    article: Article,
    sent: Submission,
    in_force: PolicyInForce,
    *,
    now: datetime,
) -> Gathered | Receipt:
    """First step: everything that must be read; the receipt where the form was sent before.

    Raises:
        Invalid: the text or the parent cannot be taken.
        Refused: the parent was withdrawn or taken down meanwhile, or it was sent twice.
    """
    text = check_text(sent.text)
    known = sent_before(connection, sent)
    if known is not None:
        return known
    parent = find_parent(connection, article, sent.parent_id)
    draft = Draft(article, text, parent)
    gathered = gather(connection, draft, sent.commenter, in_force, now=now)
    return _sent_twice(connection, sent, draft, gathered.place, now=now) or gathered


def store(connection: Connection, sent: Submission, decided: Decided, *, now: datetime) -> Receipt:
    """Third step, in a transaction of writing: the comment and its decision, or neither.

    What was written while the judge was asked is looked at once more here, where of one sender's
    comments one is written at a time: so of many at once only as many stand as the policy allows.

    Raises:
        Refused: the rules do not take it any more, the parent is gone, or it was sent twice.
        NotFound: the article was forgotten, or became another, while the judge was asked.
        IntegrityError: the same form, sent twice at the same moment, came first the other time, or
            the article went at the same moment; `stored_instead` tells them apart.
        Invalid: somebody else chose the same name at the same moment.
    """
    commenter, draft = sent.commenter, decided.gathered.draft
    lock_until_commit(connection, f"sender {draft.article.site_id} {commenter.sender_key}")
    place = place_of(connection, draft, commenter, decided.gathered.in_force.policy, now=now)
    known = _sent_twice(connection, sent, draft, place, now=now)
    if known is not None:
        return known
    if draft.parent is not None:
        check_parent(place.parent_state)
    decided = decide_again(decided, place)
    reader = commenter.reader or begin_guest(
        connection, draft.article.site_id, name=commenter.name, email=commenter.email, now=now
    )
    if commenter.takes_name and not decided.blames_name:
        reader = take_name(connection, reader, commenter.name, now=now)
    comment = intake.store(
        connection,
        NewComment(
            site_id=draft.article.site_id,
            article_id=draft.article.id,
            parent_id=sent.parent_id,
            author=Author(
                reader.id,
                commenter.name,
                commenter.email,
                badge_of(draft.article, commenter, decided.gathered.in_force.policy),
            ),
            source=decided.case.text,
            state=STATE_AFTER[decided.verdict.outcome],
            submission_key=sent.key,
            sender_key=commenter.sender_key,
            fingerprint=decided.case.fingerprint,
        ),
        now=now,
    )
    decision = record(connection, comment, decided.as_decision(), revision=1, now=now)
    token, carrier = None, sent.begins_session
    if carrier is not None:
        token = begin_session(connection, reader, signed_in=False, now=now, carrier=carrier).token
    return Receipt(comment, decision, reader, parent=draft.parent, session_token=token)


def sent_before(connection: Connection, sent: Submission) -> Receipt | None:
    """What became of the same form, if it was sent before."""
    if sent.key is None:
        return None
    comment = comment_queries.by_submission_key(connection, sent.key)
    return None if comment is None else _receipt(connection, comment)


def stored_instead(connection: Connection, article: Article, sent: Submission) -> Receipt | None:
    """What became of the same form, where the store did not take what came of this one.

    Raises:
        NotFound: it did not since the article was forgotten, or became another.
    """
    known = sent_before(connection, sent)
    if known is None:
        article_queries.even_unpublished(connection, article.site_id, article.id)
    return known


def _sent_twice(
    connection: Connection, sent: Submission, draft: Draft, place: PlaceNow, *, now: datetime
) -> Receipt | None:
    """What became of the same comment, sent a moment ago by the same person.

    A form's key says it; without one, the words and the place, of which only the session that sent
    them gets the receipt: others may share a network.

    Raises:
        Refused: it may have been somebody else's, or our answer with the session was not seen.
    """
    if sent.key is not None:
        same = (each for each in place.sent if each.submission_key == sent.key)
    else:
        same = (each for each in place.sent if _is_the_same(sent, draft, each, now))
    first = next(same, None)
    if first is None:
        return None
    reader_id = None if sent.commenter.reader is None else sent.commenter.reader.id
    if sent.key is None and first.author_id != reader_id:
        raise Refused(
            N_("This has reached us already: it was sent twice, and once is enough."),
            code="sent-twice",
        )
    comment = comment_queries.by_id(connection, draft.article.site_id, first.id)
    return _receipt(connection, comment)


def _is_the_same(sent: Submission, draft: Draft, earlier: Sent, now: datetime) -> bool:
    return (
        earlier.created_at > now - SENT_TWICE
        and (earlier.article_id, earlier.parent_id) == (draft.article.id, sent.parent_id)
        and (earlier.author_name, earlier.source) == (sent.commenter.name, draft.text)
        and earlier.state is not State.WITHDRAWN
    )


def _receipt(connection: Connection, comment: Comment) -> Receipt:
    """What became of a comment, for its author."""
    return Receipt(
        comment=comment,
        decision=latest_decision(connection, comment.id),
        reader=reader_by_id(connection, comment.author.reader_id),
        seen_before=True,
    )
