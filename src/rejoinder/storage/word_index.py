"""Indexes of words: FTS5 on SQLite, tsvector on PostgreSQL, asked and filled alike.

Both are given words that were found and folded already (`text.search_words`): a store's own ways
of taking texts apart differ, and neither knows all the languages that a newspaper has readers in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Select,
    Table,
    Text,
    delete,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql import cast, literal

from rejoinder.storage.schema import Id, metadata

WORDS: Final = "words"
NAMES: Final = "names"
# What a vector keeps of one word: further places are left out, as PostgreSQL does itself.
_MOST_PLACES: Final = 255
_LAST_PLACE: Final = 16_383

_VECTOR: Final = Text().with_variant(TSVECTOR(), "postgresql")


class AnyTerm(Protocol):
    """Words one after the other, the last perhaps begun; as `text.search_words.Term`."""

    @property
    def words(self) -> tuple[str, ...]:
        """Folded."""

    @property
    def begins(self) -> bool:
        """Whether the last may go on."""


@dataclass(frozen=True, slots=True)
class IndexedWords:
    """What an index is to know of one thing: its number, and its words in each part."""

    number: int
    parts: tuple[Sequence[str], ...]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of the things of one kind, in one part or several."""

    table: Table
    """Of the things' number, and a column for each part."""

    @property
    def number(self) -> Column[int]:
        """The things' number."""
        return next(iter(self.table.primary_key.columns))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(each.name for each in self.table.columns if not each.primary_key)

    def virtual_table(self) -> str:
        """What makes it on SQLite: a table of another kind, its rows numbered as the things are.

        Our words have letters, figures and their marks in them: none is taken apart.
        """
        return (
            f"CREATE VIRTUAL TABLE {self.table.name} USING fts5({', '.join(self.parts)}, "
            "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
        )

    def put(self, connection: Connection, rows: Iterable[IndexedWords]) -> None:
        """Puts rows in, in the place of those that have their numbers."""
        driver: Any = connection.connection.driver_connection
        name, parts = self.table.name, self.parts
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" for _ in parts)
            driver.executemany(
                f"INSERT OR REPLACE INTO {name} (rowid, {', '.join(parts)})"  # noqa: S608 - ours
                f" VALUES (?, {marks})",
                [(each.number, *map(" ".join, each.parts)) for each in rows],
            )
            return
        key = self.number.name
        marks = ", ".join("%s::tsvector" for _ in parts)
        again = ", ".join(f"{part} = EXCLUDED.{part}" for part in parts)
        with driver.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name} ({key}, {', '.join(parts)}) VALUES (%s, {marks})"  # noqa: S608
                f" ON CONFLICT ({key}) DO UPDATE SET {again}",
                [(each.number, *map(_vector, each.parts)) for each in rows],
            )

    def matching(self, connection: Connection, part: str, terms: Sequence[AnyTerm]) -> Select[int]:
        """The numbers of all with all these terms in this part; `terms` are one at least."""
        if connection.dialect.name == "sqlite":
            asked = " AND ".join(f"{{{part}}} : {_phrase_on_sqlite(each)}" for each in terms)
            found = literal_column(self.table.name).op("MATCH")(asked)
            # The sign keeps SQLite from asking the index once for each of what else is asked of.
            number = literal_column(f"+{self.table.name}.rowid", Id)
            return select(number).select_from(self.table).where(found)
        asked = " & ".join(_phrase_on_postgres(each) for each in terms)
        return select(self.number).where(self.table.c[part].op("@@")(cast(literal(asked), TSQUERY)))


@dataclass(frozen=True, slots=True)
class Unindexed:
    """Which things of one kind an index has yet to read; triggers put their numbers there."""

    table: Table
    """Of the things' number alone."""

    def take(self, connection: Connection, most: int) -> list[int]:
        """The newest of them, which no other transaction has in hand."""
        (number,) = self.table.columns
        waiting = select(number).order_by(number.desc()).limit(most)
        locked = waiting.with_for_update(skip_locked=True)
        return [int(each) for each in connection.execute(locked).scalars()]

    def done(self, connection: Connection, numbers: Sequence[int]) -> None:
        """These are read now."""
        (number,) = self.table.columns
        connection.execute(delete(self.table).where(number.in_(numbers)))

    def any(self, connection: Connection) -> bool:
        """Whether one waits."""
        return connection.execute(select(*self.table.columns).limit(1)).first() is not None

    def count(self, connection: Connection) -> int:
        """How many wait."""
        return int(connection.execute(select(func.count()).select_from(self.table)).scalar_one())


def _indexed(name: str, number: str, *parts: str) -> WordIndex:
    # An index for each part: what weights would tell apart in one is looked up in each row, since
    # no index has weights.
    return WordIndex(
        Table(
            name,
            metadata,
            Column(number, Id, primary_key=True, autoincrement=False),
            *(Column(each, _VECTOR, nullable=False) for each in parts),
            *(
                Index(f"ix_{name}_{each}", each, postgresql_using="gin").ddl_if(
                    dialect="postgresql"
                )
                for each in parts
            ),
        )
    )


# What somebody wrote, and what they are called.
COMMENTS: Final = _indexed("comment_words", "comment_id", WORDS, NAMES)
# Headline, standfirst, byline and section, as one text.
ARTICLES: Final = _indexed("article_words", "article_id", WORDS)
_BY_TABLE: Final = {each.table: each for each in (COMMENTS, ARTICLES)}


@compiles(CreateTable, "sqlite")
def _create(element: CreateTable, compiler: Any, **options: Any) -> str:
    index = _BY_TABLE.get(element.element)
    if index is not None:
        return index.virtual_table()
    created: str = compiler.visit_create_table(element, **options)
    return created


def _phrase_on_sqlite(term: AnyTerm) -> str:
    # Between quotation marks nothing but our words: letters, figures and marks.
    return f'"{" ".join(term.words)}"' + ("*" if term.begins else "")


def _phrase_on_postgres(term: AnyTerm) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    return f"({phrase}{':*' if term.begins else ''})"


def _vector(words: Sequence[str]) -> str:
    """A vector as PostgreSQL reads it: each word once, with its places."""
    places: dict[str, list[str]] = {}
    for at, word in enumerate(words, start=1):
        known = places.setdefault(word, [])
        if len(known) < _MOST_PLACES:
            known.append(str(min(at, _LAST_PLACE)))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())
