"""Reporting a comment: a form, and thanks."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, NotFound, RejoinderError
from rejoinder.moderation.actions.complain import REPORT_REASONS, report
from rejoinder.web.failures import status_of
from rejoinder.web.parts import WebRequest
from rejoinder.web.passing import reporter_key
from rejoinder.web.site.chrome import show
from rejoinder.web.site.thread import comment_view
from rejoinder.web.site.views import Option
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import Form, Visit, field, visit_of

REASON_NAMES = {
    "abuse": N_("It is abusive or threatens somebody"),
    "off-topic": N_("It is not about the article"),
    "spam": N_("It is advertising or spam"),
    "privacy": N_("It tells private things about somebody"),
    "other": N_("Something else"),
}
LONGEST_FIELD = 20_000


@get("/comments/{comment_id:int}/report")
@in_thread
def report_form(request: WebRequest, comment_id: FromPath[int]) -> Response[str]:
    """Asks what is wrong with the comment."""
    visit = visit_of(request)
    return _form(visit, _standing(visit, comment_id))


@post("/comments/{comment_id:int}/reports")
@in_thread
def send_report(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes the report; whatever is wrong with it, the form comes back with the note in it."""
    visit = visit_of(request)
    comment = _standing(visit, comment_id)
    reason, note = field(data, "reason"), field(data, "note", most=LONGEST_FIELD)
    try:
        visit.parts.limits.report(visit.visitor.address)
        key = reporter_key(visit)  # before the transaction: the day's first one makes a salt
        with visit.parts.database.writing() as connection:
            report(
                connection,
                comment,
                reporter_key=key,
                reason=reason,
                note=note,
                now=visit.now,
            )
    except RejoinderError as failure:
        return _form(visit, comment, failure=failure, reason=reason, note=note)
    with visit.parts.database.reading() as connection:
        article = article_queries.by_id(connection, comment.site_id, comment.article_id)
    return show(visit, "reported.html", {"article": article})


def _standing(visit: Visit, comment_id: int) -> Comment:
    with visit.parts.database.reading() as connection:
        comment = comment_queries.by_id(connection, visit.visitor.site.id, comment_id)
    if comment.state is not State.PUBLISHED:
        raise NotFound(N_("There is no such comment."), code="no-such-comment")
    return comment


def _form(
    visit: Visit,
    comment: Comment,
    *,
    failure: RejoinderError | None = None,
    reason: str = "",
    note: str = "",
) -> Response[Any]:
    tell = visit.words.tell
    with visit.parts.database.reading() as connection:
        article = article_queries.by_id(connection, comment.site_id, comment.article_id)
        shown = comment_queries.shown(connection, comment)
    problems = {}
    if failure is not None:
        problems[str(failure.details.get("field", "form"))] = visit.words.error(failure)
    context = {
        "article": article,
        "comment": comment_view(shown),
        "action": f"/comments/{comment.id}/reports",
        "reasons": [
            Option(tell(REASON_NAMES[each]), "", each == reason, each) for each in REPORT_REASONS
        ],
        "note": note,
        "problems": problems,
    }
    status = 200 if failure is None else status_of(failure)
    return show(visit, "report.html", context, status=status)
