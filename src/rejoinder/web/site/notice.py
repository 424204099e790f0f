"""Notice of a comment as against the law: a form, a receipt, the answer, and asking again.

What the form asks for is what Article 16 of the Digital Services Act asks for.
"""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.errors import NotFound, RejoinderError
from rejoinder.moderation.actions.notices import NewNotice, NotTaken, may_ask_again
from rejoinder.moderation.notice_kinds import NOTICE_KINDS
from rejoinder.moderation.notice_queries import Notice, notice_by_token
from rejoinder.moderation.policy.settings import DUTIES
from rejoinder.moderation.queries import policy_of
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.errors import status_of
from rejoinder.web.noticing import (
    LONGEST_TOKEN,
    ask_once_more,
    duties_of,
    from_visitor,
    take_notice,
)
from rejoinder.web.reporting import comment_to_report
from rejoinder.web.site.layout import show
from rejoinder.web.site.problems import problem_of
from rejoinder.web.site.thread import comment_view
from rejoinder.web.site.views import Option
from rejoinder.web.thread_pool import in_thread

# Whatever is wrong with it, what was written comes back.
LONGEST_FIELD = 100_000


@get("/comments/{comment_id:int}/notice")
@in_thread
def notice_form(request: WebRequest, comment_id: FromPath[int]) -> Response[str]:
    """Asks for all that a notice of something illegal needs."""
    context = context_of(request)
    duties_of(context)
    session = context.visitor.session
    known = session.reader if session is not None and session.signed_in else None
    name, email = ("", "") if known is None else (known.name, known.email)
    blank = NewNotice("", "", name, email, good_faith=False)
    return _form(context, comment_to_report(context, comment_id), blank)


@post("/comments/{comment_id:int}/notices")
@in_thread
def send_notice(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes the notice; whatever is wrong with it, the form comes back with all that was typed."""
    context = context_of(request)
    duties = duties_of(context)
    comment = comment_to_report(context, comment_id)
    sent = NewNotice(
        kind=field(data, "kind"),
        explanation=field(data, "explanation", max_length=LONGEST_FIELD),
        name=field(data, "name", max_length=LONGEST_FIELD),
        email=field(data, "email", max_length=LONGEST_FIELD),
        good_faith=field(data, "good_faith") == "1",
        danger=field(data, "danger") == "1",
    )
    sent = from_visitor(context, duties, sent)
    try:
        notice = take_notice(context, comment, sent)
    except RejoinderError as failure:
        return _form(context, comment, sent, failure)
    return Redirect(f"/notices/{notice.token}", status_code=303)


@get("/notices/{token:str}")
@in_thread
def notice_page(request: WebRequest, token: FromPath[str]) -> Response[str]:
    """How it stands with a notice; whoever has the private link gave it."""
    context = context_of(request)
    return _page(context, token)


@post("/notices/{token:str}/again")
@in_thread
def notice_again(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Asks somebody else to look at a comment that was left standing."""
    context = context_of(request)
    note = field(data, "note", max_length=LONGEST_FIELD)
    try:
        notice = ask_once_more(context, token, note)
    except NotFound:
        raise
    except RejoinderError as failure:
        return _page(context, token, failure, typed=note)
    return Redirect(f"/notices/{notice.token}", status_code=303)


def _form(
    context: RequestContext,
    comment: Comment,
    sent: NewNotice,
    failure: RejoinderError | None = None,
) -> Response[Any]:
    translate = context.translator.translate
    with context.database.reading() as connection:
        article = article_queries.by_id(connection, comment.site_id, comment.article_id)
        shown = comment_queries.shown(connection, comment)
    values = {
        "article": article,
        "comment": comment_view(shown),
        "kinds": [
            Option(translate(each.choice), "", key == sent.kind, key)
            for key, each in NOTICE_KINDS.items()
        ],
        "sent": sent,
        "problems": {} if failure is None else _problems(context, failure),
    }
    status = 200 if failure is None else status_of(failure)
    return show(context, "notice_form.html", values, status=status)


def _problems(context: RequestContext, failure: RejoinderError) -> dict[str, str]:
    if isinstance(failure, NotTaken):
        return {each: context.translator.error(why) for each, why in failure.problems.items()}
    return problem_of(context, failure).by_field


def _page(
    context: RequestContext,
    token: str,
    failure: RejoinderError | None = None,
    *,
    typed: str = "",
) -> Response[str]:
    with context.database.reading() as connection:
        notice = notice_by_token(connection, context.site.id, token[:LONGEST_TOKEN])
        values = _values(connection, context, notice)
    values |= {
        "typed": typed,
        "problem": "" if failure is None else context.translator.error(failure),
    }
    status = 200 if failure is None else status_of(failure)
    return show(context, "notice_status.html", values, status=status)


def _values(connection: Connection, context: RequestContext, notice: Notice) -> dict[str, Any]:
    months = policy_of(connection, notice.site_id).policy[DUTIES].appeal_months
    comment = comment_queries.by_id(connection, notice.site_id, notice.comment_id)
    article = article_queries.even_unpublished(connection, notice.site_id, comment.article_id)
    return {
        "notice": notice,
        "kind": context.translator.translate(NOTICE_KINDS[notice.kind].choice),
        "article": article,
        "comment": comment,
        "can_ask_again": may_ask_again(notice, months, now=context.now),
    }
