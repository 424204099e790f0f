"""The only way in: writes comments and their states. Only moderation may call it."""

import hashlib
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, insert, update

from rejoinder.articles.tables import articles
from rejoinder.comments import queries
from rejoinder.comments.model import Author, Comment, NewComment, State
from rejoinder.comments.tables import comments, revisions
from rejoinder.secret_tokens import new_token
from rejoinder.storage import Change, ChangeKind, Prepared, change_feed
from rejoinder.text import render_comment, visible_text

# Built once: every post executes them.
_INSERT_COMMENT = Prepared(
    insert(comments),
    (
        *("site_id", "article_id", "parent_id", "author_id", "author_name", "author_email"),
        "author_badge",
        *("source", "html", "fingerprint", "state", "created_at", "held_at"),
        *("status_token", "submission_key", "sender_key"),
    ),
)
_INSERT_REVISION = Prepared(insert(revisions), ("comment_id", "number", "source", "written_at"))
_ONE_MORE = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article_id"))
    .values(
        thread_version=articles.c.thread_version + 1, comment_count=articles.c.comment_count + 1
    )
)

_BECAME = {
    State.PUBLISHED: ChangeKind.COMMENT_PUBLISHED,
    State.HELD: ChangeKind.COMMENT_HELD,
    State.DECLINED: ChangeKind.COMMENT_DECLINED,
    State.WITHDRAWN: ChangeKind.COMMENT_WITHDRAWN,
}


# As a post asks for it before the judge answers, and again where it is written.
@lru_cache(maxsize=64)
def fingerprint(source: str) -> str:
    """The same for texts of which people see the same but for case, spacing and punctuation."""
    bare = "".join(filter(str.isalnum, visible_text(source).text.casefold()))
    return hashlib.blake2b(bare.encode(), digest_size=16).hexdigest()


def store(connection: Connection, new: NewComment, *, now: datetime) -> Comment:
    """Stores a comment in the state that was decided, rendered once and for all."""
    html = new.html or render_comment(new.source)
    held_at, status_token = now if new.state is State.HELD else None, new_token()
    values = {
        "site_id": new.site_id,
        "article_id": new.article_id,
        "parent_id": new.parent_id,
        **_by(new.author),
        "source": new.source,
        "html": html,
        "fingerprint": new.fingerprint or fingerprint(new.source),
        "state": new.state,
        "created_at": now,
        "held_at": held_at,
        "status_token": status_token,
        "submission_key": new.submission_key,
        "sender_key": new.sender_key,
    }
    comment_id = _INSERT_COMMENT.insert(connection, values)
    _keep_revision(connection, comment_id, 1, new.source, now=now)
    if new.state is State.PUBLISHED:
        # One more, rather than all counted again: a thread may have ten thousand.
        _ONE_MORE.run(connection, {"article_id": new.article_id})
    stored = Comment(
        id=comment_id,
        site_id=new.site_id,
        article_id=new.article_id,
        parent_id=new.parent_id,
        author=new.author,
        revision=1,
        source=new.source,
        html=html,
        state=new.state,
        created_at=now,
        held_at=held_at,
        edited_at=None,
        status_token=status_token,
    )
    _tell(connection, stored, _BECAME[new.state], public=new.state is State.PUBLISHED, now=now)
    return stored


def _by(author: Author) -> dict[str, object]:
    return {
        "author_id": author.reader_id,
        "author_name": author.name,
        "author_email": author.email,
        "author_badge": author.badge or "",
    }


def move(connection: Connection, comment: Comment, state: State, *, now: datetime) -> None:
    """Puts a comment into another state."""
    connection.execute(
        update(comments)
        .where(comments.c.id == comment.id)
        .values(
            state=state,
            held_at=now if state is State.HELD else comment.held_at,
            withdrawn_at=now if state is State.WITHDRAWN else None,
        )
    )
    _thread_changed(connection, comment.article_id)
    _tell_move(connection, comment, state, now=now)


def restore(connection: Connection, comment: Comment, state: State, *, now: datetime) -> None:
    """Puts a comment back into the state it had; one held again waits since it was first held."""
    connection.execute(
        update(comments).where(comments.c.id == comment.id).values(state=state, withdrawn_at=None)
    )
    _thread_changed(connection, comment.article_id)
    _tell_move(connection, comment, state, now=now)


def rewrite(
    connection: Connection, comment: Comment, source: str, state: State, *, now: datetime
) -> Comment:
    """Gives a comment its next text, in the state that was decided for it."""
    after = replace(
        comment,
        revision=comment.revision + 1,
        source=source,
        html=render_comment(source),
        state=state,
        edited_at=now,
        held_at=now if state is State.HELD else comment.held_at,
    )
    connection.execute(
        update(comments)
        .where(comments.c.id == comment.id)
        .values(
            revision=after.revision,
            source=source,
            html=after.html,
            fingerprint=fingerprint(source),
            state=state,
            edited_at=now,
            held_at=after.held_at,
        )
    )
    _keep_revision(connection, comment.id, after.revision, source, now=now)
    _thread_changed(connection, comment.article_id)
    shown = state is comment.state is State.PUBLISHED
    _tell(connection, after, ChangeKind.COMMENT_EDITED, public=shown, now=now)
    if state is not comment.state:
        _tell_move(connection, comment, state, now=now)
    return after


def _tell_move(connection: Connection, before: Comment, state: State, *, now: datetime) -> None:
    public = State.PUBLISHED in {before.state, state}
    _tell(connection, before, _BECAME[state], public=public, now=now)


def _tell(
    connection: Connection, comment: Comment, kind: ChangeKind, *, public: bool, now: datetime
) -> None:
    change = Change(comment.site_id, comment.article_id, comment.id, kind, now, public)
    change_feed.put(connection, change)


def _keep_revision(
    connection: Connection, comment_id: int, number: int, source: str, *, now: datetime
) -> None:
    _INSERT_REVISION.run(
        connection,
        {"comment_id": comment_id, "number": number, "source": source, "written_at": now},
    )


def _thread_changed(connection: Connection, article_id: int) -> None:
    connection.execute(
        update(articles)
        .where(articles.c.id == article_id)
        .values(
            thread_version=articles.c.thread_version + 1,
            comment_count=queries.published_count(connection, article_id),
        )
    )
