"""Notice of what is against the law over the API: given, looked up, and asked about once more."""

from functools import partial
from typing import Literal

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from rejoinder.errors import Invalid
from rejoinder.moderation.actions.notices import NewNotice, NotTaken, may_ask_again
from rejoinder.moderation.notice_kinds import NOTICE_KINDS
from rejoinder.moderation.notice_queries import Notice, notice_by_token
from rejoinder.moderation.policy.settings import DUTIES
from rejoinder.moderation.queries import policy_of
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.for_readers import reader_behind, speaking, speaking_for_nobody
from rejoinder.web.api.notice_model import (
    NoticeAgainIn,
    NoticeIn,
    NoticeKindList,
    NoticeKindOut,
    NoticeOut,
)
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.noticing import (
    LONGEST_TOKEN,
    ask_once_more,
    duties_of,
    from_visitor,
    take_notice,
)
from rejoinder.web.reporting import comment_to_report
from rejoinder.web.signing_on import SpokenFor
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread, run_in_turn


@get(
    "/api/v1/notice-kinds",
    operation_id="list_notice_kinds",
    tags=["comments"],
    responses=error_responses(404),
)
@in_thread
def list_notice_kinds(request: WebRequest) -> Response[NoticeKindList]:
    """What somebody can give notice of as against the law, in the site's language."""
    context = context_of(request)
    duties_of(context)
    translate = context.translator.translate
    kinds = [NoticeKindOut(kind, translate(words.choice)) for kind, words in NOTICE_KINDS.items()]
    return Response(NoticeKindList(kinds))


@post(
    "/api/v1/comments/{comment_id:int}/notices",
    operation_id="give_notice",
    tags=["comments"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422, 429, 503),
    guards=[takes_json],
)
async def send_notice(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[NoticeIn]
) -> Response[NoticeOut]:
    """Gives notice of a comment as against the law; a person decides, and says so by letter."""
    spoken = await reader_behind(request, data.reader_token)
    told = await run_in_turn(request, partial(_give, request, comment_id, data, spoken))
    return Response(told, status_code=201)


@get(
    "/api/v1/notices/{token:str}",
    operation_id="get_notice",
    tags=["comments"],
    responses=error_responses(400, 404),
)
@in_thread
def get_notice(request: WebRequest, token: FromPath[str]) -> Response[NoticeOut]:
    """How it stands with a notice, for whoever has its token."""
    context = context_of(request)
    return Response(_told(context, _known(context, token)))


@post(
    "/api/v1/notices/{token:str}/again",
    operation_id="ask_again_about_notice",
    tags=["comments"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422, 429),
    guards=[takes_json],
)
@in_thread
def ask_again_about_notice(
    request: WebRequest, token: FromPath[str], data: JSONBody[NoticeAgainIn]
) -> Response[NoticeOut]:
    """Asks somebody else to look at a comment that was left standing; once."""
    context = context_of(request)
    context = _speaking(context, None, _known(context, token).email)
    return Response(_told(context, ask_once_more(context, token, data.note)), status_code=201)


def _speaking(context: RequestContext, spoken: SpokenFor | None, email: str) -> RequestContext:
    """The same request for whoever gives notice; of some things nobody need say who they are."""
    if spoken is None and not email.strip():
        return speaking_for_nobody(context)
    return speaking(context, spoken, email)


def _known(context: RequestContext, token: str) -> Notice:
    with context.database.reading() as connection:
        return notice_by_token(connection, context.site.id, token[:LONGEST_TOKEN])


def _give(
    request: WebRequest, comment_id: int, data: NoticeIn, spoken: SpokenFor | None
) -> NoticeOut:
    context = context_of(request)
    duties = duties_of(context)
    comment = comment_to_report(context, comment_id)
    context = _speaking(context, spoken, data.email)
    sent = NewNotice(
        kind=data.kind,
        explanation=data.explanation,
        name=data.name,
        email=data.email,
        good_faith=data.good_faith,
        danger=data.danger,
    )
    try:
        notice = take_notice(context, comment, from_visitor(context, duties, sent))
    except NotTaken as failure:
        why = {name: context.translator.error(each) for name, each in failure.problems.items()}
        code, details = failure.code, {"fields": why}
        raise Invalid(failure.message, code=code, details=details, **failure.fields) from failure
    return _told(context, notice)


def _told(context: RequestContext, notice: Notice) -> NoticeOut:
    with context.database.reading() as connection:
        months = policy_of(connection, notice.site_id).policy[DUTIES].appeal_months
    answered = notice.answered_at
    decided: Literal["taken-down", "left"] = "taken-down" if notice.acted else "left"
    return NoticeOut(
        comment_id=notice.comment_id,
        kind=notice.kind,
        explanation=notice.explanation,
        status="waiting" if notice.decision_id is None else decided,
        made_at=iso(notice.made_at),
        answered_at=None if answered is None else iso(answered),
        asked_again=notice.asked_again,
        can_ask_again=may_ask_again(notice, months, now=context.now),
        token=notice.token,
        status_url=f"{context.site.base_url}/notices/{notice.token}",
    )
