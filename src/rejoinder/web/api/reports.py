"""Reports over the API: the reasons there are, and one comment reported."""

from functools import partial

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from rejoinder.moderation.report_reasons import REPORT_REASONS
from rejoinder.web.api.comment_model import ReportIn, ReportReasonList, ReportReasonOut
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.for_readers import reader_behind, speaking
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.reporting import comment_to_report, report_comment
from rejoinder.web.signing_on import SpokenFor
from rejoinder.web.thread_pool import in_thread, run_in_turn


@get(
    "/api/v1/report-reasons",
    operation_id="list_report_reasons",
    tags=["comments"],
    responses=error_responses(404),
)
@in_thread
def list_report_reasons(request: WebRequest) -> Response[ReportReasonList]:
    """The reasons for which a comment can be reported, in the site's language."""
    translate = context_of(request).translator.translate
    reasons = [
        ReportReasonOut(reason, translate(words.choice)) for reason, words in REPORT_REASONS.items()
    ]
    return Response(ReportReasonList(reasons))


@post(
    "/api/v1/comments/{comment_id:int}/reports",
    operation_id="report_comment",
    tags=["comments"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422, 429, 503),
    guards=[takes_json],
    status_code=204,
)
async def send_report(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[ReportIn]
) -> None:
    """Brings a comment before a moderator. A second report by the same reader changes nothing."""
    spoken = await reader_behind(request, data.reader_token)
    await run_in_turn(request, partial(_report, request, comment_id, data, spoken))


def _report(request: WebRequest, comment_id: int, data: ReportIn, spoken: SpokenFor | None) -> None:
    context = context_of(request)
    comment = comment_to_report(context, comment_id)
    report_comment(speaking(context, spoken, data.email), comment, data.reason, data.note)
