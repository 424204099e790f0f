"""An article with its thread, the comment form, and what becomes of what is sent."""

import hashlib
import uuid
from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import State
from rejoinder.comments.thread import DEFAULT_PAGE, write_cursor
from rejoinder.errors import NotFound, RejoinderError
from rejoinder.moderation.actions.submit import Receipt, Submission, submit
from rejoinder.moderation.model import Finding, Outcome
from rejoinder.moderation.queries import latest_decision, policy_of, waits_of
from rejoinder.readers import actions as reader_actions
from rejoinder.web.cached import may_cache
from rejoinder.web.cookies import remember
from rejoinder.web.failures import status_of
from rejoinder.web.parts import WebRequest
from rejoinder.web.reasons import Notice, notice_of, reasons_of
from rejoinder.web.site.chrome import beside, fragment, show
from rejoinder.web.site.thread import private_view, sort_of, status_path, thread_view
from rejoinder.web.site.views import FormView, ReplyingTo
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import Form, Visit, field, number, visit_of
from rejoinder.web.visitor import speaker_of

POSTED_STATUS = {Outcome.PUBLISH: 201, Outcome.HOLD: 202, Outcome.DECLINE: 422}
# The text may be longer than any comment: the form then says so kindly, with the text in it.
LONGEST_FIELD = 1_000_000


@get("/articles/{slug:str}")
@in_thread
def show_article(request: WebRequest, slug: FromPath[str]) -> Response[str]:
    """The article's page, or only its thread for a script that asks for it."""
    visit = visit_of(request)
    with visit.parts.database.reading() as connection:
        article = article_queries.by_slug(connection, visit.visitor.site.id, slug)
        if visit.visitor.session is None and not visit.wants("thread"):
            may_cache(request, article.id, article.thread_version)
        notice = _posted_notice(connection, visit, request.query_params.get("posted"))
        replying_to = _replying_to(connection, article, request.query_params.get("reply_to"))
        form = blank_form(connection, visit, article, replying_to)
        return _article_page(connection, visit, article, form, notice)


@post("/articles/{slug:str}/comments")
@in_thread
def post_comment(request: WebRequest, slug: FromPath[str], data: Form) -> Response[Any]:
    """Takes a comment; whatever is wrong with it, the form comes back with the text in it."""
    visit = visit_of(request)
    with visit.parts.database.reading() as connection:
        article = article_queries.by_slug(connection, visit.visitor.site.id, slug)
    try:
        visit.parts.limits.post(visit.visitor.address)
        sent = _submission(visit, article, data)
        receipt = submit(visit.parts.database, visit.parts.bench, article, sent, now=visit.now)
    except RejoinderError as failure:
        return _form_again(visit, article, data, failure)
    response = _answer(visit, article, receipt, data)
    if visit.visitor.session is None:
        with visit.parts.database.writing() as connection:
            begun = reader_actions.begin_session(
                connection, receipt.reader, signed_in=False, now=visit.now
            )
        remember(response, visit.visitor.site, begun.token, signed_in=False)
    return response


@get("/comments/{comment_id:int}")
@in_thread
def permalink(request: WebRequest, comment_id: FromPath[int]) -> Redirect:
    """Leads to a comment's place in its thread."""
    visit = visit_of(request)
    site_id = visit.visitor.site.id
    with visit.parts.database.reading() as connection:
        comment = comment_queries.by_id(connection, site_id, comment_id)
        if comment.state is not State.PUBLISHED:
            raise NotFound("There is no such comment.", code="no-such-comment")
        article = article_queries.by_id(connection, site_id, comment.article_id)
        query = _page_of(connection, article, comment_id)
    return Redirect(f"{article.path}{query}#comment-{comment_id}", status_code=302)


def blank_form(
    connection: Connection, visit: Visit, article: Article, replying_to: ReplyingTo | None
) -> FormView | None:
    """The comment form as this visitor gets it; None where the thread is closed."""
    if article.closed_at is not None:
        return None
    policy = policy_of(connection, article.site_id).policy
    session = visit.visitor.session
    return FormView(
        action=f"{article.path}/comments",
        key=uuid.uuid4().hex,
        longest=policy.length.maximum,
        name=session.reader.name if session else "",
        email=session.reader.email if session and not session.signed_in else "",
        signed_in_as=session.reader.name if session and session.signed_in else None,
        replying_to=replying_to,
        cancel_href=f"{article.path}#comments",
    )


def _submission(visit: Visit, article: Article, data: Any) -> Submission:
    text = field(data, "text", most=LONGEST_FIELD)
    name, email = field(data, "name"), field(data, "email")
    parent_id = number(field(data, "parent_id"), name="parent_id")
    speaker = speaker_of(visit.visitor, name, email)
    form_key = field(data, "key", most=80)
    key = _submission_key(article, (form_key, speaker.email, str(parent_id), text))
    return Submission(text=text, speaker=speaker, parent_id=parent_id, key=key)


