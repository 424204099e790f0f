"""Gathering a case: everything that the policy may know of a comment before it is decided."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from rejoinder import engine
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.fingerprints import fingerprint
from rejoinder.comments.model import Badge, Comment, State
from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.moderation.model import Case, Discussed, Record
from rejoinder.moderation.queries import (
    PolicyInForce,
    record_of,
    restriction_of_guest,
    standing_of,
)
from rejoinder.moderation.rules.article_unread import UNCONFIRMED, Unconfirmed
from rejoinder.moderation.rules.flood import FLOOD_SETTINGS
from rejoinder.moderation.rules.judge_silent import is_judged
from rejoinder.moderation.rules.length import LONGEST_COMMENT
from rejoinder.moderation.rules.repeat import REPEAT_SETTINGS
from rejoinder.moderation.rules.subscribers import SUBSCRIBERS, at_least
from rejoinder.moderation.rules.subscribers import Badge as ShownBadge
from rejoinder.moderation.senders import PlaceNow, Sender, Wanted, place_now
from rejoinder.moderation.setting import Policy
from rejoinder.readers.model import Reader, Standing
from rejoinder.readers.names import folded_name, name_in_words
from rejoinder.readers.reserved_names import byline_names
from rejoinder.text import TooLong, read_comment, tidy, visible_text

# Whoever presses twice, or whose browser sends again what it got no answer to, does so sooner.
SENT_TWICE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Commenter:
    """Who sends a comment: a reader we know, or only a name and an address for a guest."""

    name: str
    email: str
    sender_key: str
    """Who they are as far as they cannot choose, by which limits count."""
    reader: Reader | None = None
    signed_in: bool = False
    is_staff: bool = False
    takes_name: bool = False
    """Whether somebody who signed in chooses this name with this comment."""
    is_subscriber: bool = False
    """Whether the site's own accounts say that they subscribe."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A case without its judgement, the question for the judge, and the policy that decides."""

    draft: "Draft"
    case: Case
    question: engine.Case
    in_force: PolicyInForce
    place: PlaceNow
    name_question: engine.Case | None = None
    """The name by itself; None for staff and where only the text changes."""

    @property
    def worth_judging(self) -> bool:
        """False for what will be refused whatever the judge says."""
        return is_judged(self.in_force.policy, self.case)


def badge_under(article: Article, member_name: str) -> Badge:
    """What stands under this article beside the name of one who works for the paper."""
    writers = {folded_name(name) for name in byline_names(article.byline)}
    return Badge.AUTHOR if folded_name(member_name) in writers else Badge.STAFF


def badge_of(article: Article, commenter: Commenter, policy: Policy) -> Badge | None:
    """What stands beside the name of whoever sends a comment."""
    if commenter.is_staff:
        return badge_under(article, commenter.name)
    shown = commenter.is_subscriber and policy[SUBSCRIBERS].badge is ShownBadge.SHOWN
    return Badge.SUBSCRIBER if shown else None


def discussed_in(article: Article) -> Discussed:
    """An article as a policy can name it."""
    return Discussed(article.section, frozenset(filter(None, (article.slug, article.cms_id))))


def check_text(raw: str) -> str:
    """The text as it will be stored.

    Raises:
        Invalid: there is nothing in it, or far too much.
    """
    try:
        text = tidy(raw, LONGEST_COMMENT)
    except TooLong:
        raise Invalid(
            N_("That is longer than any comment can be (%(most)s characters)."),
            code="text-too-long",
            details={"field": "text"},
            most=LONGEST_COMMENT,
        ) from None
    if not text:
        raise Invalid(
            N_("There is nothing in the comment yet."),
            code="text-missing",
            details={"field": "text"},
        )
    return text


def find_parent(connection: Connection, article: Article, parent_id: int | None) -> Comment | None:
    """The comment that is answered.

    Raises:
        Invalid: it does not stand under this article.
        Refused: it was withdrawn or taken down meanwhile.
    """
    if parent_id is None:
        return None
    try:
        parent = comment_queries.by_id(connection, article.site_id, parent_id)
    except NotFound:
        parent = None
    if parent is None or parent.article_id != article.id:
        raise Invalid(
            N_("The comment that you reply to is not in this conversation."),
            code="wrong-parent",
            details={"field": "parent_id"},
        )
    check_parent(parent.state)
    return parent


