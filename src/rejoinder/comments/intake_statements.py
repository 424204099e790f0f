"""What `intake` has the store do. Built once: every post executes them."""

from sqlalchemy import bindparam, insert, text, update

from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments, revisions
from rejoinder.storage import BulkInsert, Prepared

INSERT_COMMENT = Prepared(
    insert(comments),
    (
        *("site_id", "article_id", "parent_id", "author_id", "author_name", "author_email"),
        "author_badge",
        *("source", "html", "fingerprint", "state", "created_at", "held_at"),
        *("status_token", "submission_key", "sender_key"),
    ),
)
INSERT_REVISION = Prepared(insert(revisions), ("comment_id", "number", "source", "written_at"))
ONE_MORE = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article_id"))
    .values(
        thread_version=articles.c.thread_version + 1, comment_count=articles.c.comment_count + 1
    )
)
SO_MANY_MORE = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article_id"))
    .values(
        thread_version=articles.c.thread_version + 1,
        comment_count=articles.c.comment_count + bindparam("more"),
    )
)
INSERT_MANY = BulkInsert(
    comments,
    (
        *("id", "site_id", "article_id", "parent_id", "author_id", "author_name", "author_email"),
        *("source", "html", "fingerprint", "state"),
        *("created_at", "held_at", "edited_at", "withdrawn_at", "status_token"),
    ),
    as_text=("created_at", "held_at", "edited_at", "withdrawn_at"),
)
FIRST_REVISIONS = BulkInsert(
    revisions, ("comment_id", "number", "source", "written_at"), as_text=("written_at",)
)

# As the triggers have it that see to texts, names and states.
READ_AGAIN = text(
    "INSERT INTO unindexed_comments (comment_id) VALUES (:id)"
    " ON CONFLICT (comment_id) DO UPDATE SET comment_id = excluded.comment_id"
)
