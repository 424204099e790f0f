"""The rules at the desk: read whole, and written as a form or as text."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles.queries import sections as article_sections
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.policies_read import all_held, last_readable
from rejoinder.moderation.policy import default_source, read_policy
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.workbench.actions import write_draft
from rejoinder.moderation.workbench.model import LONGEST_POLICY
from rejoinder.moderation.workbench.queries import draft_by_id, newest_drafts, shadow_now
from rejoinder.moderation.workbench.writing import Place, place_called, rewritten
from rejoinder.sites.model import PutPolicy
from rejoinder.sites.queries import put_policies, put_policy_by_id
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.policy_fields import SettingGroup, groups, settings_from, typed_in
from rejoinder.web.desk.policy_rights import is_theirs, may_write_all, own_sections, require_place
from rejoinder.web.errors import status_of
from rejoinder.web.policy_problems import policy_problems
from rejoinder.web.thread_pool import in_thread

PATH: Final = "/desk/policy"
# Of drafts the list shows so many.
_DRAFTS: Final = 10
DONE: Final = {
    "put": N_("These rules are in force from the next comment on. The Comments FAQ tells them."),
    "shadow-ended": N_("It does not run any more. What it would have decided is kept."),
}


@dataclass(frozen=True, slots=True)
class Base:
    """The text that somebody goes on from: a draft, a policy that was in force, or the default."""

    source: str
    draft_id: int | None = None
    put_id: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody wrote that cannot be read, and why."""

    failure: Invalid
    source: str
    """As text."""
    typed: dict[str, str]
    """As a form."""


def in_force(connection: Connection, site_id: int) -> PutPolicy | None:
    """The policy in force with who put it; None for the default."""
    return next(iter(put_policies(connection, site_id, limit=1)), None)


