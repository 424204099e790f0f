"""The only way in: writes comments and their states. Only moderation may call it."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, update

from rejoinder.articles.tables import articles
from rejoinder.comments import queries
from rejoinder.comments.model import Comment, NewComment, State
from rejoinder.comments.tables import comments, revisions
from rejoinder.text import render_comment
from rejoinder.tokens import new_token


def fingerprint(source: str) -> str:
    """The same for texts that differ only in case, spacing and punctuation."""
    bare = "".join(letter for letter in source.casefold() if letter.isalnum())
    return hashlib.blake2b(bare.encode(), digest_size=16).hexdigest()


def store(connection: Connection, new: NewComment, *, now: datetime) -> Comment:
    """Stores a comment in the state that was decided, rendered once and for all."""
    row = connection.execute(
        insert(comments)
        .values(
            site_id=new.site_id,
            article_id=new.article_id,
            parent_id=new.parent_id,
            author_id=new.author.reader_id,
            author_name=new.author.name,
            author_email=new.author.email,
            source=new.source,
            html=render_comment(new.source),
            fingerprint=fingerprint(new.source),
            state=new.state,
            created_at=now,
            held_at=now if new.state is State.HELD else None,
            status_token=new_token(),
            submission_key=new.submission_key,
        )
        .returning(comments)
    ).one()
    _keep_revision(connection, row.id, 1, new.source, now=now)
    if new.state is State.PUBLISHED:
        _thread_changed(connection, new.article_id)
    return queries.comment_from(row)


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


def restore(connection: Connection, comment: Comment, state: State) -> None:
    """Puts a comment back into the state it had; one held again waits since it was first held."""
    connection.execute(update(comments).where(comments.c.id == comment.id).values(state=state))
    _thread_changed(connection, comment.article_id)


def rewrite(
    connection: Connection, comment: Comment, source: str, state: State, *, now: datetime
) -> None:
    """Gives a comment its next text, in the state that was decided for it."""
    number = comment.revision + 1
    connection.execute(
        update(comments)
        .where(comments.c.id == comment.id)
        .values(
            revision=number,
            source=source,
            html=render_comment(source),
            fingerprint=fingerprint(source),
            state=state,
            edited_at=now,
            held_at=now if state is State.HELD else comment.held_at,
        )
    )
    _keep_revision(connection, comment.id, number, source, now=now)
    _thread_changed(connection, comment.article_id)


def _keep_revision(
    connection: Connection, comment_id: int, number: int, source: str, *, now: datetime
) -> None:
    connection.execute(
        insert(revisions).values(
            comment_id=comment_id, number=number, source=source, written_at=now
        )
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
