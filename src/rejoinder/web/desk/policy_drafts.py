"""A draft of the rules: what it changes, how it fares, and the decision to put it in force."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Invalid, Refused, RejoinderError
from rejoinder.moderation.actions.policies import DEFAULT_ID, LONGEST_REASON, NewPolicy
from rejoinder.moderation.policies_read import source_in_force
from rejoinder.moderation.policy import default_source, read_policy
from rejoinder.moderation.workbench.actions import ask_for_replay, begin_shadow
from rejoinder.moderation.workbench.model import MOST_DAYS, Draft
from rejoinder.moderation.workbench.queries import draft_by_id, replays_of, shadow_now
from rejoinder.moderation.workbench.strictness import Strictness
from rejoinder.moderation.workbench.switching import TooStrict, switch_on
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.policy import PATH, in_force
from rejoinder.web.desk.policy_changes import SettingChange, diff_lines, setting_changes
from rejoinder.web.desk.policy_rights import (
    is_theirs,
    may_write_all,
    own_sections,
    require_theirs,
)
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

USUAL_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says beside the draft."""

    message: str = ""
    """Why something could not be done, or is asked about."""
    reason: str = ""
    """As it was typed."""
    strict: Strictness | None = None
    status: int = 200


@get(f"{PATH}/drafts/{{draft_id:int}}")
@in_thread
def show_draft(request: WebRequest, draft_id: FromPath[int]) -> Response[Any] | Redirect:
    """What a draft changes, its replays, and what can be done with it."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        draft = draft_by_id(connection, desk.site_id, draft_id)
    return _page(desk, draft, Said())


@post(f"{PATH}/drafts/{{draft_id:int}}/replays")
@in_thread
def replay_draft(request: WebRequest, draft_id: FromPath[int], data: Form) -> Response[Any]:
    """Has the draft replayed on the comments of some days."""
    desk = staff_only(request, Act.EDIT_POLICY)
    draft = _draft_to_act_on(desk, draft_id)
    by, now = desk.member.signature, desk.context.now
    # What changes nowhere else need not be tried there.
    sections = () if may_write_all(desk) else own_sections(desk)
    try:
        days = row_id(field(data, "days"), name="days") or USUAL_DAYS
        with desk.context.database.writing() as connection:
            replay_id = ask_for_replay(
                connection, draft, days=days, by=by, sections=sections, now=now
            )
    except (Invalid, Refused) as failure:
        return _failed(desk, draft, failure)
    return Redirect(f"{PATH}/replays/{replay_id}", status_code=303)


@post(f"{PATH}/drafts/{{draft_id:int}}/shadow")
@in_thread
def run_in_shadow(request: WebRequest, draft_id: FromPath[int]) -> Response[Any]:
    """Lets the draft decide beside the policy in force, without any effect."""
    desk = staff_only(request, Act.EDIT_POLICY)
    draft = _draft_to_act_on(desk, draft_id)
    desk.require(Act.EDIT_POLICY, "")  # it takes the place of whatever else is tried
    by, now = desk.member.signature, desk.context.now
    with desk.context.database.writing() as connection:
        begin_shadow(connection, draft, by=by, now=now)
    return Redirect(f"{PATH}/shadow", status_code=303)


@post(f"{PATH}/drafts/{{draft_id:int}}/switching-on")
@in_thread
def switch_draft_on(request: WebRequest, draft_id: FromPath[int], data: Form) -> Response[Any]:
    """Puts the draft in force; one that keeps most of everything back only if that is meant."""
    desk = staff_only(request, Act.EDIT_POLICY)
    draft = _draft_to_act_on(desk, draft_id)
    now, reason = desk.context.now, ""
    try:
        seen = row_id(field(data, "seen"), name="seen") or DEFAULT_ID
        reason = field(data, "reason", max_length=4 * LONGEST_REASON).strip()
        sections, sure = own_sections(desk), field(data, "sure") == "1"
        new = NewPolicy(draft.source, desk.member.signature, reason, seen, sections)
        switch_on(desk.context.database, desk.context.site, new, is_meant=sure, now=now)
    except TooStrict as asked:
        return _failed(desk, draft, asked, reason, asked.strictness)
    except (Invalid, Refused) as failure:
        return _failed(desk, draft, failure, reason)
    return Redirect(f"{PATH}?done=put", status_code=303)


def _draft_to_act_on(desk: DeskContext, draft_id: int) -> Draft:
    """A draft, for somebody who looks after all sections in which it differs."""
    with desk.context.database.reading() as connection:
        draft = draft_by_id(connection, desk.site_id, draft_id)
        before = source_in_force(connection, desk.site_id)
    require_theirs(desk, before, draft.source)
    return draft


def _failed(
    desk: DeskContext,
    draft: Draft,
    failure: RejoinderError,
    reason: str = "",
    strict: Strictness | None = None,
) -> Response[Any]:
    message = desk.context.translator.error(failure)
    return _page(desk, draft, Said(message, reason, strict, status=status_of(failure)))


def _page(desk: DeskContext, draft: Draft, said: Said) -> Response[Any]:
    with desk.context.database.reading() as connection:
        put = in_force(connection, desk.site_id)
        replays = replays_of(connection, draft)
        shadow = shadow_now(connection, desk.site_id)
        beside = None if shadow is None else shadow.draft_id
        shadowed = None if beside is None else draft_by_id(connection, desk.site_id, beside)
    before = put.source if put else default_source()
    values = {
        **_compared(desk, draft, before),
        "draft": draft,
        "put": put,
        "replays": replays,
        "in_shadow": shadowed is not None and shadowed.version == draft.version,
        "message": said.message,
        "reason": said.reason,
        "strict": said.strict,
        "longest_reason": LONGEST_REASON,
        "usual_days": USUAL_DAYS,
        "most_days": MOST_DAYS,
        "may_edit": may_write_all(desk),
        "is_theirs": is_theirs(desk, before, draft.source),
        "own_sections": own_sections(desk),
    }
    return show(desk, "policy_draft.html", values, status=said.status)


def _compared(desk: DeskContext, draft: Draft, before: str) -> dict[str, Any]:
    """How the draft differs from the policy in force."""
    changes: list[SettingChange] = []
    with suppress(Invalid):  # those in force cannot be read: the lines are shown all the same
        old, new = read_policy(before), read_policy(draft.source)
        changes = setting_changes(old, new, desk.context.translator)
    return {
        "is_in_force": before == draft.source,
        "changes": changes,
        "lines": diff_lines(before, draft.source),
    }
