"""Decisions as rows: what a comment's page shows of its past."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.reasons import STATES
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.web.deciders import Deciders, deciders_of
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.findings import reason_title
from rejoinder.web.desk.views import LogRow

OUTCOME_NAMES = {
    Outcome.PUBLISH: N_("Published"),
    Outcome.HOLD: N_("Held"),
    Outcome.DECLINE: N_("Declined"),
}
BANNED = N_("Declined, author banned")
UNDONE_NAMES = {
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
    deciders = deciders_of(connection, desk.site_id)
    translator = desk.context.translator
    return [_row(translator, each, deciders, of.get(each.comment_id)) for each in decisions]


def _bans(decision: Decision) -> bool:
    """Whether this decision banned the author."""
    return decision.undoes_id is None and BANNED_BY_IT in decision.findings


def _row(
    translator: Translator, decision: Decision, deciders: Deciders, comment: Comment | None
) -> LogRow:
    gone = comment is None or comment.state is State.WITHDRAWN
    names_of_outcomes = OUTCOME_NAMES if decision.undoes_id is None else UNDONE_NAMES
    return LogRow(
        id=decision.id,
        made_at=decision.made_at,
        who=deciders.name(translator, decision),
        by_staff=decision.made_by == "staff",
        state=STATES[decision.outcome],
        said=translator.translate(
            BANNED if _bans(decision) else names_of_outcomes[decision.outcome]
        ),
        why=reason_title(translator, decision),
        note=decision.note,
        policy_version=decision.policy_version,
        model_version=decision.model_version,
        undoes_id=decision.undoes_id,
        comment_id=decision.comment_id,
        author=comment.author.name if comment else "",
        excerpt="" if gone or comment is None else excerpt(comment.source),
    )
