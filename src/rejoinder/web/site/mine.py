"""The private page of a comment's author: what became of it, and what they can still do."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, RejoinderError
from rejoinder.moderation.actions.complain import appeal, may_appeal
from rejoinder.moderation.actions.gather import Speaker
from rejoinder.moderation.actions.rewrite import edit, may_edit, may_withdraw, withdraw
from rejoinder.moderation.model import Finding
from rejoinder.moderation.queries import latest_decision, open_appeal, policy_of, waits_of
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites.queries import staff_member
from rejoinder.web.failures import status_of
from rejoinder.web.parts import WebRequest
from rejoinder.web.reasons import Notice, notice_of, reasons_of
from rejoinder.web.site.chrome import show
from rejoinder.web.site.thread import private_view, status_path
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import Form, Visit, field, visit_of

# As long as a body can be: whoever wrote too much gets it back with the reason.
LONGEST_FIELD = 1_000_000


@get("/your-comment/{token:str}")
@in_thread
def status_page(request: WebRequest, token: FromPath[str]) -> Response[str]:
    """What became of a comment; whoever holds the private link is its author."""
    visit = visit_of(request)
    return _page(visit, _mine(visit, token))


@post("/your-comment/{token:str}/revision")
@in_thread
def revise(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Gives the comment a new text."""
    visit = visit_of(request)
    comment = _mine(visit, token)
    text = field(data, "text", most=LONGEST_FIELD)
    try:
        visit.parts.limits.post(visit.visitor.address)
        speaker = _author(visit, comment)
        edit(visit.parts.database, visit.parts.bench, comment, text, speaker=speaker, now=visit.now)
    except RejoinderError as failure:
        return _page(visit, comment, failure=failure, text=text)
    return Redirect(status_path(comment), status_code=303)


@post("/your-comment/{token:str}/withdrawal")
@in_thread
def take_back(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Withdraws the comment."""
    visit = visit_of(request)
    comment = _mine(visit, token)
    try:
        speaker = _author(visit, comment)
        withdraw(visit.parts.database, comment, speaker=speaker, now=visit.now)
    except RejoinderError as failure:
        return _page(visit, comment, failure=failure)
    return Redirect(status_path(comment), status_code=303)


@post("/your-comment/{token:str}/appeal")
@in_thread
def ask_again(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Asks a person to look at a declined comment."""
    visit = visit_of(request)
    comment = _mine(visit, token)
    note = field(data, "note", most=LONGEST_FIELD)
    try:
        visit.parts.limits.report(visit.visitor.address)
        with visit.parts.database.writing() as connection:
            appeal(connection, comment, note, now=visit.now)
    except RejoinderError as failure:
        return _page(visit, comment, failure=failure)
    return Redirect(status_path(comment), status_code=303)


def _mine(visit: Visit, token: str) -> Comment:
    with visit.parts.database.reading() as connection:
        site_id = visit.visitor.site.id
        return comment_queries.by_status_token(connection, site_id, token[:100])


def _author(visit: Visit, comment: Comment) -> Speaker:
    """The author, known by the private link rather than by a session."""
    with visit.parts.database.reading() as connection:
        reader = reader_by_id(connection, comment.author.reader_id)
        member = staff_member(connection, comment.site_id, reader.email)
    return Speaker(
        name=comment.author.name,
        email=reader.email,
        reader=reader,
        signed_in=reader.verified,
        is_staff=reader.verified and member is not None,
    )


def _page(
    visit: Visit, comment: Comment, *, failure: RejoinderError | None = None, text: str = ""
) -> Response[Any]:
    with visit.parts.database.reading() as connection:
        context = _context(connection, visit, comment)
    if failure is None:
        return show(visit, "comment_status.html", context)
    findings = [Finding.from_dict(each) for each in failure.details.get("findings", [])]
    reasons = reasons_of(visit.words, findings, text)
    problem = reasons[0].message if reasons else visit.words.error(failure)
    place = str(failure.details.get("field", "form"))
    context = {**context, "problems": {place: problem}, "text": text or context["text"]}
    return show(visit, "comment_status.html", context, status=status_of(failure))


def _context(connection: Connection, visit: Visit, comment: Comment) -> dict[str, Any]:
    article = article_queries.by_id(connection, comment.site_id, comment.article_id)
    decision = latest_decision(connection, comment.id)
    policy = policy_of(connection, comment.site_id).policy
    waits = waits_of(connection, comment.site_id, now=visit.now)
    above = comment_queries.conversation(connection, comment, most=1)
    path = status_path(comment)
    notice = notice_of(visit.words, decision, comment.source, status_path=path, waits=waits)
    if comment.state is State.WITHDRAWN:
        title = visit.words.tell(N_("You have withdrawn this comment."))
        notice = Notice("withdrawn", title, "")
    view = private_view(
        visit.words,
        comment,
        decision,
        depth=int(bool(above)),
        parent_author=above[-1].author.name if above else None,
    )
    return {
        "article": article,
        "comment": replace(view, reasons=()),
        "notice": notice,
        "text": comment.source,
        "can_edit": may_edit(policy, comment, now=visit.now),
        "can_withdraw": may_withdraw(policy, comment, now=visit.now),
        "can_appeal": may_appeal(connection, comment),
        "appealed": open_appeal(connection, comment.id),
        "problems": {},
    }
