"""What an endpoint is told of an event: docs/webhooks.md, version 1. Made when it is sent."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from rejoinder.articles import queries as article_queries
from rejoinder.articles.links import article_url, comment_url
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.i18n import Translator, translator_of
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import decision_by_id
from rejoinder.moderation.reasons import reasons_for_author
from rejoinder.moderation.tables import reports
from rejoinder.sites.model import Site
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.webhooks.model import Delivery, Endpoint, Event, Format
from rejoinder.webhooks.slack import ChatLine, slack_message

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, as it stands now."""

    site: Site
    article: Article | None = None
    comment: Comment | None = None
    decision: Decision | None = None
    reports: dict[str, int] | None = None
    """How often each reason was given in reports that nobody has answered."""


def body_for(connection: Connection, delivery: Delivery, endpoint: Endpoint) -> dict[str, Any]:
    """The body that is sent now.

    Raises:
        NotFound: what it is about is gone.
    """
    subject = _subject(connection, delivery, endpoint.site_id)
    translator = translator_of(subject.site)
    if endpoint.format is Format.SLACK:
        line = _chat_line(delivery, endpoint, subject, translator)
        return slack_message(line, translator)
    data: dict[str, Any] = {
        "site": {"key": subject.site.key, "name": subject.site.name, "url": subject.site.base_url}
    }
    if subject.article is not None:
        data["article"] = _article(subject.site, subject.article)
    if subject.article is not None and subject.comment is not None:
        url = comment_url(subject.site, subject.article, subject.comment.id)
        data["comment"] = _comment(delivery, endpoint, subject.comment, url)
    if subject.decision is not None and subject.comment is not None:
        data["decision"] = _decision(subject.decision, subject.comment, translator)
    if subject.reports is not None:
        data["reports"] = subject.reports
    return {
        "type": delivery.kind,
        "version": VERSION,
        "timestamp": delivery.happened_at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }


def _subject(connection: Connection, delivery: Delivery, site_id: int) -> Subject:
    site = site_by_id(connection, site_id)
    if delivery.article_id is None:
        return Subject(site)
    article = article_queries.by_id(connection, site_id, delivery.article_id)
    if delivery.comment_id is None:
        return Subject(site, article)
    comment = comment_queries.by_id(connection, site_id, delivery.comment_id)
    decided = delivery.decision_id
    decision = None if decided is None else decision_by_id(connection, decided)
    reported = None
    if delivery.kind == Event.COMMENT_REPORTED:
        reported = _open_reports(connection, comment.id)
    return Subject(site, article, comment, decision, reported)


def _open_reports(connection: Connection, comment_id: int) -> dict[str, int]:
    rows = connection.execute(
        select(reports.c.reason, func.count().label("size"))
        .where(reports.c.comment_id == comment_id, reports.c.answered_by_id.is_(None))
        .group_by(reports.c.reason)
        .order_by(reports.c.reason)
    )
    return {row.reason: int(row.size) for row in rows}


def _article(site: Site, article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "cms_id": article.cms_id,
        "url": article_url(site, article),
        "headline": article.headline,
        "comment_count": article.comment_count,
    }


def _comment(delivery: Delivery, endpoint: Endpoint, comment: Comment, url: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": comment.id,
        "url": url,
        "parent_id": comment.parent_id,
        "state": delivery.state,
        "state_now": comment.state.value,
        "revision": comment.revision,
        "picked": comment.picked_at is not None,
        "pinned": comment.pinned_at is not None,
        "created_at": comment.created_at.isoformat().replace("+00:00", "Z"),
        "author": {
            "name": comment.author.name,
            "badge": None if comment.author.badge is None else comment.author.badge.value,
        },
    }
    if endpoint.with_text:
        gone = comment.state is State.WITHDRAWN
        told["text"] = None if gone else comment.source
        told["html"] = None if gone else comment.html
    return told


def _decision(decision: Decision, comment: Comment, translator: Translator) -> dict[str, Any]:
    reasons = reasons_for_author(translator, decision, comment.source)
    return {
        "id": decision.id,
        "outcome": decision.outcome.value,
        "made_by": decision.made_by,
        "made_at": decision.made_at.isoformat().replace("+00:00", "Z"),
        "reasons": [{"rule": reason.rule, "title": reason.title} for reason in reasons],
    }


def _chat_line(
    delivery: Delivery, endpoint: Endpoint, subject: Subject, translator: Translator
) -> ChatLine:
    article, comment = subject.article, subject.comment
    if article is None:
        return ChatLine(delivery.kind, headline=subject.site.name, url=subject.site.base_url)
    if comment is None:
        url = article_url(subject.site, article)
        return ChatLine(delivery.kind, headline=article.headline, url=url)
    reasons: tuple[str, ...] = ()
    if subject.decision is not None:
        told = reasons_for_author(translator, subject.decision, comment.source)
        reasons = tuple(reason.title for reason in told)
    shown = endpoint.with_text and comment.state is not State.WITHDRAWN
    at_desk = f"{subject.site.base_url}/desk/comments/{comment.id}"
    stands = comment.state is State.PUBLISHED
    return ChatLine(
        delivery.kind,
        author=comment.author.name,
        headline=article.headline,
        url=comment_url(subject.site, article, comment.id) if stands else at_desk,
        reasons=reasons,
        text=comment.source if shown else "",
    )
