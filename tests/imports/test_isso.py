"""Isso's own store, and the JSON that it takes."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from rejoinder.errors import Invalid
from tests.support.import_files import Importer, pages, told
from tests.support.source_files import ROOT


def test_a_store_that_isso_wrote_comes_whole(importer: Importer, tmp_path: Path) -> None:
    store = tmp_path / "isso.db"
    with sqlite3.connect(store) as made:
        made.executescript((ROOT / "tests/data/isso-0.14.sql").read_text(encoding="utf-8"))
    made.close()
    _, problems, written = importer(store.read_bytes(), kind="isso")
    assert (written, problems.first) == (6, [])
    first = "The *old* bridge was **safe**.\n\n> Said who?\n\nMe."
    second = "I disagree: see <https://elsewhere.example/report>. (Mended.)"
    assert told(importer) == [
        (first, "published", None, "Ann"),
        (second, "published", first, "Bo"),
        ("Thanks! 🙂", "published", first, "Anonymous"),  # Isso knows two levels
        ("", "withdrawn", None, "Anonymous"),
        ("A reply to what went.", "published", "", "Dee"),
        ("Waits for somebody.", "held", None, "Eve"),
    ]
    assert pages(importer) == [("The bridge", "https://paper.example/news/bridge/")]
    assert importer(store.read_bytes(), kind="isso")[2] == 0


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE threads (id, uri, title); CREATE VIEW comments AS WITH RECURSIVE"
        " f(x) AS (SELECT 1 UNION ALL SELECT x FROM f) SELECT x AS id FROM f",
        "CREATE TABLE threads (id, uri, title);"
        "CREATE TABLE comments (id, text AS (printf('%.*c', 1000000000, 'x')))",
        "CREATE TABLE other (id)",
    ],
)
def test_a_store_that_computes_or_is_another_is_refused(
    importer: Importer, tmp_path: Path, schema: str
) -> None:
    store = tmp_path / "isso.db"
    with sqlite3.connect(store) as made:
        made.executescript(schema)
    made.close()
    with pytest.raises(Invalid):
        importer(store.read_bytes(), kind="isso")
    with pytest.raises(Invalid):
        importer(gzip.compress(store.read_bytes()), kind="isso")


def test_a_damaged_store_brings_what_can_be_read(importer: Importer) -> None:
    _, problems, written = importer(b"SQLite format 3\x00" + b"\x01" * 5000, kind="isso")
    assert (written, [each.code for each in problems.first]) == (0, ["damaged-file"])


def test_the_json_that_isso_takes_is_read(importer: Importer) -> None:
    one = {"id": 1, "author": "Ann", "email": "a@b.example", "created": "2021-03-04 05:06:07"}
    thread = {"id": "/news/bridge", "title": "The bridge", "comments": [{**one, "text": "*One*"}]}
    other = {"comments": [{**one, "text": "Two"}], "title": "Later", "id": "/news/later"}
    _, problems, written = importer(json.dumps([thread, other], indent=1), kind="isso")
    assert (written, problems.first) == (2, [])
    assert [each[0] for each in told(importer)] == ["*One*", "Two"]
    assert pages(importer) == [
        ("The bridge", "https://paper.example/news/bridge"),
        ("Later", "https://paper.example/news/later"),
    ]
