"""An index of words: FTS5 on SQLite, tsvector on PostgreSQL, asked and filled alike.

Both are given words that were found and folded already (`text.search_words`): a store's own ways
of taking texts apart differ, and neither knows all the languages that a newspaper has readers in.
A row has two parts, what somebody wrote (`words`) and what they are called (`names`).
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

# On SQLite its own table of another kind, whose rows are numbered as the comments are.
comment_words = Table(
    "comment_words",
    metadata,
    Column("comment_id", Id, primary_key=True, autoincrement=False),
    *(Column(each, _VECTOR, nullable=False) for each in (WORDS, NAMES)),
    # Two of them: what weights would tell apart in one is looked up in each row, since no index has
    # weights.
    *(
        Index(f"ix_comment_words_{each}", each, postgresql_using="gin").ddl_if(dialect="postgresql")
        for each in (WORDS, NAMES)
    ),
)
# Our words have letters, figures and their marks in them, and nothing else: none is taken apart.
VIRTUAL_TABLE: Final = (
    "CREATE VIRTUAL TABLE comment_words USING fts5(words, names, "
    "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
)


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
    """What the index is to know of one comment."""

    comment_id: int
    words: Sequence[str]
    names: Sequence[str]


@compiles(CreateTable, "sqlite")
def _create(element: CreateTable, compiler: Any, **options: Any) -> str:
    if element.element is comment_words:
        return VIRTUAL_TABLE
    created: str = compiler.visit_create_table(element, **options)
    return created


def put(connection: Connection, rows: Iterable[IndexedWords]) -> None:
    """Puts rows in, in the place of those that have their numbers."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.executemany(
            "INSERT OR REPLACE INTO comment_words (rowid, words, names) VALUES (?, ?, ?)",
            [(each.comment_id, " ".join(each.words), " ".join(each.names)) for each in rows],
        )
        return
    with driver.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO comment_words (comment_id, words, names)"
            " VALUES (%s, %s::tsvector, %s::tsvector) ON CONFLICT (comment_id)"
            " DO UPDATE SET words = EXCLUDED.words, names = EXCLUDED.names",
            [(each.comment_id, _vector(each.words), _vector(each.names)) for each in rows],
        )


def matching(connection: Connection, part: str, terms: Sequence[AnyTerm]) -> Select[int]:
    """The numbers of the comments with all these terms in this part; `terms` are one at least."""
    if connection.dialect.name == "sqlite":
        asked = " AND ".join(f"{{{part}}} : {_phrase_on_sqlite(each)}" for each in terms)
        found = literal_column("comment_words").op("MATCH")(asked)
        # The sign keeps SQLite from asking the index once for each comment.
        number = literal_column("+comment_words.rowid", Id)
        return select(number).select_from(comment_words).where(found)
    asked = " & ".join(_phrase_on_postgres(each) for each in terms)
    found = comment_words.c[part].op("@@")(cast(literal(asked), TSQUERY))
    return select(comment_words.c.comment_id).where(found)


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
