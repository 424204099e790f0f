"""The only way in: writes comments and their states. Only moderation may call it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import compress, repeat

from sqlalchemy import ColumnElement, Connection, select, update

from rejoinder.articles.tables import articles
from rejoinder.comments import queries
from rejoinder.comments.fingerprints import fingerprint
from rejoinder.comments.intake_statements import (
    FIRST_REVISIONS,
    INSERT_COMMENT,
    INSERT_MANY,
    INSERT_REVISION,
    ONE_MORE,
    READ_AGAIN,
    SO_MANY_MORE,
)
from rejoinder.comments.model import Author, Comment, ImportedTexts, NewComment, State
from rejoinder.comments.tables import comments
from rejoinder.secret_tokens import new_token, new_tokens
from rejoinder.storage import (
    Change,
    ChangeKind,
    change_feed,
    moment_text,
    new_ids,
)
from rejoinder.text import render_comment

_BECAME = {
    State.PUBLISHED: ChangeKind.COMMENT_PUBLISHED,
    State.HELD: ChangeKind.COMMENT_HELD,
    State.DECLINED: ChangeKind.COMMENT_DECLINED,
    State.WITHDRAWN: ChangeKind.COMMENT_WITHDRAWN,
}

# A store takes only what is a text and nothing more.
_WORDS = {each: each.value for each in State}


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
    comment_id = INSERT_COMMENT.insert(connection, values)
    _keep_revision(connection, comment_id, 1, new.source, now=now)
    if new.state is State.PUBLISHED:
        # One more, rather than all counted again: a thread may have ten thousand.
        ONE_MORE.run(connection, {"article_id": new.article_id})
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


def numbers_for(connection: Connection, count: int) -> Sequence[int]:
    """Numbers for so many comments that `store_many` is about to store, rising.

    On SQLite in the transaction that stores them.
    """
    return new_ids(connection, comments, count)


def store_many(
    connection: Connection,
    site_id: int,
    ids: Sequence[int],
    texts: ImportedTexts,
    *,
    now: datetime,
) -> None:
    """Stores comments that came from elsewhere, as they were written and when, and counts them.

    `ids` are their numbers, in the same order. Each one's parent stands before it: in the store,
    or earlier in `texts`, by its place there.
    """
    INSERT_MANY.run(connection, _rows(site_id, ids, texts, held_at=moment_text(now)))
    FIRST_REVISIONS.run(
        connection, zip(ids, repeat(1), texts.sources, texts.created_at, strict=False)
    )
    more = Counter(compress(texts.article_ids, map(State.PUBLISHED.__eq__, texts.states)))
    # In one order whoever writes: two who count in the same articles wait for each other, no more.
    SO_MANY_MORE.run_each(
        connection,
        [{"article_id": each, "more": more[each]} for each in sorted(set(texts.article_ids))],
    )


def _rows(
    site_id: int, ids: Sequence[int], texts: ImportedTexts, *, held_at: str
) -> Iterable[tuple[object, ...]]:
    parents = list(texts.parent_ids)
    for at, parent_at in texts.parents_at.items():
        parents[at] = ids[parent_at]
    pairs = zip(texts.states, texts.created_at, strict=True)
    return zip(
        ids,
        repeat(site_id),
        texts.article_ids,
        parents,
        texts.author_ids,
        texts.author_names,
        texts.author_emails,
        texts.sources,
        texts.htmls,
        texts.fingerprints,
        map(_WORDS.__getitem__, texts.states),
        texts.created_at,
        # Here nobody has let it wait before.
        [held_at if state is State.HELD else None for state in texts.states],
        texts.edited_at,
        [at if state is State.WITHDRAWN else None for state, at in pairs],
        new_tokens(len(ids)),
        strict=False,  # some have no end
    )


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
        # The newsroom picked other words.
        picked_at=None,
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
            picked_at=after.picked_at,
        )
    )
    _keep_revision(connection, comment.id, after.revision, source, now=now)
    _thread_changed(connection, comment.article_id)
    shown = state is comment.state is State.PUBLISHED
    _tell(connection, after, ChangeKind.COMMENT_EDITED, public=shown, now=now)
    if state is not comment.state:
        _tell_move(connection, comment, state, now=now)
    return after


def judged_anew(connection: Connection, comment: Comment) -> None:
    """Lets the desk read again what a comment is found by: it stays, and its judgement is new."""
    connection.execute(READ_AGAIN, {"id": comment.id})


def pin(connection: Connection, comment: Comment, *, now: datetime) -> bool:
    """Puts a comment first in its thread, and no other of the thread; whether it was not yet."""
    before = queries.pinned(connection, comment.article_id)
    if before is not None and before.id == comment.id:
        return False
    if before is not None:
        _tell(connection, before, ChangeKind.COMMENT_PINNED, public=True, now=now)
    others = (comments.c.article_id == comment.article_id) & (comments.c.id != comment.id)
    _unpin(connection, others)
    connection.execute(update(comments).where(comments.c.id == comment.id).values(pinned_at=now))
    _thread_changed(connection, comment.article_id)
    # On PostgreSQL another may have been pinned meanwhile: only now, as nobody else writes into
    # this thread, it is seen. Before, whoever decides it could wait for us as we wait for them.
    _unpin(connection, others)
    _tell(connection, comment, ChangeKind.COMMENT_PINNED, public=True, now=now)
    return True


def unpin(connection: Connection, comment: Comment, *, now: datetime) -> bool:
    """Lets it stand where it would; returns whether it was pinned."""
    was = _unpin(connection, comments.c.id == comment.id)
    if was:
        _thread_changed(connection, comment.article_id)
        _tell(connection, comment, ChangeKind.COMMENT_PINNED, public=True, now=now)
    return was


def _unpin(connection: Connection, which: ColumnElement[bool]) -> bool:
    pinned = (which, comments.c.pinned_at.is_not(None))
    return connection.execute(update(comments).where(*pinned).values(pinned_at=None)).rowcount > 0


def pick(
    connection: Connection, comment: Comment, picked_at: datetime | None, *, now: datetime
) -> None:
    """Lets a comment stand out as a pick since then, or no more."""
    picked = update(comments).where(comments.c.id == comment.id).values(picked_at=picked_at)
    connection.execute(picked)
    _thread_changed(connection, comment.article_id)
    _tell(connection, comment, ChangeKind.COMMENT_PICKED, public=True, now=now)


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
    INSERT_REVISION.run(
        connection,
        {"comment_id": comment_id, "number": number, "source": source, "written_at": now},
    )


def _thread_changed(connection: Connection, article_id: int) -> None:
    here = articles.c.id == article_id
    # Whoever posts here adds to its row: all theirs is seen only once none of them has it.
    connection.execute(select(articles.c.id).where(here).with_for_update(key_share=True))
    count = queries.published_count(connection, article_id)
    changed = {"thread_version": articles.c.thread_version + 1, "comment_count": count}
    connection.execute(update(articles).where(here).values(changed))
