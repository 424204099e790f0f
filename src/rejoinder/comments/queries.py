"""Reading comments: one, a thread's page, an author's own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from rejoinder.articles.model import Article
from rejoinder.comments.arranged import arranged_thread
from rejoinder.comments.model import (
    Author,
    Comment,
    FormerText,
    Leaf,
    Placed,
    ShownComment,
    Sort,
    State,
    ThreadPage,
)
from rejoinder.comments.tables import comments, revisions
from rejoinder.comments.texts import Texts, badge_from, texts_of
from rejoinder.comments.thread import (
    DEFAULT_PAGE,
    Cursor,
    position,
    stretch,
    write_cursor,
)
from rejoinder.errors import N_, NotFound
from rejoinder.storage import Prepared

# Built once: every post asks these.
_BY_ID = Prepared(
    select(comments).where(
        comments.c.id == bindparam("comment_id"), comments.c.site_id == bindparam("site_id")
    )
)
_BY_SUBMISSION_KEY = Prepared(select(comments).where(comments.c.submission_key == bindparam("key")))


def by_id(connection: Connection, site_id: int, comment_id: int) -> Comment:
    """One comment of this site, whatever its state.

    Raises:
        NotFound: the site has no such comment.
    """
    row = _BY_ID.first(connection, {"comment_id": comment_id, "site_id": site_id})
    if row is None:
        raise NotFound(N_("There is no such comment."), code="no-such-comment")
    return comment_from(row)


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Comment]:
    """Comments by their numbers, whatever their state."""
    rows = connection.execute(select(comments).where(comments.c.id.in_(list(ids))))
    return {row.id: comment_from(row) for row in rows}


def versions_of(connection: Connection, comment: Comment, *, newest: int) -> list[FormerText]:
    """The newest texts of a comment, beginning with the one that it has, and always the first."""
    shown = (revisions.c.number > comment.revision - newest) | (revisions.c.number == 1)
    of_it = select(revisions).where(revisions.c.comment_id == comment.id, shown)
    rows = connection.execute(of_it.order_by(revisions.c.number.desc()))
    return [FormerText(row.source, row.written_at, row.number) for row in rows]


def leaves(connection: Connection, ids: Iterable[int]) -> dict[int, Leaf]:
    """As much of these comments as their place in a thread needs, by their numbers."""
    columns = (comments.c.id, comments.c.parent_id, comments.c.state, comments.c.created_at)
    rows = connection.execute(
        select(*columns, comments.c.revision).where(comments.c.id.in_(list(ids)))
    )
    return {row.id: Leaf(*row[:2], State(row.state), *row[3:]) for row in rows}


def by_status_token(connection: Connection, site_id: int, token: str) -> Comment:
    """The comment whose author holds this private token.

    Raises:
        NotFound: nobody's.
    """
    row = connection.execute(
        select(comments).where(comments.c.status_token == token, comments.c.site_id == site_id)
    ).first()
    if row is None:
        raise NotFound(N_("There is no such comment."), code="no-such-comment")
    return comment_from(row)


def newest_of(connection: Connection, site_id: int, reader_id: int) -> Comment | None:
    """A reader's newest comment, of those that stand if one does; None where they wrote none."""
    row = connection.execute(
        select(comments)
        .where(comments.c.author_id == reader_id, comments.c.site_id == site_id)
        .order_by((comments.c.state == State.PUBLISHED).desc(), comments.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else comment_from(row)


def by_submission_key(connection: Connection, key: str) -> Comment | None:
    """The comment that this form already became, if it was sent before."""
    row = _BY_SUBMISSION_KEY.first(connection, {"key": key})
    return None if row is None else comment_from(row)


def thread_page(
    connection: Connection,
    article_id: int,
    *,
    version: int,
    sort: Sort = Sort.NEWEST,
    cursor: Cursor | None = None,
    size: int = DEFAULT_PAGE,
) -> ThreadPage:
    """A stretch of an article's thread as everybody may see it.

    `version` is the thread's as this connection sees it; the order is kept for it.
    """
    thread = arranged_thread(connection, article_id, version=version, sort=sort)
    page, following = stretch(thread.placed, cursor, size)
    return ThreadPage(
        comments=_shown(connection, page, thread.leaves),
        next_cursor=None if following is None else write_cursor(following),
        count=thread.count,
        version=version,
        picks=thread.picks,
    )


def of_site(connection: Connection, site_id: int, *, after: int, limit: int) -> list[Comment]:
    """A site's comments behind the one with this number, oldest first, whatever their state."""
    rows = connection.execute(
        select(comments)
        .where(comments.c.site_id == site_id, comments.c.id > after)
        .order_by(comments.c.id)
        .limit(limit)
    )
    return [comment_from(row) for row in rows]


def cursor_before(
    connection: Connection, thread: Article, comment_id: int, *, sort: Sort, size: int
) -> Cursor | None:
    """The cursor whose page begins with the conversation that holds this comment.

    None where that is the first page, or where the comment has no place in the thread.
    """
    version = thread.thread_version
    placed = arranged_thread(connection, thread.id, version=version, sort=sort).placed
    index = position(placed, comment_id)
    if index is None or index < size:
        return None
    root = next(each for each in range(index, -1, -1) if placed[each].depth == 0)
    # A conversation longer than a page: begin at the comment itself.
    start = root if index - root < size else index
    if start == 0:
        return None
    before = placed[start - 1]
    above = next(each for each in reversed(placed[:start]) if each.depth == 0)
    return Cursor(last_id=before.leaf.id, root_id=above.leaf.id)


def shown(connection: Connection, comment: Comment) -> ShownComment:
    """One comment on its own, as everybody may see it."""
    leaves = [_leaf_of(each) for each in (comment, *conversation(connection, comment, limit=1))]
    placed = Placed(leaves[0], depth=len(leaves) - 1, replies=0)
    return _shown(connection, [placed], {leaf.id: leaf for leaf in leaves})[0]


def own_unpublished(connection: Connection, article_id: int, reader_id: int) -> list[Comment]:
    """What this reader wrote under the article that only they can see, oldest first."""
    rows = connection.execute(
        select(comments)
        .where(
            comments.c.article_id == article_id,
            comments.c.author_id == reader_id,
            comments.c.state.in_([State.HELD, State.DECLINED]),
        )
        .order_by(comments.c.id)
    )
    return [comment_from(row) for row in rows]


def own_status_tokens(connection: Connection, article_id: int, reader_id: int) -> dict[int, str]:
    """The private tokens of this reader's published comments under the article."""
    rows = connection.execute(
        select(comments.c.id, comments.c.status_token).where(
            comments.c.article_id == article_id,
            comments.c.author_id == reader_id,
            comments.c.state == State.PUBLISHED,
        )
    )
    return {int(row.id): str(row.status_token) for row in rows}


def conversation(connection: Connection, comment: Comment, *, limit: int = 4) -> list[Comment]:
    """The comments above this one, from the root down; at most `limit` of them, the nearest."""
    above: list[Comment] = []
    parent_id = comment.parent_id
    while parent_id is not None and len(above) < limit:
        parent = by_id(connection, comment.site_id, parent_id)
        above.append(parent)
        parent_id = parent.parent_id
    return above[::-1]


def held_under(connection: Connection, article_ids: Iterable[int]) -> dict[int, int]:
    """How many comments wait under these articles, by article; those with none are left out."""
    here = comments.c.article_id.in_(list(article_ids))
    rows = connection.execute(
        select(comments.c.article_id, func.count().label("waiting"))
        .where(here, comments.c.state == State.HELD)
        .group_by(comments.c.article_id)
    )
    return {int(row.article_id): int(row.waiting) for row in rows}


def pinned(connection: Connection, article_id: int) -> Comment | None:
    """The comment that the newsroom put first under an article, if it is to be seen."""
    row = connection.execute(
        select(comments).where(
            comments.c.article_id == article_id,
            comments.c.state == State.PUBLISHED,
            comments.c.pinned_at.is_not(None),
        )
    ).first()
    return None if row is None else comment_from(row)


def published_count(connection: Connection, article_id: int) -> int:
    """How many comments of a thread are published."""
    counted = select(func.count()).where(
        comments.c.article_id == article_id, comments.c.state == State.PUBLISHED
    )
    return int(connection.execute(counted).scalar_one())


def comment_from(row: Row[Any]) -> Comment:
    """A stored row as a comment."""
    return Comment(
        id=row.id,
        site_id=row.site_id,
        article_id=row.article_id,
        parent_id=row.parent_id,
        author=Author(
            row.author_id, row.author_name, row.author_email, badge_from(row.author_badge)
        ),
        revision=row.revision,
        source=row.source,
        html=row.html,
        state=State(row.state),
        created_at=row.created_at,
        held_at=row.held_at,
        edited_at=row.edited_at,
        status_token=row.status_token,
        withdrawn_at=row.withdrawn_at,
        pinned_at=row.pinned_at,
        picked_at=row.picked_at,
    )


def _leaf_of(comment: Comment) -> Leaf:
    return Leaf(comment.id, comment.parent_id, comment.state, comment.created_at, comment.revision)


def _shown(
    connection: Connection, page: Sequence[Placed], by_id: Mapping[int, Leaf]
) -> tuple[ShownComment, ...]:
    """The comments of a page; `by_id` holds them and those that they answer."""
    above = (by_id.get(each.leaf.parent_id) for each in page if each.leaf.parent_id is not None)
    needed = {each.leaf for each in page} | {leaf for leaf in above if leaf is not None}
    texts = texts_of(connection, needed)
    return tuple(_show(each, by_id, texts) for each in page)


def _show(placed: Placed, by_id: Mapping[int, Leaf], texts: Texts) -> ShownComment:
    leaf, text = placed.leaf, texts[placed.leaf.id]
    visible = leaf.state is State.PUBLISHED
    parent = None if leaf.parent_id is None else by_id.get(leaf.parent_id)
    parent_shown = parent is not None and parent.state is State.PUBLISHED
    return ShownComment(
        id=leaf.id,
        parent_id=leaf.parent_id,
        parent_author=texts[parent.id].author_name if parent is not None and parent_shown else None,
        author=text.author_name if visible else None,
        badge=text.badge if visible else None,
        html=text.html if visible else "",
        state=leaf.state,
        created_at=leaf.created_at,
        edited_at=text.edited_at if visible else None,
        depth=placed.depth,
        replies=placed.replies,
        pinned=leaf.pinned and visible,
        picked=leaf.is_pick,
    )
