"""A statement of reasons as the API tells it: as it is stored, and with what its owner can do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msgspec.structs import asdict
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.moderation.policy.settings import DUTIES, DutiesSettings
from rejoinder.moderation.queries import (
    decision_by_id,
    latest_decision,
    open_appeal,
    policy_of,
)
from rejoinder.moderation.reasons import WORDS, reasons_for_author
from rejoinder.moderation.statement_queries import StoredStatement
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

    def comment_for(self, connection: Connection, stored: StoredStatement) -> Comment | None:
        """On whose page something can be done: what it is about; of a ban one that stands."""
        number = stored.comment_id or self.comment_id
        if number is not None:
            return comment_queries.by_id(connection, self.site_id, number)
        if self.reader_id is None:
            return None
        return comment_queries.newest_of(connection, self.site_id, self.reader_id)


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


def own_statement(
    connection: Connection, context: RequestContext, owner: Owner, stored: StoredStatement
) -> OwnStatement:
    """The same for whom it is about, with the reasons in words and what they can do."""
    duties = policy_of(connection, owner.site_id).policy[DUTIES]
    comment = owner.comment_for(connection, stored)
    lines = statement_lines(context.translator, stored.statement, stored.made_at, duties)
    offers = _offers(connection, context, stored, comment)
    page = None if comment is None else context.site.base_url + status_path(comment)
    return OwnStatement(
        **asdict(statement_out(context, stored)),
        explanation=[ExplanationOut(each.title, each.text) for each in lines],
        reasons=_reasons(connection, context, stored, comment),
        can_edit=offers.can_edit,
        can_send_again=offers.can_send_again,
        can_appeal=offers.can_appeal,
        appealed=stored.in_force and comment is not None and open_appeal(connection, comment.id),
        appeal_from=_appeal_from(stored, comment, duties),
        appeal_until=iso(appeal_until(stored.made_at, duties.appeal_months)),
        token=None if comment is None else comment.status_token,
        page_url=page,
    )


def _offers(
    connection: Connection,
    context: RequestContext,
    stored: StoredStatement,
    comment: Comment | None,
) -> Offers:
    if comment is None or not stored.in_force:
        return _NOTHING
    article = article_queries.even_unpublished(connection, comment.site_id, comment.article_id)
    decision = latest_decision(connection, comment.id)
    offers = offers_of(connection, context, comment, article, decision)
    if stored.statement.restriction.of_account:  # the comment itself is not what it is about
        return replace(_NOTHING, can_appeal=offers.can_appeal)
    return offers


def _reasons(
    connection: Connection,
    context: RequestContext,
    stored: StoredStatement,
    comment: Comment | None,
) -> list[ReasonOut]:
    if stored.decision_id is None or comment is None:
        return []
    decision = decision_by_id(connection, stored.decision_id)
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
