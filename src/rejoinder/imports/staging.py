"""A file's records on the disk, so that threads of any size find their order in little memory.

The table is SQLite's own temporary file: nobody else can open it, and it is gone when we end,
however we end.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rejoinder.errors import N_
from rejoinder.imports.authors import cleaned
from rejoinder.imports.batch import Batch, author_key
from rejoinder.imports.ids import stored_id
from rejoinder.imports.model import CommentRecord, Label, Problem, Status
from rejoinder.imports.reading.fields import Remembered
from rejoinder.imports.staged import (
    StagedArticle,
    StagedAuthor,
    Waiting,
    staged_article,
    staged_author,
    staged_comment,
    staged_label,
    unpack_label,
)

_CACHE_KB = 12_000
# What a comment says stands apart: what puts them in order need not pass over it.
_TABLES = """
CREATE TABLE articles (ref TEXT PRIMARY KEY, source_id TEXT, address TEXT, cms_id TEXT, title TEXT,
    published REAL, closed INTEGER, comments INTEGER, first REAL, target INTEGER) WITHOUT ROWID;
CREATE TABLE authors (key TEXT PRIMARY KEY, name TEXT, email TEXT, target INTEGER) WITHOUT ROWID;
CREATE TABLE elsewhere (source_id TEXT PRIMARY KEY, target INTEGER) WITHOUT ROWID;
CREATE TABLE comments (seq INTEGER PRIMARY KEY, source_id TEXT UNIQUE, article TEXT, parent TEXT,
    author TEXT, status TEXT, created REAL, labelled INTEGER, line INTEGER, depth INTEGER,
    target INTEGER);
