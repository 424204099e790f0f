"""Notices of what is against the law, those first where somebody's life is in danger."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from rejoinder.comments.queries import by_ids
from rejoinder.moderation.actions.notices import decided_of_them
from rejoinder.moderation.notice_kinds import NOTICE_KINDS
from rejoinder.moderation.notice_queries import OFTEN, Notice, listed_notices
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import show, staff_or_sign_in
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.thread_pool import in_thread


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as the list shows it."""

    notice: Notice
    kind: str
    author: str
    excerpt: str
    answered: int
    """How many of its giver's notices were answered."""
    unfounded: int
    """How many of those found nothing to act on; 0 where that is not often."""


@get("/desk/notices")
@in_thread
def show_notices(request: WebRequest) -> Response[Any] | Redirect:
    """What waits, and what was answered of late."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    translate = desk.context.translator.translate
    with desk.context.database.reading() as connection:
        found = listed_notices(connection, desk.site_id)
        comments = by_ids(connection, {each.comment_id for each in found})
    counts = _counts(found)
    rows = [
        NoticeRow(
            each,
            translate(NOTICE_KINDS[each.kind].choice) if each.kind in NOTICE_KINDS else each.kind,
            comments[each.comment_id].author.name,
            excerpt(comments[each.comment_id].source),
            *counts.get(each.email, (0, 0)),
        )
        for each in found
    ]
    values = {
        "notice": None,
        "view": "",
        "waiting": [each for each in rows if each.notice.decision_id is None],
        "answered": [each for each in rows if each.notice.decision_id is not None],
    }
    return show(desk, "notices.html", values)


def _counts(found: Sequence[Notice]) -> Mapping[str, tuple[int, int]]:
    """By address: how many were answered, and how many of them unfounded where that is often."""
    given: dict[str, list[Notice]] = defaultdict(list)
    for each in found:
        if each.email:
            given[each.email].append(each)
    told = {email: decided_of_them(theirs) for email, theirs in given.items()}
    return {
        email: (answered, unfounded if OFTEN <= unfounded > answered / 2 else 0)
        for email, (answered, unfounded) in told.items()
    }
