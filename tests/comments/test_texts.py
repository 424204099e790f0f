"""What comments say is kept in memory by revision, for each store apart."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, event

from rejoinder.articles.model import Article
from rejoinder.articles.queries import thread_version
from rejoinder.comments import intake, queries
from rejoinder.comments import texts as kept_texts
from rejoinder.comments.model import State
from rejoinder.storage import Database
from tests.support import factories

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def texts(connection: Connection, article: Article) -> list[str]:
    version = thread_version(connection, article.id)
    page = queries.thread_page(connection, article.id, version=version)
    return [each.html for each in page.comments]


@only_sqlite
def test_a_thread_that_one_comment_joins_is_not_read_whole(
    database: Database, now: datetime
) -> None:
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "comments.html" in statement:
            read.append(statement)

    with database.writing() as connection:
        article = factories.make_article(connection, now=now)
        for number in range(20):
            factories.make_comment(connection, now=now, article=article, text=f"Number {number}.")
        texts(connection, article)
        factories.make_comment(connection, now=now, article=article, text="One more.")
        event.listen(database.writer, "before_cursor_execute", note)
        assert "<p>One more.</p>" in texts(connection, article)
        assert len(read) == 1
        assert read[0].count("?") == 1, "only the new one"
        texts(connection, article)
        event.remove(database.writer, "before_cursor_execute", note)
    assert len(read) == 1


def test_an_edit_and_a_withdrawal_are_seen_at_once(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = factories.make_article(connection, now=now)
        comment = factories.make_comment(connection, now=now, article=article, text="Before.")
        assert texts(connection, article) == ["<p>Before.</p>"]
        after = intake.rewrite(connection, comment, "After.", State.PUBLISHED, now=now)
        assert texts(connection, article) == ["<p>After.</p>"]
        intake.move(connection, after, State.WITHDRAWN, now=now)
        assert texts(connection, article) == []


def test_long_comments_are_kept_in_smaller_number(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_texts, "MAX_CHARS", 1000)
    with database.writing() as connection:
        article = factories.make_article(connection, now=now)
        for _ in range(10):
            factories.make_comment(connection, now=now, article=article, text="Long " * 40)
        assert len(texts(connection, article)) == 10
        assert 0 < len(kept_texts._caches[connection.engine]) < 5
