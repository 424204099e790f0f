"""A statement of reasons as the API tells it: as it is stored, and with what its owner can do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msgspec.structs import asdict
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.moderation.appeal_queries import appealed_against, open_appeals
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.policy.settings import DUTIES, DutiesSettings
from rejoinder.moderation.queries import latest_decision, policy_of
from rejoinder.moderation.reasons import WORDS, reasons_for_author
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.statement_queries import StoredStatement, decisions_by_ids
from rejoinder.moderation.statement_words import statement_lines
from rejoinder.moderation.statements import Restriction, appeal_until
from rejoinder.web.api.comment_model import ReasonOut
from rejoinder.web.api.reasons import reason_out
from rejoinder.web.api.statement_model import ExplanationOut, OwnStatement, StatementOut
from rejoinder.web.context import RequestContext
from rejoinder.web.own_comments import Offers, offers_of, status_path
from rejoinder.web.templating import iso

_NOTHING = Offers(
    can_edit=False,
    can_withdraw=False,
    can_bring_back=False,
    can_appeal=False,
    can_send_again=False,
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom statements are about: a reader, or whoever holds one comment's private link."""

    site_id: int
    reader_id: int | None = None
    comment_id: int | None = None

    def comment_under_ban(self, connection: Connection) -> Comment | None:
        """On whose page something can be done about a ban: one that stands, if one does."""
        if self.comment_id is not None:
            return comment_queries.by_id(connection, self.site_id, self.comment_id)
        if self.reader_id is None:
            return None
        return comment_queries.newest_of(connection, self.site_id, self.reader_id)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a page of statements takes, asked for once and not with each."""

    policy: Policy
    comments: Mapping[int, Comment]
    under_ban: Comment | None
    decisions: Mapping[int, Decision]
    """Those of which they give the reasons, by number."""
    articles: Mapping[int, Article]
    appealed: Collection[int]
    """The comments whose authors wait for an answer."""
    asked: Collection[tuple[int, Outcome]]
    """Comments, and the outcome that their authors appealed against, which they can once."""

    @classmethod
    def of(cls, connection: Connection, owner: Owner, page: Sequence[StoredStatement]) -> "_Known":
        """For these statements."""
        ids = {each.comment_id for each in page if each.comment_id is not None}
        comments = comment_queries.by_ids(connection, ids)
        ban = any(each.comment_id is None for each in page)
        under_ban = owner.comment_under_ban(connection) if ban else None
        about = [*comments.values(), *([] if under_ban is None else [under_ban])]
        articles = {each.article_id for each in about}
        given = [each.decision_id for each in page if each.decision_id is not None]
        return cls(
            policy=policy_of(connection, owner.site_id).policy,
            comments=comments,
            under_ban=under_ban,
            decisions=decisions_by_ids(connection, given),
            articles=article_queries.by_ids(connection, owner.site_id, articles),
            appealed=open_appeals(connection, [each.id for each in about]),
            asked=appealed_against(connection, [each.id for each in about]),
        )

    def comment_of(self, stored: StoredStatement) -> Comment | None:
        """On whose page something can be done: what it is about; of a ban one that stands."""
        return self.under_ban if stored.comment_id is None else self.comments[stored.comment_id]

    def was_asked(self, stored: StoredStatement) -> bool:
        """Whether its owner appealed against what it is about: a ban from a comment that stands."""
        comment = self.comment_of(stored)
        if comment is None:
            return False
        about = None if stored.decision_id is None else self.decisions[stored.decision_id].outcome
        return (comment.id, about or Outcome.PUBLISH) in self.asked


def statement_out(context: RequestContext, stored: StoredStatement) -> StatementOut:
    """A statement as it is stored."""
    statement = stored.statement
    words = WORDS.get(statement.rule)
    return StatementOut(
        id=stored.id,
        puid=stored.puid,
        comment_id=stored.comment_id,
        restriction=statement.restriction.value,
        in_force=stored.in_force,
        ends_at=None if statement.end_at is None else iso(statement.end_at),
        rule=statement.rule,
        rule_title=statement.rule if words is None else context.translator.translate(words.title),
        decision_ground=statement.decision_ground.value,
        category=statement.category.value,
        category_specification=statement.category_specification.value,
        decision_facts=statement.decision_facts,
        source_type=statement.source_type.value,
        automated_detection=statement.automated_detection,
        automated_decision=statement.automated_decision.value,
        content_language=statement.content_language,
        content_date=iso(stored.content_date),
        policy_version=stored.policy_version,
        made_at=iso(stored.made_at),
    )


def own_statements(
    connection: Connection,
    context: RequestContext,
    owner: Owner,
    page: Sequence[StoredStatement],
) -> list[OwnStatement]:
    """The same for whom they are about, with the reasons in words and what they can do."""
    known = _Known.of(connection, owner, page)
    return [_own_statement(connection, context, known, each) for each in page]


def _own_statement(
    connection: Connection, context: RequestContext, known: _Known, stored: StoredStatement
) -> OwnStatement:
    duties = known.policy[DUTIES]
    comment = known.comment_of(stored)
    lines = statement_lines(
        context.translator,
        stored.statement,
        stored.made_at,
        duties,
        asked=known.was_asked(stored),
    )
    offers = _offers(connection, context, known, stored)
    page = None if comment is None else context.site.base_url + status_path(comment)
    return OwnStatement(
        **asdict(statement_out(context, stored)),
        explanation=[ExplanationOut(each.title, each.text) for each in lines],
        reasons=_reasons(context, known, stored),
        can_edit=offers.can_edit,
        can_send_again=offers.can_send_again,
        can_appeal=offers.can_appeal,
        appealed=stored.in_force and comment is not None and comment.id in known.appealed,
        appeal_from=_appeal_from(stored, comment, duties),
        appeal_until=iso(appeal_until(stored.made_at, duties.appeal_months)),
        token=None if comment is None else comment.status_token,
        page_url=page,
    )


def _offers(
    connection: Connection, context: RequestContext, known: _Known, stored: StoredStatement
) -> Offers:
    comment = known.comment_of(stored)
    if comment is None or not stored.in_force:
        return _NOTHING
    article = known.articles[comment.article_id]
    if stored.decision_id is None:
        decision = latest_decision(connection, comment.id)
    else:  # it is in force, so nothing was decided since
        decision = known.decisions[stored.decision_id]
    offers = offers_of(connection, context, comment, article, decision, policy=known.policy)
    if stored.statement.restriction.of_account:  # the comment itself is not what it is about
        return replace(_NOTHING, can_appeal=offers.can_appeal)
    return offers


def _reasons(context: RequestContext, known: _Known, stored: StoredStatement) -> list[ReasonOut]:
    comment = known.comment_of(stored)
    if stored.decision_id is None or comment is None:
        return []
    decision = known.decisions[stored.decision_id]
    reasons = reasons_for_author(context.translator, decision, comment.source)
    if decision.revision != comment.revision:
        reasons = tuple(replace(each, spans=()) for each in reasons)
    return [reason_out(each) for each in reasons]


def _appeal_from(
    stored: StoredStatement, comment: Comment | None, duties: DutiesSettings
) -> str | None:
    if stored.statement.restriction is not Restriction.HELD or comment is None:
        return None
    since: datetime = comment.held_at if stored.in_force and comment.held_at else stored.made_at
    return iso(since + timedelta(hours=duties.hold_hours))