@get(PATH)
@in_thread
def show_policy(request: WebRequest) -> Response[Any] | Redirect:
    """Every rule with its words and its settings, and where they differ."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    translator = desk.context.translator
    with desk.context.database.reading() as connection:
        put = in_force(connection, desk.site_id)
        base, failure = _readable(connection, desk, _of(put))
        drafts = newest_drafts(connection, desk.site_id, limit=_DRAFTS)
        shadow = shadow_now(connection, desk.site_id)
    policy = read_policy(base.source)
    if failure is not None:
        policy = all_held(policy)
    said = DONE.get(request.query_params.get("done", ""))
    values = {
        "said": "" if said is None else translator.translate(said),
        "put": put,
        "problems": None if failure is None else _problems(desk, failure),
        "last": base,
        "groups": groups(policy, translator),
        "places": policy.differences,
        "drafts": drafts,
        "shadow": shadow,
        "may_edit": may_write_all(desk),
        "own_sections": own_sections(desk),
    }
    return show(desk, "policy.html", values)


@get(f"{PATH}/edit")
@in_thread
def show_edit(request: WebRequest) -> Response[Any] | Redirect:
    """The rules as a form, of everywhere or of one place; or as text."""
    desk = staff_or_sign_in(request, Act.EDIT_POLICY)
    if isinstance(desk, Redirect):
        return desk
    query = request.query_params
    place = place_called(query.get("kind", ""), query.get("name", ""))
    require_place(desk, section_of(place))
    with desk.context.database.reading() as connection:
        named = _base(connection, desk, query)
        base, failure = _readable(connection, desk, named)
    if failure is not None:  # to be mended as the text that it is
        desk.require(Act.EDIT_POLICY, "")
        refused = Refused(failure, named.source, {})
        return _edit(desk, base, None, as_text=True, refused=refused, status=200)
    return _edit(desk, base, place, as_text=query.get("as", "") == "text")


@post(f"{PATH}/drafts")
@in_thread
def make_draft(request: WebRequest, data: Form) -> Response[Any]:
    """Keeps what was written, to be tried; what cannot be read comes back with each mistake."""
    desk = staff_only(request, Act.EDIT_POLICY)
    as_text = "source" in data
    place = place_called(field(data, "kind"), field(data, "name"))
    require_place(desk, "" if as_text else section_of(place))
    with desk.context.database.reading() as connection:
        base, _ = _readable(connection, desk, _base(connection, desk, data))
    source = base.source
    try:
        if as_text:
            source = _newlines(field(data, "source", max_length=2 * LONGEST_POLICY))
        else:
            source = _written(base, place, data)
        with desk.context.database.writing() as connection:
            by, now = desk.member.signature, desk.context.now
            draft_id = write_draft(connection, desk.site_id, source, by=by, now=now)
    except Invalid as failure:
        refused = Refused(failure, source, typed_in(data))
        return _edit(desk, base, place, as_text=as_text, refused=refused)
    return Redirect(f"{PATH}/drafts/{draft_id}", status_code=303)


def _written(base: Base, place: Place | None, data: Any) -> str:
    """The text that somebody went on from, with what they chose in the form."""
    everywhere = read_policy(base.source)
    if place is None:
        return rewritten(base.source, None, settings_from(data, everywhere, over=None))
    there = place.holds_in(everywhere)
    changed = settings_from(data, there, over=Policy(everywhere.values))
    return rewritten(base.source, place, changed)


def _edit(
    desk: DeskContext,
    base: Base,
    place: Place | None,
    *,
    as_text: bool,
    refused: Refused | None = None,
    status: int | None = None,
) -> Response[Any]:
    everywhere = read_policy(base.source)
    over = None if place is None else Policy(everywhere.values)
    policy = everywhere if place is None else place.holds_in(everywhere)
    with desk.context.database.reading() as connection:
        sections = [each for each in article_sections(connection, desk.site_id) if each]
    values = {
        "base": base,
        "place": place,
        "as_text": as_text,
        "source": base.source if refused is None else refused.source,
        "groups": [] if as_text else _groups(desk, policy, over, refused),
        "may_edit": may_write_all(desk),
        "own_sections": own_sections(desk),
        "sections": sections,
        "places": everywhere.differences,
        "problems": [] if refused is None else _problems(desk, refused.failure),
        "message": "" if refused is None else desk.context.translator.error(refused.failure),
        "longest": LONGEST_POLICY,
    }
    told = 200 if refused is None else status_of(refused.failure)
    return show(desk, "policy_edit.html", values, status=status or told)


def _groups(
    desk: DeskContext, policy: Policy, over: Policy | None, refused: Refused | None
) -> list[SettingGroup]:
    typed = None if refused is None else refused.typed
    return groups(policy, desk.context.translator, typed=typed, over=over)


def _problems(desk: DeskContext, failure: Invalid) -> list[dict[str, Any]]:
    return policy_problems(desk.context.translator, failure)


def section_of(place: Place | None) -> str:
    """The section whose rules are written; empty where it is everywhere, or an article."""
    return place.name if place is not None and place.kind == "sections" else ""


def _base(connection: Connection, desk: DeskContext, told: Any) -> Base:
    """What somebody goes on from; where that differs beyond their sections, the rules in force."""
    base, now = _named(connection, desk, told), _of(in_force(connection, desk.site_id))
    return base if is_theirs(desk, now.source, base.source) else now


def _named(connection: Connection, desk: DeskContext, told: Any) -> Base:
    draft_id = row_id(str(told.get("draft", ""))[:30], name="draft")
    if draft_id is not None:
        return Base(draft_by_id(connection, desk.site_id, draft_id).source, draft_id=draft_id)
    put_id = row_id(str(told.get("version", ""))[:30], name="version")
    if put_id is None:
        return _readable(connection, desk, _of(in_force(connection, desk.site_id)))[0]
    put = put_policy_by_id(connection, desk.site_id, put_id)
    if put is None:
        raise NotFound(N_("There were never such rules here."), code="unknown-policy")
    return _of(put)


def _of(put: PutPolicy | None) -> Base:
    return Base(default_source()) if put is None else Base(put.source, put_id=put.id)


def _readable(connection: Connection, desk: DeskContext, base: Base) -> tuple[Base, Invalid | None]:
    """The same, or where it cannot be read, the last that was put and can, and what is wrong."""
    try:
        read_policy(base.source)
    except Invalid as failure:
        last = last_readable(connection, desk.site_id)
        return Base(last.source, put_id=last.id or None), failure
    return base, None


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
