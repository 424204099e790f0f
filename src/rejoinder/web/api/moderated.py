"""Comments and decisions as whoever moderates is told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.links import article_url
from rejoinder.comments.model import Comment, State
from rejoinder.desk.queue import Item, OpenReport
from rejoinder.moderation.model import Decision, Finding
from rejoinder.moderation.passing_queries import PassedOn
from rejoinder.moderation.queries import latest_decisions
from rejoinder.moderation.rules import FOR_A_PERSON
from rejoinder.web.api.moderation_model import (
    AboveOut,
    AnswerOfPassing,
    DecisionOut,
    FindingOut,
    ModeratedComment,
    OpenAppealOut,
    OpenReportOut,
    PassingOut,
    SiteComment,
)
from rejoinder.web.context import RequestContext
from rejoinder.web.deciders import Deciders, deciders_of, name_of
from rejoinder.web.templating import iso


@dataclass(frozen=True, slots=True)
class AnswerToStaff:
    """What is told in one answer, with the names of all who decided."""

    context: RequestContext
    deciders: Deciders

    @classmethod
    def of(cls, connection: Connection, context: RequestContext) -> "AnswerToStaff":
        """For the site that was asked."""
        return cls(context, deciders_of(connection, context.site.id))

    def decision(self, decision: Decision) -> DecisionOut:
        """A row of the log."""
        return DecisionOut(
            id=decision.id,
            comment_id=decision.comment_id,
            outcome=decision.outcome.value,
            made_by=decision.made_by,
            by=self.deciders.name(self.context.translator, decision),
            reason=decision.rule,
            note=decision.note,
            undoes_id=decision.undoes_id,
            made_at=iso(decision.made_at),
        )

    def moderated(self, item: Item) -> ModeratedComment:
        """A comment with all that a person needs to decide."""
        comment, appeal = item.comment, item.appeal
        return ModeratedComment(
            id=comment.id,
            article_id=comment.article_id,
            article_url=article_url(self.context.site, item.article),
            headline=item.article.headline,
            parent_id=comment.parent_id,
            author_id=comment.author.reader_id,
            author=comment.author.name,
            author_verified=item.author.verified,
            author_standing=item.author.standing.value,
            status=comment.state.value,
            text=comment.source,
            html=comment.html,
            created_at=iso(comment.created_at),
            edited_at=_when(comment.edited_at),
            waiting_since=_when(item.since),
            decision=self.decision(item.decision),
            findings=[_finding(each) for each in item.decision.findings],
            reports=[_report(each) for each in item.reports],
            appeal=None if appeal is None else OpenAppealOut(appeal.note, iso(appeal.made_at)),
            above=[AboveOut(each.id, each.author.name, each.source) for each in item.above],
            passing=None if item.passing is None else self.passing(item.passing),
        )

    def passing(self, passing: PassedOn) -> PassingOut:
        """What a moderator asked of an editor, and the answer."""
        translator, answer = self.context.translator, passing.answer
        return PassingOut(
            id=passing.id,
            comment_id=passing.comment_id,
            by=name_of(translator, passing.by),
            note=passing.text,
            made_at=iso(passing.made_at),
            answer=None
            if answer is None
            else AnswerOfPassing(name_of(translator, answer.by), answer.text, iso(answer.made_at)),
        )

    def site_comments(
        self, connection: Connection, comments: Sequence[Comment], *, for_moderators: bool
    ) -> list[SiteComment]:
        """Comments whatever became of them; of a withdrawn one no word.

        Who may be about to harm themselves only those learn who moderate.
        """
        latest = latest_decisions(connection, [each.id for each in comments])
        decisions = {number: self.decision(each) for number, each in latest.items()}
        for each in decisions.values():
            if each.reason in FOR_A_PERSON and not for_moderators:
                each.reason = ""
        return [self._of_site(each, decisions[each.id]) for each in comments]

    def _of_site(self, comment: Comment, decision: DecisionOut) -> SiteComment:
        gone = comment.state is State.WITHDRAWN
        return SiteComment(
            id=comment.id,
            article_id=comment.article_id,
            parent_id=comment.parent_id,
            author=comment.author.name,
            status=comment.state.value,
            text="" if gone else comment.source,
            html="" if gone else comment.html,
            created_at=iso(comment.created_at),
            edited_at=_when(comment.edited_at),
            decision=decision,
        )


def _finding(finding: Finding) -> FindingOut:
    spans, evidence = list(finding.spans), list(finding.evidence)
    return FindingOut(finding.rule, finding.severity.name.lower(), spans, evidence)


def _report(report: OpenReport) -> OpenReportOut:
    return OpenReportOut(report.reason, report.note, iso(report.made_at), report.earlier_text)


def _when(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
