"""The log: every decision about the site's comments, by the policy and by people, newest first."""

from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from rejoinder.moderation.queries import decision_log
from rejoinder.moderation.queue import comments_by_ids
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import row_id
from rejoinder.web.desk.access import show, staff_or_sign_in
from rejoinder.web.desk.log_rows import log_rows
from rejoinder.web.thread_pool import in_thread

PAGE = 50


@get("/desk/log")
@in_thread
def show_log(request: WebRequest) -> Response[Any] | Redirect:
    """A page of the log; `before` is the last row of the page before."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    before = row_id(request.query_params.get("before", ""), name="before")
    with desk.context.database.reading() as connection:
        # One more than is shown, to know whether a further page has anything on it.
        found = decision_log(connection, desk.site_id, before=before, most=PAGE + 1)
        page = found[:PAGE]
        comments = comments_by_ids(connection, {each.comment_id for each in page})
        rows = log_rows(connection, desk, page, of=comments)
    older = f"/desk/log?before={page[-1].id}" if len(found) > PAGE else None
    return show(desk, "log.html", {"rows": rows, "older": older, "first": before is None})
