"""Every policy that was in force: who put it, when and why, and what it changed."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.policy import default_source, read_policy
from rejoinder.sites.kept_defaults import default_at
from rejoinder.sites.queries import policy_in_force, put_policies, put_policy_by_id
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import show, staff_or_sign_in
from rejoinder.web.desk.list_pages import PAGE, Places
from rejoinder.web.desk.policy import PATH
from rejoinder.web.desk.policy_changes import SettingChange, diff_lines, setting_changes
from rejoinder.web.thread_pool import in_thread


@get(f"{PATH}/versions")
@in_thread
def show_versions(request: WebRequest) -> Response[Any] | Redirect:
    """All of them, the newest first, a page at a time."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    places = Places.of(f"{PATH}/versions", request.query_params, ("before",))
    with desk.context.database.reading() as connection:
        found = put_policies(
            connection, desk.site_id, before=places.behind["before"], limit=PAGE + 1
        )
    return show(desk, "policy_versions.html", {"page": places.page("before", found)})


@get(f"{PATH}/versions/{{put_id:int}}")
@in_thread
def show_version(request: WebRequest, put_id: FromPath[int]) -> Response[Any] | Redirect:
    """One of them, with how it differs from the one before it."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        version = put_policy_by_id(connection, desk.site_id, put_id)
        if version is None:
            raise NotFound(N_("There were never such rules here."), code="unknown-policy")
        in_force = policy_in_force(connection, desk.site_id)
        earlier = put_policies(connection, desk.site_id, before=put_id, limit=1)
        if earlier:
            before = earlier[0].source
        else:
            before = default_at(connection, version.put_at) or default_source()
    changes: list[SettingChange] = []
    try:
        changes = setting_changes(
            read_policy(before), read_policy(version.source), desk.context.translator
        )
    except Invalid:  # written for another version of ours: its lines are shown all the same
        changes = []
    values = {
        "version": version,
        "is_in_force": in_force is not None and in_force.id == put_id,
        "changes": changes,
        "lines": diff_lines(before, version.source),
        "may_edit": Act.EDIT_POLICY.name in desk.acts_in(""),
    }
    return show(desk, "policy_version.html", values)
