"""The thread as the page shows it: comments with their places, orders, and the ways on."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy import Connection

from rejoinder.articles.model import Article
from rejoinder.comments import queries
from rejoinder.comments.model import Comment, ShownComment, Sort
from rejoinder.comments.thread import DEFAULT_PAGE, read_cursor
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import latest_decisions
from rejoinder.moderation.reasons import reasons_for_author
from rejoinder.web.context import RequestContext
from rejoinder.web.site.views import CommentView, Option, ThreadView

SORT_NAMES = {
    Sort.NEWEST: N_("Newest"),
    Sort.OLDEST: N_("Oldest"),
    Sort.MOST_REPLIED: N_("Most replied"),
}


def sort_of(raw: str | None) -> Sort:
    """The order that an address asks for; what we do not know is the default."""
    return Sort(raw) if raw in set(Sort) else Sort.NEWEST


def thread_view(
    connection: Connection,
    context: RequestContext,
    article: Article,
    *,
    sort: Sort,
    cursor: str | None,
) -> ThreadView:
    """A stretch of the thread, with what only this visitor may see of it.

    Raises:
        Invalid: the cursor is none of ours.
    """
    page = queries.thread_page(
        connection,
        article.id,
        version=article.thread_version,
        sort=sort,
        cursor=None if cursor is None else read_cursor(cursor),
        size=DEFAULT_PAGE,
    )
    shown = [comment_view(comment) for comment in page.comments]
    if context.visitor.reader_id is not None:
        shown = _with_own(connection, context, article, shown, first=cursor is None)
    return ThreadView(
        comments=shown,
        count=page.count,
        sorts=[_option(context.translator, article, each, sort) for each in Sort],
        sort=sort.value,
        next_href=None if page.next_cursor is None else _href(article, sort, page.next_cursor),
        start_href=None if cursor is None else _href(article, sort, None),
        closed=article.closed_at is not None,
    )


def comment_view(comment: ShownComment) -> CommentView:
    """A comment as everybody sees it."""
    return CommentView(
        id=comment.id,
        author=comment.author,
        html=comment.html,
        state=comment.state,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        depth=comment.depth,
        parent_id=comment.parent_id,
        parent_author=comment.parent_author,
        replies=comment.replies,
    )


def private_view(
    translator: Translator,
    comment: Comment,
    decision: Decision,
    *,
    depth: int,
    parent_author: str | None,
) -> CommentView:
    """A comment as its author sees it, whatever became of it."""
    return CommentView(
        id=comment.id,
        author=comment.author.name,
        html=comment.html,
        state=comment.state,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        depth=depth,
        parent_id=comment.parent_id,
        parent_author=parent_author,
        own=True,
        status_path=status_path(comment),
        reasons=reasons_for_author(translator, decision, comment.source),
    )


def status_path(comment: Comment) -> str:
    """The private page of a comment's author."""
    return f"/your-comment/{comment.status_token}"


def _with_own(
    connection: Connection,
    context: RequestContext,
    article: Article,
    shown: list[CommentView],
    *,
    first: bool,
) -> list[CommentView]:
    """Marks the visitor's own comments and puts in those that only they can see.

    A waiting reply stands under its parent; one whose parent is on another page, and every
    waiting comment on the article itself, stands on top of the first page.
    """
    reader_id = context.visitor.reader_id or 0
    paths = queries.own_status_tokens(connection, article.id, reader_id)
    marked = [_marked(comment, paths) for comment in shown]
    pending = queries.own_unpublished(connection, article.id, reader_id)
    decisions = latest_decisions(connection, [comment.id for comment in pending])
    for comment in pending:
        index, depth, author = _position_for(comment, marked)
        if index is None and not first:
            continue
        view = private_view(
            context.translator, comment, decisions[comment.id], depth=depth, parent_author=author
        )
        marked.insert(index or 0, view)
    return marked


def _marked(comment: CommentView, tokens: dict[int, str]) -> CommentView:
    token = tokens.get(comment.id)
    if token is None:
        return comment
    return replace(comment, own=True, status_path=f"/your-comment/{token}")


def _position_for(
    comment: Comment, shown: Sequence[CommentView]
) -> tuple[int | None, int, str | None]:
    for index, above in enumerate(shown):
        if above.id == comment.parent_id:
            return index + 1, above.depth + 1, above.author
    return None, 0, None


def _option(translator: Translator, article: Article, sort: Sort, current: Sort) -> Option:
    return Option(
        label=translator.translate(SORT_NAMES[sort]),
        href=_href(article, sort, None),
        current=sort is current,
        value=sort.value,
    )


def _href(article: Article, sort: Sort, cursor: str | None) -> str:
    query = {"sort": sort.value} if sort is not Sort.NEWEST else {}
    if cursor is not None:
        query["cursor"] = cursor
    suffix = f"?{urlencode(query)}" if query else ""
    return f"{article.path}{suffix}#comments"
