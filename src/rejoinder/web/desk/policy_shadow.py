"""The policy that decides beside the one in force: what it would have made of what comes."""

from contextlib import suppress
from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect

from rejoinder.comments.model import State
from rejoinder.comments.queries import by_ids as comments_by_ids
from rejoinder.errors import NotFound
from rejoinder.moderation.workbench.actions import end_shadow
from rejoinder.moderation.workbench.model import KEPT
from rejoinder.moderation.workbench.queries import (
    draft_by_id,
    newest_shadow,
    shadow_differences,
    shadow_moves,
)
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import show, staff_only, staff_or_sign_in
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.list_pages import Places
from rejoinder.web.desk.policy import PATH
from rejoinder.web.desk.policy_replays import moves_of, rule_name
from rejoinder.web.desk.policy_words import OUTCOMES
from rejoinder.web.thread_pool import in_thread

PAGE: Final = 20


@get(f"{PATH}/shadow")
@in_thread
def show_shadow(request: WebRequest) -> Response[Any] | Redirect:
    """The one that runs, or that ran last, with the newest differences first."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    translator = desk.context.translator
    places = Places.of(f"{PATH}/shadow", request.query_params, ("before",))
    with desk.context.database.reading() as connection:
        shadow = newest_shadow(connection, desk.site_id)
        if shadow is None:
            return show(desk, "policy_shadow.html", {"shadow": None})
        draft = draft_by_id(connection, desk.site_id, shadow.draft_id)
        counts = shadow_moves(connection, shadow.id)
        found = shadow_differences(
            connection, shadow.id, before=places.behind["before"], limit=PAGE + 1
        )
        comments = comments_by_ids(connection, {each.comment_id for each in found})
    page = places.page("before", found, size=PAGE)
    values = {
        "shadow": shadow,
        "draft": draft,
        "moves": moves_of(((*move, count) for move, count in counts.items()), translator),
        "kept_days": KEPT.days,
        "decided": sum(counts.values()),
        "same": sum(count for (was, becomes), count in counts.items() if was is becomes),
        "differences": [
            {
                "was": translator.translate(OUTCOMES[each.was]),
                "becomes": translator.translate(OUTCOMES[each.becomes]),
                "rule": rule_name(translator, each.rule),
                "made_at": each.made_at,
                "comment": comment,
                "excerpt": "" if comment.state is State.WITHDRAWN else excerpt(comment.source),
            }
            for each in page.rows
            if (comment := comments.get(each.comment_id)) is not None
        ],
        "page": page,
        "may_edit": Act.EDIT_POLICY.name in desk.acts_in(""),
    }
    return show(desk, "policy_shadow.html", values)


@post(f"{PATH}/shadow/ending")
@in_thread
def end(request: WebRequest) -> Response[Any]:
    """Ends it."""
    desk = staff_only(request, Act.EDIT_POLICY)
    desk.require(Act.EDIT_POLICY, "")
    # Somebody else may have ended it a moment ago: that is what was wanted.
    with suppress(NotFound), desk.context.database.writing() as connection:
        end_shadow(connection, desk.site_id, by=desk.member.signature, now=desk.context.now)
    return Redirect(f"{PATH}?done=shadow-ended", status_code=303)
