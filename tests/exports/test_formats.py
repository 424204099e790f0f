"""Threads as other systems read them: by their formats' descriptions, and by our own importers."""

import csv
import gzip
import hashlib
import json
import stat
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import etree
from sqlalchemy import select

from rejoinder.comments.tables import comments
from rejoinder.exports.formats import wxr
from rejoinder.exports.writing import FORMATS
from rejoinder.imports.actions import Chosen, opened
from rejoinder.imports.second_process import InProcess
from rejoinder.readers.tables import readers
from rejoinder.sites.actions import create_site
from rejoinder.sites.model import NewSite, Site
from rejoinder.storage import Database
from tests.exports.conftest import ORIGIN, PAGE, NewStore, fill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WP = "{http://wordpress.org/export/1.0/}"
WITHDRAWN = "<p>Withdrawn by its author.</p>"
MOMENT = "%Y-%m-%d %H:%M:%S"
DSQ = "{http://www.disqus.com/}"


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    return fill(database, now)


def written(database: Database, site: Site, kind: str, path: Path, now: datetime) -> Path:
    """The site's export."""
    with database.reading() as connection:
        FORMATS[kind](connection, site, path, now=now)
    return path


def rows_of(database: Database, site: Site) -> dict[int, Any]:
    """The site's comments by their numbers."""
    with database.reading() as connection:
        query = select(comments, readers.c.verified_at).join(
            readers, readers.c.id == comments.c.author_id
        )
        return {
            row.id: row for row in connection.execute(query.where(comments.c.site_id == site.id))
        }


def test_wxr_says_what_wordpress_and_disqus_look_for(
    database: Database, site: Site, tmp_path: Path, now: datetime
) -> None:
    tree = etree.parse(written(database, site, "wxr", tmp_path / "out.xml", now))
    trams, ferries = tree.findall("channel/item")
    assert (trams.findtext("link"), trams.findtext(DSQ + "thread_identifier")) == (PAGE, "c-7")
    assert trams.findtext("title") == "Trams & bells"
    assert (trams.findtext(WP + "comment_status"), ferries.findtext(WP + "comment_status")) == (
        "open",
        "closed",
    )
    expected = rows_of(database, site)
    found = {int(each.findtext(WP + "comment_id")): each for each in tree.iter(WP + "comment")}
    assert found.keys() == expected.keys()
    states = {"published": "1", "held": "0", "declined": "trash", "withdrawn": "trash"}
    fields = (
        "id author author_email author_url author_IP date date_gmt content approved type parent"
    )
    for number, each in found.items():
        row = expected[number]
        assert [child.tag for child in each] == [f"{WP}comment_{name}" for name in fields.split()]
        assert each.findtext(WP + "comment_author") == row.author_name
        assert each.findtext(WP + "comment_approved") == states[row.state]
        assert each.findtext(WP + "comment_parent") == str(row.parent_id or 0)
        assert each.findtext(WP + "comment_date_gmt") == f"{row.created_at:{MOMENT}}"
        there = row.created_at.astimezone(ZoneInfo("Europe/Oslo"))
        assert each.findtext(WP + "comment_date") == f"{there:{MOMENT}}"
        email = row.author_email if row.verified_at else ""
        assert each.findtext(WP + "comment_author_email") == email
        html = WITHDRAWN if row.state == "withdrawn" else row.html.replace("\n", "")
        assert each.findtext(WP + "comment_content") == html