def check_parent(state: State | None) -> None:
    """Raises Refused where what is answered was withdrawn or taken down meanwhile."""
    if state is not State.PUBLISHED:
        raise Refused(
            N_("The comment that you reply to is no longer there."),
            code="parent-gone",
            details={"field": "parent_id"},
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in its place: under an article, perhaps below another comment, perhaps an edit."""

    article: Article
    text: str
    parent: Comment | None
    editing: Comment | None = None


def gather(
    connection: Connection,
    draft: Draft,
    commenter: Commenter,
    in_force: PolicyInForce,
    *,
    now: datetime,
) -> Gathered:
    """The case of a draft, under the policy that holds there.

    An edited comment is not held against its own next text.
    """
    discussed = discussed_in(draft.article)
    in_force = in_force.at(discussed)
    but = None if draft.editing is None else draft.editing.id
    record = _record(connection, commenter, now=now, but=but)
    place = place_of(connection, draft, commenter, in_force.policy, now=now)
    address = (draft.article.site_id, commenter.email)
    verified = commenter.signed_in and commenter.reader is not None and commenter.reader.verified
    standing = _standing(connection, draft.article.site_id, commenter, now=now) or standing_of(
        connection, address, in_force.policy, verified=verified, record=record, now=now
    )
    if commenter.is_subscriber:
        standing = at_least(in_force.policy, standing)
    case = replace(
        case_of(draft.text, commenter.name, standing, now=now),
        record=record,
        thread_closed=place.thread_closed,
        earlier=place.earlier,
        has_parent=draft.parent is not None,
        is_edit=draft.editing is not None,
        is_staff=commenter.is_staff,
        is_subscriber=commenter.is_subscriber,
        discussed=discussed,
    )
    asks_name = draft.editing is None and not commenter.is_staff
    name_question = name_for_judge(commenter.name) if asks_name else None
    question = _question(draft, in_force.policy)
    case = replace(case, article_unread=question.article is None)
    return Gathered(draft, case, question, in_force, place, name_question)


def case_of(text: str, author_name: str, standing: Standing, *, now: datetime) -> Case:
    """What a text says by itself, before anything is known of its author and its place."""
    return Case(
        text=text,
        author_name=author_name,
        standing=standing,
        record=Record(),
        now=now,
        fingerprint=fingerprint(text),
        links=read_comment(text).links,
    )


def place_of(
    connection: Connection, draft: Draft, commenter: Commenter, policy: Policy, *, now: datetime
) -> PlaceNow:
    """Where a draft would stand, and what its sender sent before, as far as the policy asks."""
    flood = timedelta(minutes=policy[FLOOD_SETTINGS].minutes)
    repeat = timedelta(hours=policy[REPEAT_SETTINGS].hours)
    wanted = Wanted(
        since=now - max(flood, repeat, SENT_TWICE),
        fingerprint=fingerprint(draft.text),
        all_since=now - flood,
        but=None if draft.editing is None else draft.editing.id,
    )
    reader_id = None if commenter.reader is None else commenter.reader.id
    return place_now(
        connection,
        Sender(draft.article.site_id, commenter.sender_key, reader_id),
        wanted,
        article_id=draft.article.id,
        parent_id=None if draft.parent is None else draft.parent.id,
    )


def _standing(
    connection: Connection, site_id: int, commenter: Commenter, *, now: datetime
) -> Standing | None:
    """What a guest's browser brings along, whichever address they type this time."""
    if commenter.reader is None or commenter.reader.verified:
        return None
    return restriction_of_guest(connection, site_id, commenter.reader.id, now=now)


def _record(
    connection: Connection, commenter: Commenter, *, now: datetime, but: int | None
) -> Record:
    if commenter.reader is None:
        return Record()
    return record_of(connection, commenter.reader.id, now=now, but=but)


def article_for_judge(article: Article, *, believe_browsers: bool = False) -> engine.Article | None:
    """An article as the judge reads it; None for one of which only a browser told, or nobody.

    Whoever shows a page first could tell anything of it. With `believe_browsers` that is read too.
    """
    if article.is_unread:  # a headline alone would make good comments look off-topic
        told = article.body_text if believe_browsers else ""
        return engine.Article(body=told) if told else None
    return engine.Article(
        headline=article.headline, standfirst=article.standfirst, body=article.body_text
    )


def name_for_judge(name: str) -> engine.Case:
    """A name as the judge reads it: its words apart, though no space stands between them."""
    return engine.Case(text=name_in_words(name) or name)


def question_for_judge(
    text: str, article: engine.Article | None, parent_source: str | None
) -> engine.Case:
    """What the judge is asked of a comment: what people see of it, and of the one it answers."""
    return engine.Case(
        text=read_comment(text).judged.text,
        article=article,
        parent=None if parent_source is None else visible_text(parent_source).text,
    )


def _question(draft: Draft, policy: Policy) -> engine.Case:
    parent = None if draft.parent is None else draft.parent.source
    believed = policy[UNCONFIRMED].article is Unconfirmed.READ
    article = article_for_judge(draft.article, believe_browsers=believed)
    return question_for_judge(draft.text, article, parent)
