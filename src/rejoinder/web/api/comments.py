"""Threads over the API: read by cursor, and posted to."""

from functools import partial
from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody, Parameter
from msgspec import UNSET

from rejoinder.articles import queries as article_queries
from rejoinder.articles.links import comment_url
from rejoinder.articles.model import Article
from rejoinder.comments import queries
from rejoinder.comments.model import ShownComment, Sort
from rejoinder.comments.thread import DEFAULT_PAGE, LARGEST_PAGE, PAGE_SIZES, page_size, read_cursor
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Receipt, Submission
from rejoinder.moderation.model import Refusal
from rejoinder.moderation.queries import Waits
from rejoinder.moderation.reasons import notice_of
from rejoinder.readers.model import SessionCarrier
from rejoinder.secret_tokens import submission_key
from rejoinder.sites.model import Site
from rejoinder.web.api.comment_model import AuthorIn, CommentIn, Submitted
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.for_readers import reader_behind, speaking_as, speaking_for
from rejoinder.web.api.keys import posting_key
from rejoinder.web.api.model import CommentOut, CommentPage
from rejoinder.web.api.once import IdempotencyKey
from rejoinder.web.api.reasons import message_out, reasons_out, refused_in_words
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.commenters import commenter_of, guest_of
from rejoinder.web.context import RequestContext, context_in, context_of
from rejoinder.web.lookups import article_to_discuss
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.middleware.page_cache import may_cache
from rejoinder.web.own_comments import status_path
from rejoinder.web.posting import Posting, begin_posting, finish_posting, waits_for
from rejoinder.web.pseudonyms import ready_for_senders
from rejoinder.web.rate_limit_headers import count_post
from rejoinder.web.signing_on import SpokenFor
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread, run_briefly

SIZES = ", ".join(map(str, PAGE_SIZES))
Size = Annotated[
    int,
    Parameter(
        ge=1,
        le=LARGEST_PAGE,
        description=f"Comments a page, at most. Pages have {SIZES}; others get the next smaller.",
    ),
]
Cursor = Annotated[str | None, Parameter(max_length=100, description="`next` of the page before.")]
Order = Annotated[Sort, Parameter(description="Orders conversations; replies stand oldest first.")]


@get(
    "/api/v1/articles/{article_id:int}/comments",
    operation_id="list_comments",
    tags=["comments"],
    responses=error_responses(400, 404, 410, 422),
)
@in_thread
def list_comments(
    request: WebRequest,
    article_id: FromPath[int],
    sort: Order = Sort.NEWEST,
    cursor: Cursor = None,
    limit: Size = DEFAULT_PAGE,
) -> Response[CommentPage]:
    """A stretch of an article's thread."""
    context = context_of(request)
    site = context.visitor.site
    with context.app_state.database.reading() as connection:
        article = article_queries.by_id(connection, site.id, article_id)
        page = queries.thread_page(
            connection,
            article.id,
            version=article.thread_version,
            sort=sort,
            cursor=None if cursor is None else read_cursor(cursor),
            size=page_size(limit),
        )
    if limit in PAGE_SIZES:  # else there would be five hundred answers to be kept
        may_cache(request, article.id, article.thread_version)
    return Response(
        CommentPage(
            comments=[_comment(site, article, comment) for comment in page.comments],
            next=page.next_cursor,
            count=page.count,
            closed=article.closed_at is not None,
        )
    )


@post(
    "/api/v1/articles/{article_id:int}/comments",
    operation_id="submit_comment",
    tags=["comments"],
    responses=error_responses(400, 403, 404, 409, 410, 413, 415, 422, 429, 503),
    guards=[takes_json],
)
async def submit_comment(
    request: WebRequest,
    article_id: FromPath[int],
    data: JSONBody[CommentIn],
    idempotency_key: IdempotencyKey = None,
) -> Response[Submitted]:
    """Sends a comment to be decided about; the answer says what became of it and why."""
    key = (idempotency_key or "").strip('"')
    spoken = await reader_behind(request, data.reader_token)
    await ready_for_senders(app_state_of(request.app))
    posting = await run_briefly(request, partial(_begin, request, article_id, data, key, spoken))
    try:
        receipt = await finish_posting(posting)
    except Refusal as refusal:
        raise refused_in_words(posting.context, refusal, data.text) from refusal
    waits = await waits_for(posting.context, receipt)
    return Response(_submitted(posting.context, receipt, waits), status_code=201)


def _begin(
    request: WebRequest, article_id: int, data: CommentIn, key: str, spoken: SpokenFor | None
) -> Posting:
    app_state = app_state_of(request.app)
    author = AuthorIn() if data.author is UNSET else data.author
    with app_state.cache.reading() as reading:
        asked = context_in(reading, request)
        software = None if spoken else posting_key(reading.connection, asked)
        context = (
            speaking_as(asked, spoken) if spoken else speaking_for(asked, software, author.email)
        )
        count_post(context)
        article = article_to_discuss(reading, context.site.id, article_id)
        write_as = commenter_of if software is None else guest_of
        commenter = write_as(reading, context, article, author.name, author.email)
        by_guest = software is None and context.visitor.session is None
        sent = Submission(
            text=data.text,
            commenter=commenter,
            parent_id=data.parent_id,
            key=_submission_key(article_id, commenter, data, key),
            begins_session=SessionCarrier.BEARER if by_guest else None,
        )
        return begin_posting(reading, context, article, sent)


def _comment(site: Site, article: Article, comment: ShownComment) -> CommentOut:
    return CommentOut(
        id=comment.id,
        parent_id=comment.parent_id,
        author=comment.author,
        author_badge=None if comment.badge is None else comment.badge.value,
        html=comment.html,
        created_at=iso(comment.created_at),
        edited_at=None if comment.edited_at is None else iso(comment.edited_at),
        permalink=comment_url(site, article, comment.id),
        depth=comment.depth,
        state=comment.state.value,
        pinned=comment.pinned,
        picked=comment.picked,
    )


def _submitted(context: RequestContext, receipt: Receipt, waits: Waits) -> Submitted:
    comment = receipt.comment
    path = status_path(comment)
    notice = notice_of(
        context.translator, receipt.decision, comment.source, status_path=path, waits=waits
    )
    return Submitted(
        id=comment.id,
        status=notice.state,
        message=message_out(notice),
        reasons=reasons_out(notice),
        token=comment.status_token,
        status_url=context.visitor.site.base_url + path,
        session=receipt.session_token,
    )


def _submission_key(
    article_id: int, commenter: Commenter, data: CommentIn, told: str
) -> str | None:
    """The same for two calls of one caller that mean one comment; None where they did not say."""
    key = told if data.key is UNSET else data.key
    if not key:
        return None
    place = (str(article_id), str(data.parent_id))
    who = (commenter.sender_key, *place, key, commenter.email)
    return submission_key("api", *who, data.text)