CREATE TABLE texts (seq INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE labels (comment TEXT, label BLOB);
"""
_INDEXES = """
CREATE INDEX by_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE INDEX by_depth ON comments (depth, seq);
CREATE INDEX by_comment ON labels (comment);
"""
_PUT_ARTICLE = (
    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ref) DO UPDATE SET"
    " closed = max(closed, excluded.closed), title = coalesce(nullif(title, ''), excluded.title)"
)
_PUT_WRITER = "INSERT OR IGNORE INTO authors (key, name, email) VALUES (?, ?, ?)"
_PUT_AUTHOR = (
    "INSERT INTO authors (key, name, email) VALUES (?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET name = excluded.name, email = excluded.email"
)
_PUT_COMMENT = (
    "INSERT OR IGNORE INTO comments (seq, source_id, article, parent, author, status, created,"
    " labelled, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


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
        self._writers = Remembered()

    def close(self) -> None:
        """Throws everything away."""
        self._store.close()

    def put(self, batch: Batch, bodies: Sequence[bytes]) -> list[Problem]:
        """Takes records, and what their comments say; tells what is wrong with them.

        Of comments with the same id the first counts.
        """
        put = self._store.executemany
        put(_PUT_ARTICLE, map(staged_article, batch.articles))
        put(
            _PUT_AUTHOR,
            (
                cleaned(staged_author(stored_id(each.source_id), each.name, each.email))
                for each in batch.authors
            ),
        )
        put("INSERT INTO labels VALUES (?, ?)", map(staged_label, batch.labels))
        keys = list(map(author_key, batch.comments))
        put(_PUT_WRITER, self._new_writers(keys, batch.comments))
        first, before = self._seq + 1, self._store.total_changes
        self._seq += len(batch.comments)
        put(_PUT_COMMENT, map(staged_comment, range(first, self._seq + 1), keys, batch.comments))
        twice = set()
        if self._store.total_changes - before < len(batch.comments):
            twice = self._missing(range(first, self._seq + 1))
        put(
            "INSERT INTO texts VALUES (?, ?)",
            ((seq, each) for seq, each in enumerate(bodies, start=first) if seq not in twice),
        )
        what = N_("Another comment has the same id.")
        return batch.problems + [
            Problem(batch.comments[seq - first].line, what, code="same-id") for seq in sorted(twice)
        ]

    def _new_writers(
        self, keys: Sequence[str], comments: Sequence[CommentRecord]
    ) -> Iterator[StagedAuthor]:
        """Of whom only their comments tell; what the first tells counts."""
        for key, each in zip(keys, comments, strict=True):
            if self._writers.first(key):
                yield cleaned(staged_author(key, each.name, each.email))

    def _missing(self, numbers: range) -> set[int]:
        rows = self._store.execute(
            "SELECT seq FROM comments WHERE seq BETWEEN ? AND ?", (numbers[0], numbers[-1])
        )
        return set(numbers) - {seq for (seq,) in rows}

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
        return self._one(
            "SELECT count(*) FROM comments WHERE labelled OR source_id IN"
            " (SELECT comment FROM labels)"
        )

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

    def batches(self, size: int) -> Iterator[list[Waiting]]:
        """The comments that are not here yet, parents first, `size` at a time."""
        depth, seq = -1, 0
        while rows := self._store.execute(
            "SELECT seq, source_id, article, parent, author, status, line, body, depth"
            " FROM comments JOIN texts USING (seq) WHERE (depth, seq) > (?, ?)"
            " AND target IS NULL AND article IN (SELECT ref FROM articles)"
            " ORDER BY depth, seq LIMIT ?",
            (depth, seq, size),
        ).fetchall():
            yield [Waiting._make(row[:-1]) for row in rows]
            depth, seq = rows[-1][-1], rows[-1][0]

    def remember(self, table: str, found: Sequence[tuple[int, str]]) -> None:
        """Keeps of rows of `comments`, `articles` or `authors` which they are here."""
        key = {"comments": "source_id", "articles": "ref", "authors": "key"}[table]
        self._store.executemany(
            f"UPDATE {table} SET target = ? WHERE {key} = ?",  # noqa: S608 - from the list above
            found,
        )

    def remember_written(self, found: Sequence[tuple[int, int]]) -> None:
        """Keeps which comments these are here, by their `seq`."""
        self._store.executemany("UPDATE comments SET target = ? WHERE seq = ?", found)

    def remember_parents(self, found: Sequence[tuple[str, int]]) -> None:
        """Keeps where the parents are that came here with another file."""
        self._store.executemany("INSERT OR IGNORE INTO elsewhere VALUES (?, ?)", found)

    def targets(self, table: str, ids: Sequence[str]) -> dict[str, int]:
        """Which rows here these are; those that are not here are left out."""
        key = {
            "comments": "source_id",
            "articles": "ref",
            "elsewhere": "source_id",
        }
        places = ", ".join("?" * len(ids))
        rows = self._store.execute(
            f"SELECT {key[table]}, target FROM {table}"  # noqa: S608 - from the list above
            f" WHERE target IS NOT NULL AND {key[table]} IN ({places})",
            list(ids),
        )
        return dict(rows.fetchall())

    def authors(self, keys: Sequence[str]) -> dict[str, tuple[StagedAuthor, int | None]]:
        """These authors by their keys, with which they are here, if they are known to be."""
        places = ", ".join("?" * len(keys))
        rows = self._store.execute(
            f"SELECT key, name, email, target FROM authors WHERE key IN ({places})",  # noqa: S608
            keys,
        )
        return {row[0]: (StagedAuthor(*row[:3]), row[3]) for row in rows}

    def labels_of(self, ids: Sequence[str]) -> dict[str, list[Label]]:
        """What the file tells of decisions apart from these comments."""
        places = ", ".join("?" * len(ids))
        rows = self._store.execute(
            f"SELECT comment, label FROM labels WHERE comment IN ({places})",  # noqa: S608
            ids,
        )
        found: dict[str, list[Label]] = defaultdict(list)
        for comment, label in rows:
            found[comment].append(unpack_label(label))
        return found

    def _one(self, query: str) -> int:
        return int(self._store.execute(query).fetchone()[0] or 0)
