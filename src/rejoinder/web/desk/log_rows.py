"""Decisions as rows: who, when, why, by which policy and model."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.reasons import STATES
from rejoinder.sites.queries import staff_names
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.cards import excerpt, rule_title
from rejoinder.web.desk.views import LogRow

SAID = {
    Outcome.PUBLISH: N_("Published"),
    Outcome.HOLD: N_("Held"),
    Outcome.DECLINE: N_("Declined"),
}
BACK = {
    Outcome.PUBLISH: N_("Undone: published again"),
    Outcome.HOLD: N_("Undone: held again"),
    Outcome.DECLINE: N_("Undone: declined again"),
}


def log_rows(
    connection: Connection,
    desk: DeskContext,
    decisions: Sequence[Decision],
    *,
    of: Mapping[int, Comment],
) -> list[LogRow]:
    """The rows of these decisions about the comments `of`."""
    names = staff_names(connection, desk.site_id)
    words = desk.context.translator
    return [_row(words, each, names, of.get(each.comment_id)) for each in decisions]


def _row(
    words: Translator, decision: Decision, names: Mapping[int, str], comment: Comment | None
) -> LogRow:
    gone = comment is None or comment.state is State.WITHDRAWN
    said = SAID if decision.undoes_id is None else BACK
    return LogRow(
        id=decision.id,
        made_at=decision.made_at,
        who=words.tell(N_("The policy")) if decision.staff_id is None else names[decision.staff_id],
        by_staff=decision.staff_id is not None,
        state=STATES[decision.outcome],
        said=words.tell(said[decision.outcome]),
        why=rule_title(words, decision.rule) if decision.rule else "",
        note=decision.note,
        policy_version=decision.policy_version,
        model_version=decision.model_version,
        undoes_id=decision.undoes_id,
        comment_id=decision.comment_id,
        author=comment.author.name if comment else "",
        excerpt="" if gone or comment is None else excerpt(comment.source),
    )