def test_wxr_is_as_many_files_as_disqus_would_take(
    database: Database, site: Site, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 2_500
    monkeypatch.setattr(wxr, "wxr_pieces", partial(wxr.wxr_pieces, most=most))
    with database.reading() as connection:
        paths = FORMATS["wxr"](connection, site, tmp_path / "out.xml.gz", now=now)
    assert [path.name for path in paths[:2]] == ["out.xml.gz", "out-2.xml.gz"]
    found: list[int] = []
    threads: set[Any] = set()
    for path in paths:
        content = gzip.decompress(path.read_bytes())
        assert len(content) <= most
        tree = etree.fromstring(content)
        threads.update(tree.xpath("channel/item/link/text()"))
        found += [int(str(each.text)) for each in tree.iter(WP + "comment_id")]
    assert found == sorted(rows_of(database, site))
    # More files than threads: one goes on in the next.
    assert len(paths) > len(threads) == 2


@pytest.mark.parametrize(
    ("kind", "reader"), [("wxr", "wordpress"), ("coral", "coral"), ("remark42", "remark42")]
)
def test_each_comes_back_by_our_own_importer(
    database: Database,
    site: Site,
    new_store: NewStore,
    tmp_path: Path,
    now: datetime,
    kind: str,
    reader: str,
) -> None:
    path = written(database, site, kind, tmp_path / "out", now)
    other, later = new_store("other.db"), now + timedelta(days=1)
    with other.writing() as connection:
        told = NewSite("copy", "The Copy", origins=(ORIGIN, "https://comments.example"))
        copy = create_site(connection, told, now=now)
    chosen = Chosen(reader, path, reader)
    with opened(other, copy, chosen, InProcess(), _quiet, now=later) as found:
        count = found.write(_quiet, emails_verified=False, now=lambda: later).comments
        problems = list(found.problems.lines())
    before, after = rows_of(database, site), rows_of(other, copy)
    assert (count, len(after), problems) == (len(before), len(before), [])
    was = {row.html for row in before.values() if row.state == "published"}
    assert {row.html for row in after.values() if row.state == "published"} == was
    for rows in (before, after):
        reply = next(row for row in rows.values() if row.html == "<p>I agree.</p>")
        assert rows[reply.parent_id].html.endswith("Soon. Or never.</p>")
    # What waits here comes out nowhere: only WordPress's format says that it waits.
    waiting = [row for row in after.values() if row.html == "<p>To hold.</p>"]
    states = {"wxr": ["held"], "coral": ["declined"], "remark42": []}
    assert [row.state for row in waiting] == states[kind]
    assert not [row for row in after.values() if "Gone." in row.html]


def _quiet(what: str, done: int, total: int) -> None:
    """Shows nothing."""


def test_coral_reads_three_files_without_a_line_of_names(
    database: Database, site: Site, tmp_path: Path, now: datetime
) -> None:
    folder = written(database, site, "coral", tmp_path / "coral", now)
    users, stories, told = (
        list(csv.reader((folder / name).read_text(encoding="utf-8").splitlines(keepends=True)))
        for name in ("users.csv", "stories.csv", "comments.csv")
    )
    assert ({len(row) for row in users}, {len(row) for row in stories}) == ({6}, {7})
    by_id = {row[0]: row for row in users}
    assert [row[0] for row in stories] == ["c-7", f"rejoinder-{stories[1][0].split('-')[1]}"]
    assert stories[0][1:4] == [PAGE, "Trams & bells", ""]
    assert (stories[0][5], stories[0][6], bool(stories[1][5])) == ("", "COMMENTS", True)
    expected = rows_of(database, site)
    states = {
        "published": "APPROVED",
        "held": "REJECTED",
        "declined": "REJECTED",
        "withdrawn": "REJECTED",
    }
    assert {int(row[0]) for row in told} == expected.keys()
    for number, author, story, made, body, parent, status, rating in told:
        row = expected[int(number)]
        assert author in by_id
        assert story in {each[0] for each in stories}
        assert datetime.fromisoformat(made) == row.created_at
        assert body == (WITHDRAWN if row.state == "withdrawn" else row.html)
        assert (parent, status, rating) == (str(row.parent_id or ""), states[row.state], "")
    guest = next(row for row in users if row[2].startswith("Bo,"))
    # A guest may have typed anybody's address, and Coral takes nobody without one.
    assert guest[1].endswith(".invalid")
    assert (guest[3], guest[4]) == ("COMMENTER", "true")
    ann = next(row for row in users if row[2] == "Ann")
    assert ("@example.org" in ann[1], ann[4]) == (True, "false")


def test_remark42_reads_lines_behind_what_is_known(
    database: Database, site: Site, tmp_path: Path, now: datetime
) -> None:
    path = written(database, site, "remark42", tmp_path / "backup.gz", now)
    head, *lines = map(json.loads, gzip.decompress(path.read_bytes()).splitlines())
    assert head["version"] == 1
    assert [post["read_only"] for post in head["posts"]] == [True]
    (banned,) = head["users"]
    assert (banned["blocked"]["status"], banned["verified"]) == (True, False)
    expected = rows_of(database, site)
    assert {int(line["id"]) for line in lines} == expected.keys()
    for line in lines:
        row = expected[int(line["id"])]
        shown = row.state == "published"
        assert line.get("delete", False) is not shown
        assert line["pid"] == str(row.parent_id or "")
        assert (line["text"], line["orig"]) == ((row.html, row.source) if shown else ("", ""))
        assert datetime.fromisoformat(line["time"]) == row.created_at
        assert line["locator"]["site"] == "gazette"
        if shown and row.verified_at:
            address = hashlib.sha1(row.author_email.encode()).hexdigest()  # noqa: S324 - theirs
            assert line["user"]["id"] == f"email_{address}"
        if not shown:
            assert line["user"]["id"] == "deleted"
        assert line["user"]["admin"] is False
    assert any(line.get("edit") for line in lines)
    text = json.dumps(lines)
    assert "To decline." not in text
    assert "@example.org" not in text


def test_a_file_is_its_owners_and_whole_or_not_there(
    database: Database, site: Site, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "site.jsonl"
    path.write_text("older")
    path.chmod(0o644)
    written(database, site, "jsonl", path, now)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    whole = path.read_bytes()
    packed = written(database, site, "jsonl", tmp_path / "site.jsonl.gz", now)
    assert gzip.decompress(packed.read_bytes()) == whole
    again = written(database, site, "jsonl", tmp_path / "again.jsonl.gz", now)
    assert again.read_bytes() == packed.read_bytes()

    def break_off(*_: object) -> Any:
        yield b"half"
        raise RuntimeError("the store went away")

    monkeypatch.setattr("rejoinder.exports.writing.archive_lines", break_off)
    with pytest.raises(RuntimeError):
        written(database, site, "jsonl", path, now)
    assert path.read_bytes() == whole
    assert sorted(each.name for each in tmp_path.glob("*.part")) == []
