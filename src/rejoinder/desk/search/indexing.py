"""What comments are found by, read from them: their words, whose they are, and their scores.

A post only leaves word that it is there (a trigger does, `unindexed_comments`); a worker reads it
within a second. FTS5 takes as long for one row in a transaction of its own as the rest of a post.
What is withdrawn, changed or erased leaves the index in the transaction that does it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments, unindexed_comments
from rejoinder.desk.tables import SCORES, comment_scores
from rejoinder.moderation.tables import decisions
from rejoinder.storage import word_index
from rejoinder.storage.word_index import IndexedWords, Unindexed
from rejoinder.text import words_in

# Some hundredths of a second, during which nobody else writes on SQLite.
AT_ONCE = 50
_UNINDEXED = Unindexed(unindexed_comments)
_PARTS_OF_TOPIC = {"on_topic": "score", "meta": "meta"}


def index_some(connection: Connection) -> int:
    """Reads some of the comments that wait for it, the newest first, and returns how many.

    In the caller's transaction of writing.
    """
    numbers = _UNINDEXED.take(connection, AT_ONCE)
    if numbers:
        _index(connection, numbers)
        _UNINDEXED.done(connection, numbers)
    return len(numbers)


def anything_to_index(connection: Connection) -> bool:
    """Whether a comment waits to be read."""
    return _UNINDEXED.any(connection)


def how_many_unindexed(connection: Connection) -> int:
    """How many comments cannot be found yet."""
    return _UNINDEXED.count(connection)


def _index(connection: Connection, numbers: Sequence[int]) -> None:
    columns = (comments.c.id, comments.c.source, comments.c.author_name, comments.c.state)
    rows = connection.execute(select(*columns).where(comments.c.id.in_(numbers))).all()
    standing = [row for row in rows if row.state != State.WITHDRAWN]
    word_index.COMMENTS.put(
        connection,
        (
            IndexedWords(row.id, (words_in(row.source), words_in(row.author_name)))
            for row in standing
        ),
    )
    connection.execute(delete(comment_scores).where(comment_scores.c.comment_id.in_(numbers)))
    scores = list(_scores(_judgements(connection, [row.id for row in standing])))
    if scores:
        connection.execute(insert(comment_scores), scores)


def _judgements(connection: Connection, numbers: Sequence[int]) -> Iterable[tuple[int, Any]]:
    """What the decision in force holds of the judge's, for each comment."""
    newest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id.in_(numbers))
        .group_by(decisions.c.comment_id)
    )
    found = select(decisions.c.comment_id, decisions.c.judgement).where(decisions.c.id.in_(newest))
    return [(row.comment_id, row.judgement) for row in connection.execute(found)]


def _scores(judged: Iterable[tuple[int, Any]]) -> Iterable[dict[str, Any]]:
    for comment_id, judgement in judged:
        if judgement is not None:
            yield {"comment_id": comment_id, **scores_of(judgement)}


def scores_of(judgement: Mapping[str, Any]) -> dict[str, Any]:
    """What comments are chosen by, of a judgement as a decision keeps it."""
    topic, language = judgement.get("on_topic") or {}, judgement.get("language") or {}
    measured = {name: told["score"] for name, told in judgement["abuse"].items()}
    measured |= {name: topic.get(part) for name, part in _PARTS_OF_TOPIC.items()}
    scores: dict[str, Any] = {name: in_thousandths(measured.get(name)) for name in SCORES}
    return {**scores, "language": str(language.get("code", ""))[:20]}


def in_thousandths(score: float | None) -> int | None:
    """A probability as it is kept here."""
    return None if score is None else round(min(max(score, 0.0), 1.0) * 1000)
