"""The thread as the page shows it: comments with their places, orders, and the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from sqlalchemy import Connection

from rejoinder.articles.model import Article
from rejoinder.comments import queries
from rejoinder.comments.model import Comment, ShownComment, Sort, State, ThreadPage
from rejoinder.comments.thread import read_cursor
from rejoinder.errors import N_
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import latest_decisions
from rejoinder.moderation.reasons import reasons_for_author
from rejoinder.web.context import RequestContext
from rejoinder.web.own_comments import status_path
from rejoinder.web.site.place import Place, in_thread_of
from rejoinder.web.site.views import CommentView, Option, ThreadView

SORT_NAMES = {
    Sort.NEWEST: N_("Newest"),
    Sort.OLDEST: N_("Oldest"),
    Sort.MOST_REPLIED: N_("Most replied"),
    Sort.PICKS: N_("Editors' picks"),
}


def thread_view(
    connection: Connection,
    context: RequestContext,
    article: Article,
    place: Place,
    *,
    last_page: bool = False,
) -> ThreadView:
    """A stretch of the thread, with what only this visitor may see of it.

    `last_page` is for a script that has the pages before it.

    Raises:
        Invalid: the cursor is none of ours.
    """
    page = queries.thread_page(
        connection,
        article.id,
        version=article.thread_version,
        sort=place.sort,
        cursor=None if place.cursor is None else read_cursor(place.cursor),
        size=place.size,
    )
    here = {comment.id for comment in page.comments}
    stretch = page.comments[place.before_last :] if last_page else page.comments
    shown = [comment_view(comment) for comment in stretch]
    home = context.home
    if context.visitor.reader_id is not None:
        first = place.cursor is None and not (last_page and place.pages > 1)
        shown = _with_own(connection, context, article, shown, first=first)
    if context.visitor.member is not None:
        shown = [replace(each, desk_path=f"{home}/desk/comments/{each.id}") for each in shown]
    further = None if page.next_cursor is None else place.further(page.next_cursor)
    ways = _Ways.of(context, article, place)
    return ThreadView(
        comments=[ways.led(comment, here) for comment in shown],
        count=page.count,
        sorts=[_option(context, article, each, place) for each in _sorts(page, place)],
        sort=place.sort.value,
        next_href=None if further is None else home + _further_href(article, further, shown),
        follows=further is not None and further.pages == 1,
        start_href=(
            None if place.cursor is None else home + in_thread_of(article, place.begins_at(None))
        ),
        closed=article.closed_at is not None,
    )


def _sorts(page: ThreadPage, place: Place) -> list[Sort]:
    # Where there are no picks, their order would be another name for the newest.
    return [each for each in Sort if each is not Sort.PICKS or page.picks or place.sort is each]


def comment_view(comment: ShownComment) -> CommentView:
    """A comment as everybody sees it."""
    return CommentView(
        id=comment.id,
        author=comment.author,
        badge=comment.badge,
        html=comment.html,
        state=comment.state,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        depth=comment.depth,
        parent_id=comment.parent_id,
        parent_author=comment.parent_author,
        replies=comment.replies,
        pinned=comment.pinned,
        picked=comment.picked,
    )


def private_view(
    context: RequestContext,
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
        badge=comment.author.badge,
        html=comment.html,
        state=comment.state,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        depth=depth,
        parent_id=comment.parent_id,
        parent_author=parent_author,
        parent_href=f"{context.home}/comments/{comment.parent_id}",
        own=True,
        permalink=permalink_of(context, comment.id),
        report_path=f"{context.home}/comments/{comment.id}/report",
        status_path=context.home + status_path(comment),
        reasons=reasons_for_author(context.translator, decision, comment.source),
    )


def permalink_of(context: RequestContext, comment_id: int) -> str:
    """Where a comment is found: in the page around the thread, or by its number here."""
    page = context.page_around
    return f"{page}#comment-{comment_id}" if page else f"{context.home}/comments/{comment_id}"


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
    marked = [_marked(context, comment, paths) for comment in shown]
    pending = queries.own_unpublished(connection, article.id, reader_id)
    decisions = latest_decisions(connection, [comment.id for comment in pending])
    answered = queries.by_ids(connection, {each.parent_id for each in pending if each.parent_id})
    for comment in pending:
        index, depth, author = _position_for(comment, marked)
        if index is None and not first:
            continue
        if index is None:
            depth, author = _elsewhere(answered.get(comment.parent_id or 0))
        view = private_view(
            context, comment, decisions[comment.id], depth=depth, parent_author=author
        )
        marked.insert(index or 0, view)
    return marked


def _marked(context: RequestContext, comment: CommentView, tokens: dict[int, str]) -> CommentView:
    token = tokens.get(comment.id)
    if token is None:
        return comment
    return replace(comment, own=True, status_path=f"{context.home}/your-comment/{token}")


def _position_for(
    comment: Comment, shown: Sequence[CommentView]
) -> tuple[int | None, int, str | None]:
    for index, above in enumerate(shown):
        if above.id == comment.parent_id:
            return index + 1, above.depth + 1, above.author
    return None, 0, None


def _elsewhere(parent: Comment | None) -> tuple[int, str | None]:
    """The depth and the name that are shown of a parent on another page."""
    if parent is None or parent.state is not State.PUBLISHED:
        return 0, None
    return 1, parent.author.name


@dataclass(frozen=True, slots=True)
class _Ways:
    """The addresses of all that can be done with a comment, but for its number: made once."""

    home: str
    before_reply: str
    behind_parent: str
    before_permalink: str

    @classmethod
    def of(cls, context: RequestContext, article: Article, place: Place) -> Self:
        """Those from a stretch of an article's thread."""
        home = context.home
        return cls(
            home,
            home + place.href(article.path, reply_to=""),
            place.begins_at(None).href("", **_here(article)),
            permalink_of(context, 0).removesuffix("0"),
        )

    def led(self, comment: CommentView, here: set[int]) -> CommentView:
        """The comment with them; those in `here` are on the page."""
        parent, number = comment.parent_id, comment.id
        away = f"{self.home}/comments/{parent}{self.behind_parent}"
        return replace(
            comment,
            parent_href=f"#comment-{parent}" if parent in here else away,
            reply_href=f"{self.before_reply}{number}#comment-form",
            permalink=f"{self.before_permalink}{number}",
            report_path=f"{self.home}/comments/{number}/report",
        )


def _here(article: Article) -> dict[str, str]:
    """Keeps a reader of our page on it, whose permalinks lead to the newsroom's."""
    return {} if article.canonical_url is None else {"here": "1"}


def _further_href(article: Article, further: Place, shown: list[CommentView]) -> str:
    """Leads on from the last comment that was read, where that is still on the page."""
    if further.pages == 1 or not shown:
        return in_thread_of(article, further)
    return in_thread_of(article, further, f"comment-{shown[-1].id}")


def _option(context: RequestContext, article: Article, sort: Sort, place: Place) -> Option:
    beginning = replace(place.begins_at(None), sort=sort)
    return Option(
        label=context.translator.translate(SORT_NAMES[sort]),
        href=context.home + in_thread_of(article, beginning),
        current=sort is place.sort,
        value=sort.value,
    )