def _article_page(
    connection: Connection,
    visit: Visit,
    article: Article,
    form: FormView | None,
    notice: Notice | None,
    *,
    status: int = 200,
) -> Response[str]:
    asked = visit.request.query_params
    sort = sort_of(asked.get("sort"))
    thread = thread_view(connection, visit, article, sort=sort, cursor=asked.get("cursor"))
    pieces: dict[str, Any] = {"article": article, "thread": thread, "form": form, "notice": notice}
    if visit.wants("thread"):
        return fragment(visit, "thread.html", pieces)
    lists = beside(connection, visit)
    context = {
        **pieces,
        "body": Markup(article.body_html),  # noqa: S704 - sanitised when it was put
        "most_read": lists.most_read,
        "most_commented": lists.most_commented,
        "read_seconds": visit.parts.settings.read_seconds,
        "reads_action": f"{article.path}/reads",
        "section": article.section,
    }
    return show(visit, "article.html", context, status=status)


def _answer(visit: Visit, article: Article, receipt: Receipt, data: Any) -> Response[Any]:
    comment, decision = receipt.comment, receipt.decision
    with visit.parts.database.reading() as connection:
        waits = waits_of(connection, comment.site_id, now=visit.now)
        path = status_path(comment)
        notice = notice_of(visit.words, decision, comment.source, status_path=path, waits=waits)
        if decision.outcome is Outcome.DECLINE:
            return _declined(connection, visit, article, data, notice)
        if not visit.wants("posted"):
            query = f"?posted={comment.status_token}"
            return Redirect(f"{article.path}{query}#notice", status_code=303)
        above = comment_queries.conversation(connection, comment, most=1)
        view = private_view(
            visit.words,
            comment,
            decision,
            depth=int(bool(above)),
            parent_author=above[-1].author.name if above else None,
        )
    pieces = {"notice": notice, "comment": view, "closed": False}
    return fragment(visit, "posted.html", pieces, status=POSTED_STATUS[decision.outcome])


def _declined(
    connection: Connection, visit: Visit, article: Article, data: Any, notice: Notice
) -> Response[Any]:
    form = _filled(connection, visit, article, data)
    if visit.wants("posted"):
        return fragment(visit, "form.html", {"form": form, "notice": notice}, status=422)
    return _article_page(connection, visit, article, form, notice, status=422)


def _form_again(
    visit: Visit, article: Article, data: Any, failure: RejoinderError
) -> Response[Any]:
    findings = [Finding.from_dict(each) for each in failure.details.get("findings", [])]
    text = _typed(data, "text")
    reasons = reasons_of(visit.words, findings, text)
    place = str(failure.details.get("field", "form"))
    problem = reasons[0].message if reasons else visit.words.error(failure)
    with visit.parts.database.reading() as connection:
        form = _filled(connection, visit, article, data)
        if form is None:
            notice = Notice("declined", problem, text, reasons)
        else:
            form = replace(form, problems={place: problem})
            notice = None
        status = status_of(failure)
        if visit.wants("posted") and form is not None:
            return fragment(visit, "form.html", {"form": form, "notice": None}, status=status)
        return _article_page(connection, visit, article, form, notice, status=status)


def _filled(connection: Connection, visit: Visit, article: Article, data: Any) -> FormView | None:
    replying_to = _replying_to(connection, article, _typed(data, "parent_id"))
    form = blank_form(connection, visit, article, replying_to)
    if form is None:
        return None
    return replace(
        form,
        text=_typed(data, "text"),
        name=_typed(data, "name") or form.name,
        email=_typed(data, "email") or form.email,
    )


def _typed(data: Any, name: str) -> str:
    """What was typed into a field, however long, to be put back into it."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def _replying_to(connection: Connection, article: Article, raw: str | None) -> ReplyingTo | None:
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        return None
    try:
        comment = comment_queries.by_id(connection, article.site_id, int(raw))
    except NotFound:
        return None
    if comment.article_id != article.id or comment.state is not State.PUBLISHED:
        return None
    return ReplyingTo(comment.id, comment.author.name)


def _posted_notice(connection: Connection, visit: Visit, token: str | None) -> Notice | None:
    if not token:
        return None
    site_id = visit.visitor.site.id
    try:
        comment = comment_queries.by_status_token(connection, site_id, token[:100])
    except NotFound:
        return None
    decision = latest_decision(connection, comment.id)
    waits = waits_of(connection, site_id, now=visit.now)
    path = status_path(comment)
    return notice_of(visit.words, decision, comment.source, status_path=path, waits=waits)


def _page_of(connection: Connection, article: Article, comment_id: int) -> str:
    sort = sort_of(None)
    cursor = comment_queries.cursor_before(
        connection, article.id, comment_id, sort=sort, size=DEFAULT_PAGE
    )
    return "" if cursor is None else f"?cursor={write_cursor(cursor)}"


def _submission_key(article: Article, parts: tuple[str, ...]) -> str | None:
    """The same for two sendings of one form by one person; None where the form had no key.

    The person is their address: a guest's first sending makes them known, so that the second may
    already come with a session.
    """
    if not parts[0]:
        return None
    told = "\n".join((str(article.id), *parts))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
