"""A file's records on the disk, so that threads of any size find their order in little memory.

The table is SQLite's own temporary file: nobody else can open it, and it is gone when we end,
however we end.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from rejoinder.errors import N_
from rejoinder.imports.ids import guest_id, storable, stored_id
from rejoinder.imports.model import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.staged import Staged, StagedArticle

_CACHE_KB = 48_000
_AT_ONCE = 1000
_TABLES = """
CREATE TABLE articles (ref TEXT PRIMARY KEY, source_id TEXT, address TEXT, cms_id TEXT, title TEXT,
    published REAL, closed INTEGER, comments INTEGER DEFAULT 0,
    first REAL, target INTEGER) WITHOUT ROWID;
CREATE TABLE authors (key TEXT PRIMARY KEY, name TEXT, email TEXT, target INTEGER) WITHOUT ROWID;
CREATE TABLE elsewhere (source_id TEXT PRIMARY KEY, target INTEGER) WITHOUT ROWID;
CREATE TABLE comments (seq INTEGER PRIMARY KEY, source_id TEXT UNIQUE, article TEXT, parent TEXT,
    author TEXT, name TEXT, text TEXT, markup TEXT, created REAL, edited REAL, status TEXT,
    labels BLOB, line INTEGER, depth INTEGER, target INTEGER);
