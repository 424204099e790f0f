"""Comments with the scores that a judge would give them."""

from sqlalchemy import delete, insert

from rejoinder.desk.tables import comment_scores
from tests.support.newspaper import Paper


def give_scores(paper: Paper, comment_id: int, toxicity: int = 900) -> None:
    """Of one comment, in thousandths, whatever it had."""
    with paper.database.writing() as connection:
        connection.execute(delete(comment_scores).where(comment_scores.c.comment_id == comment_id))
        row = {"comment_id": comment_id, "toxicity": toxicity, "language": "en"}
        connection.execute(insert(comment_scores).values(row))
