"""Reporting a comment: a form, and thanks."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.errors import RejoinderError
from rejoinder.moderation.policy.settings import DUTIES, Switch
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.report_reasons import REPORT_REASONS
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.errors import status_of
from rejoinder.web.reporting import comment_to_report, report_comment
from rejoinder.web.site.layout import show
from rejoinder.web.site.problems import problem_of
from rejoinder.web.site.thread import comment_view
from rejoinder.web.site.views import Option
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import EMBED

LONGEST_FIELD = 20_000


@get(["/comments/{comment_id:int}/report", EMBED + "comments/{comment_id:int}/report"])
@in_thread
def report_form(request: WebRequest, comment_id: FromPath[int]) -> Response[str]:
    """Asks what is wrong with the comment."""
    context = context_of(request)
    return _form(context, comment_to_report(context, comment_id))


@post(["/comments/{comment_id:int}/reports", EMBED + "comments/{comment_id:int}/reports"])
@in_thread
def send_report(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes the report; whatever is wrong with it, the form comes back with the note in it."""
    context = context_of(request)
    comment = comment_to_report(context, comment_id)
    reason, note = field(data, "reason"), field(data, "note", max_length=LONGEST_FIELD)
    try:
        report_comment(context, comment, reason, note)
    except RejoinderError as failure:
        return _form(context, comment, failure=failure, reason=reason, note=note)
    with context.database.reading() as connection:
        article = article_queries.by_id(connection, comment.site_id, comment.article_id)
    return show(context, "reported.html", {"article": article})


def _form(
    context: RequestContext,
    comment: Comment,
    *,
    failure: RejoinderError | None = None,
    reason: str = "",
    note: str = "",
) -> Response[Any]:
    translate = context.translator.translate
    with context.database.reading() as connection:
        article = article_queries.by_id(connection, comment.site_id, comment.article_id)
        duties = policy_of(connection, comment.site_id).policy[DUTIES]
        shown = comment_queries.shown(connection, comment)
    problems = {} if failure is None else problem_of(context, failure).by_field
    values = {
        "article": article,
        "comment": comment_view(shown),
        "action": f"{context.home}/comments/{comment.id}/reports",
        "reasons": [
            Option(translate(words.choice), "", each == reason, each)
            for each, words in REPORT_REASONS.items()
        ],
        "note": note,
        "takes_notices": duties.notices is Switch.ON,
        "problems": problems,
    }
    status = 200 if failure is None else status_of(failure)
    return show(context, "report.html", values, status=status)