"""
_INDEXES = """
CREATE INDEX by_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE INDEX by_depth ON comments (depth, seq);
"""


class Staging:
    """The records of one file, taken in any order, given back parents first."""

    def __init__(self) -> None:
        """Opens the table; see TMPDIR for where."""
        self._store = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KB}"):
            self._store.execute(f"PRAGMA {setting}")
        self._store.executescript(_TABLES)
        self._store.execute("BEGIN")
        self._seq = 0
        self._waiting: list[tuple[Any, ...]] = []
        self._authors: dict[str, tuple[str, str, str]] = {}

    def close(self) -> None:
        """Throws everything away."""
        self._store.close()

    def add(self, record: Record) -> list[Problem]:
        """Takes a record; what is wrong with those that came before it, or with this."""
        match record:
            case Problem():
                return [record]
            case ArticleRecord():
                self._add_article(record)
            case AuthorRecord():
                self._store.execute(
                    "INSERT INTO authors (key, name, email) VALUES (?, ?, ?)"
                    " ON CONFLICT (key) DO UPDATE SET name = excluded.name, email = excluded.email",
                    (stored_id(record.source_id), storable(record.name), storable(record.email)),
                )
            case CommentRecord():
                return self._add_comment(record)
        return []

    def _add_article(self, record: ArticleRecord) -> None:
        published = None if record.published_at is None else record.published_at.timestamp()
        self._store.execute(
            "INSERT OR IGNORE INTO articles (ref, source_id, address, cms_id, title, published,"
            " closed) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(stored_id(record.ref), stored_id(record.source_id)),
                *(storable(record.address)[:2000], storable(record.cms_id)[:200]),
                *(storable(record.title)[:2000], published, record.closed),
            ),
        )

    def _add_comment(self, record: CommentRecord) -> list[Problem]:
        author = stored_id(record.author) if record.author else guest_id(record.name, record.email)
        if author not in self._authors:
            self._authors[author] = (author, storable(record.name), storable(record.email))
        self._seq += 1
        self._waiting.append(
            (
                *(self._seq, stored_id(record.source_id), stored_id(record.article)),
                None if record.parent is None else stored_id(record.parent),
                *(author, storable(record.name), storable(record.text), record.markup.value),
                record.created_at.timestamp(),
                None if record.edited_at is None else record.edited_at.timestamp(),
                record.status.value,
                msgspec.msgpack.encode(record.labels) if record.labels else b"",
                record.line,
            )
        )
        return self.flush() if len(self._waiting) >= _AT_ONCE else []

    def flush(self) -> list[Problem]:
        """Writes what waits; of comments with the same id the first one counts."""
        rows, self._waiting = self._waiting, []
        self._store.executemany(
            "INSERT OR IGNORE INTO authors (key, name, email) VALUES (?, ?, ?)",
            self._authors.values(),
        )
        self._authors.clear()
        before = self._store.total_changes
        self._store.executemany(
            "INSERT OR IGNORE INTO comments (seq, source_id, article, parent, author, name, text,"
            " markup, created, edited, status, labels, line)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        if self._store.total_changes - before == len(rows):
            return []
        taken = {
            seq
            for (seq,) in self._store.execute(
                "SELECT seq FROM comments WHERE seq BETWEEN ? AND ?", (rows[0][0], rows[-1][0])
            )
        }
        return [
            Problem(row[-1], N_("Another comment has the same id."), code="same-id")
            for row in rows
            if row[0] not in taken
        ]

    def count_by_article(self) -> None:
        """Says of each article how many comments it has; first when all are there."""
        self._store.executescript(_INDEXES)
        self._store.execute("BEGIN")
        self._store.execute(
            "CREATE TEMP TABLE counted AS SELECT article, count(*) AS size,"
            " min(created) AS first FROM comments GROUP BY article"
        )
        self._store.execute(
            "UPDATE articles SET comments = counted.size, first = counted.first FROM counted"
            " WHERE counted.article = articles.ref"
        )

    @property
    def store(self) -> sqlite3.Connection:
        """For `placing`, which puts the comments in order."""
        return self._store

    def articles(self, size: int) -> Iterator[list[StagedArticle]]:
        """Those that have comments, several at a time."""
        last = ""
        while rows := self._store.execute(
            "SELECT * FROM articles WHERE comments > 0 AND ref > ? ORDER BY ref LIMIT ?",
            (last, size),
        ).fetchall():
            yield [StagedArticle._make(row) for row in rows]
            last = rows[-1][0]

    def article_counts(self) -> tuple[int, int]:
        """How many articles there are, and how many of them have comments."""
        one = self._store.execute("SELECT count(*), sum(comments > 0) FROM articles").fetchone()
        return int(one[0]), int(one[1] or 0)

    def statuses(self) -> Counter[Status]:
        """How many comments there are of each."""
        rows = self._store.execute("SELECT status, count(*) FROM comments GROUP BY status")
        return Counter({Status(status): size for status, size in rows})

    def labels(self) -> int:
        """How many comments come with decisions."""
        return self._one("SELECT count(*) FROM comments WHERE length(labels) > 0")

    def here_already(self) -> int:
        """How many comments are known to be here."""
        return self._one("SELECT count(*) FROM comments WHERE target IS NOT NULL")

    def without_article(self) -> int:
        """How many comments are under an article of which the file says nothing."""
        return self._one(
            "SELECT count(*) FROM comments WHERE article NOT IN (SELECT ref FROM articles)"
        )

    def to_write(self) -> int:
        """How many comments wait."""
        return self._one(
            "SELECT count(*) FROM comments WHERE target IS NULL AND article IN"
            " (SELECT ref FROM articles)"
        )

    def ids(self, size: int) -> Iterator[list[str]]:
        """Every comment's id, several at a time."""
        last = 0
        while rows := self._store.execute(
            "SELECT seq, source_id FROM comments WHERE seq > ? ORDER BY seq LIMIT ?", (last, size)
        ).fetchall():
            yield [row[1] for row in rows]
            last = rows[-1][0]

    def missing_parents(self, size: int) -> Iterator[list[str]]:
        """The ids of what is answered and not in the file, several at a time."""
        rows = self._store.execute(
            "SELECT DISTINCT parent FROM comments AS reply WHERE parent IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM comments WHERE source_id = reply.parent)"
        )
        while several := rows.fetchmany(size):
            yield [row[0] for row in several]

    def batches(self, size: int) -> Iterator[list[Staged]]:
        """The comments that are not here yet, parents first, `size` at a time."""
        depth, seq = -1, 0
        while rows := self._store.execute(
            "SELECT seq, source_id, article, parent, author, name, text, markup, created, edited,"
            " status, labels, line, depth FROM comments WHERE (depth, seq) > (?, ?)"
            " AND target IS NULL AND article IN (SELECT ref FROM articles)"
            " ORDER BY depth, seq LIMIT ?",
            (depth, seq, size),
        ).fetchall():
            yield [Staged._make(row[:-1]) for row in rows]
            depth, seq = rows[-1][-1], rows[-1][0]

    def remember(self, table: str, found: Sequence[tuple[int, str]]) -> None:
        """Keeps of rows of `comments`, `articles` or `authors` which they are here."""
        key = {"comments": "source_id", "articles": "ref", "authors": "key"}[table]
        self._store.executemany(
            f"UPDATE {table} SET target = ? WHERE {key} = ?",  # noqa: S608 - from the list above
            found,
        )

    def remember_parents(self, found: Sequence[tuple[str, int]]) -> None:
        """Keeps where the parents are that came here with another file."""
        self._store.executemany("INSERT OR IGNORE INTO elsewhere VALUES (?, ?)", found)

    def targets(self, table: str, ids: Sequence[str]) -> dict[str, int]:
        """Which rows here these are; those that are not here are left out."""
        key = {
            "comments": "source_id",
            "articles": "ref",
            "authors": "key",
            "elsewhere": "source_id",
        }
        places = ", ".join("?" * len(ids))
        rows = self._store.execute(
            f"SELECT {key[table]}, target FROM {table}"  # noqa: S608 - from the list above
            f" WHERE target IS NOT NULL AND {key[table]} IN ({places})",
            list(ids),
        )
        return dict(rows.fetchall())

    def author(self, key: str) -> tuple[str, str]:
        """An author's name and e-mail address, as the file has them."""
        row = self._store.execute(
            "SELECT name, email FROM authors WHERE key = ?", (key,)
        ).fetchone()
        return (row[0], row[1])

    def _one(self, query: str) -> int:
        return int(self._store.execute(query).fetchone()[0] or 0)
