"""A site as JSON lines and back: nothing is lost, and nothing comes that must not."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from rejoinder.articles.queries import by_slug
from rejoinder.audit.model import Verified
from rejoinder.audit.queries import head_of, verify
from rejoinder.comments.queries import by_id
from rejoinder.comments.tables import comments
from rejoinder.errors import Invalid
from rejoinder.exports.archive import archive_lines
from rejoinder.exports.archived_tables import ARCHIVED
from rejoinder.exports.restoring import Restored, restore
from rejoinder.sites.actions import keep_default_policy
from rejoinder.sites.kept_defaults import default_at, kept_defaults
from rejoinder.sites.model import policy_version
from rejoinder.sites.queries import by_key, everyone
from rejoinder.storage import Database
from tests.exports.conftest import TWO, NewStore, fill
from tests.support import factories


def archived(database: Database, key: str = "gazette") -> list[bytes]:
    """A site's lines."""
    with database.reading() as connection:
        return list(archive_lines(connection, by_key(connection, key)))


def restored(database: Database, lines: list[bytes]) -> Restored:
    """A site brought back in a transaction of its own."""
    with database.writing() as connection:
        return restore(connection, enumerate(lines, 1))


def changed(lines: list[bytes], kind: str, **values: Any) -> list[bytes]:
    """The lines with other values in the first of a kind."""
    at = next(n for n, line in enumerate(lines) if json.loads(line)["table"] == kind)
    line = json.dumps({**json.loads(lines[at]), **values}).encode()
    return [*lines[:at], line, *lines[at + 1 :]]


def test_what_comes_back_is_what_was_there(
    database: Database, new_store: NewStore, now: datetime
) -> None:
    source = new_store("source.db")
    fill(source, now)
    lines = archived(source)
    told = json.loads(lines[0])["tables"]
    assert [name for name in told if not told[name]["count"]] == []
    done = restored(database, lines)
    assert done.counts == {name: told[name]["count"] for name in told}
    assert archived(database) == lines
    with source.reading() as there, database.reading() as here:
        head = head_of(there, by_key(there, "gazette").id)
        assert verify(here, done.site.id, now=now, head=head) == Verified(head, ())
    # And the store goes on: what is written next has numbers of its own.
    with database.writing() as connection:
        article = by_slug(connection, done.site.id, "trams-bells")
        assert article.comment_count == 2
        new = factories.make_comment(connection, now=now, article=article)
        assert new.id > told["comments"]["last"]


def test_it_comes_back_from_either_store(
    database: Database, new_store: NewStore, now: datetime
) -> None:
    fill(database, now)
    lines = archived(database)
    other = new_store("other.db")
    restored(other, lines)
    assert archived(other) == lines


def test_defaults_come_along_that_decided_here_and_stand_beside_those_that_are_here(
    database: Database, new_store: NewStore, now: datetime
) -> None:
    source = new_store("source.db")
    fill(source, now)
    lines = archived(source)
    rows = [row for row in map(json.loads, lines) if row["table"] == "default_policies"]
    assert [each["source"] for each in rows] == [TWO]
    long_ago = now - timedelta(days=400)
    with database.writing() as connection:
        keep_default_policy(connection, TWO, now=long_ago)
    restored(database, lines)
    with database.reading() as connection:
        assert kept_defaults(connection) == {policy_version(TWO): TWO}
        assert default_at(connection, long_ago) == TWO


def test_an_archive_of_before_defaults_were_kept_comes_back(
    database: Database, new_store: NewStore, now: datetime
) -> None:
    source = new_store("source.db")
    fill(source, now)
    lines = archived(source)
    tables = json.loads(lines[0])["tables"]
    del tables["default_policies"]
    old = [line for line in lines if json.loads(line)["table"] != "default_policies"]
    restored(database, changed(old, "rejoinder-archive", tables=tables))
    with database.reading() as connection:
        assert kept_defaults(connection) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestWhatIsRefused:
    """Of what cannot be taken, nothing is."""

    @pytest.fixture
    def lines(self, new_store: NewStore, now: datetime) -> list[bytes]:
        """A good archive."""
        source = new_store("source.db")
        fill(source, now)
        return archived(source)

    def refuse(self, database: Database, lines: list[bytes], problem: str) -> Invalid:
        """It says why, and nothing is written."""
        with pytest.raises(Invalid) as refused:
            restored(database, lines)
        assert problem in str(refused.value) + str(refused.value.details.get("problem"))
        with database.reading() as connection:
            assert everyone(connection) == []
            for table in ARCHIVED:
                assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        return refused.value

    def test_no_archive(self, database: Database, lines: list[bytes]) -> None:
        for wrong in ([], [b"{}"], [b"\xff\xfe{"], [b'{"table": "sites"}'], lines[1:], lines[:1]):
            with pytest.raises(Invalid):
                restored(database, wrong)
        self.refuse(database, [b"[" * 100_000], "")
        self.refuse(database, changed(lines, "rejoinder-archive", version=2), "newer Rejoinder")

    def test_numbers_that_would_use_up_the_stores_own(
        self, database: Database, lines: list[bytes]
    ) -> None:
        told = json.loads(lines[0])["tables"]
        for last in (2**53, 2**70, -1):
            numbers = {**told, "reports": {**told["reports"], "last": last}}
            self.refuse(database, changed(lines, "rejoinder-archive", tables=numbers), "")
        self.refuse(database, changed(lines, "articles", id=2**53), "")

    def test_lines_that_are_missing_or_in_disorder(
        self, database: Database, lines: list[bytes]
    ) -> None:
        self.refuse(database, lines[:-1], "ends early")
        self.refuse(database, [*lines, lines[-1]], "")
        self.refuse(database, [*lines, lines[2]], "behind those that need it")
        self.refuse(database, [*lines, lines[1]], "behind those that need it")

    def test_a_line_that_is_none(self, database: Database, lines: list[bytes]) -> None:
        at = len(lines) // 2
        broken = [*lines[:at], b'{"table": "comments", "id": 1', *lines[at + 1 :]]
        assert f"Line {at + 1} " in str(self.refuse(database, broken, "truncated"))
        with pytest.raises(Invalid, match="nothing was written"), database.writing() as connection:
            restore(connection, [(1, lines[0]), (2, lines[1]), (3, None)])

    @pytest.mark.parametrize(
        ("kind", "values"),
        [
            ("comments", {"state": "shown"}),
            ("comments", {"created_at": "2026-06-15T12:00:00"}),
            ("comments", {"author_name": "x" * 81}),
            ("comments", {"parent_id": -1}),
            ("comments", {"id": 2**63}),
            ("comments", {"surplus": 1}),
            ("staff", {"role": "owner"}),
            ("articles", {"slug": "../trams"}),
            ("sites", {"accent": "red;}"}),
            ("sites", {"base_url": "javascript:alert(1)"}),
            ("sites", {"created_at": "soon"}),
            ("policies", {"source": None}),
            ("default_policies", {"source": "# Not what this version is."}),
        ],
    )
    def test_values_that_cannot_be(
        self, database: Database, lines: list[bytes], kind: str, values: dict[str, Any]
    ) -> None:
        self.refuse(database, changed(lines, kind, **values), "")

    def test_rules_that_cannot_be_read(self, database: Database, lines: list[bytes]) -> None:
        at = max(n for n, line in enumerate(lines) if json.loads(line)["table"] == "policies")
        bad = json.dumps({**json.loads(lines[at]), "source": "[no"}).encode()
        self.refuse(database, [*lines[:at], bad, *lines[at + 1 :]], "")


def test_nothing_of_another_site_can_be_named_or_overwritten(
    database: Database, new_store: NewStore, now: datetime
) -> None:
    source = new_store("source.db")
    fill(source, now)
    lines = archived(source)
    with database.writing() as connection:
        theirs = factories.make_comment(connection, now=now)
    for values in ({"article_id": theirs.article_id}, {"author_id": theirs.author.reader_id}):
        assert next(iter(values.values())) == 1
        with pytest.raises(Invalid) as refused:
            restored(database, changed(lines, "comments", **values))
        assert "does not stand before it" in refused.value.details["problem"]
    with pytest.raises(Invalid) as refused:
        restored(database, changed(lines, "decisions", key_id=99))
    assert "does not stand before it" in refused.value.details["problem"]
    with pytest.raises(Invalid) as refused:
        restored(database, changed(lines, "comments", id=1))
    assert "none of those" in refused.value.details["problem"]
    restored(database, lines)
    with pytest.raises(Invalid, match="taken"):
        restored(database, lines)
    with database.reading() as connection:
        assert by_id(connection, theirs.site_id, theirs.id) == theirs
        assert len(everyone(connection)) == 2


def test_what_somebody_put_into_the_file_does_not_run(
    database: Database, new_store: NewStore, now: datetime
) -> None:
    source = new_store("source.db")
    fill(source, now)
    sharp = "<p onclick=x>Hi<script>alert(1)</script><a href='javascript:x'>a</a></p>"
    lines = changed(archived(source), "comments", html=sharp)
    restored(database, changed(lines, "articles", body_html=sharp))
    for line in archived(database):
        for word in (b"<script", b"onclick", b"javascript:x"):
            assert word not in line
    with database.reading() as connection:
        count = select(func.count()).select_from(comments)
        assert connection.execute(count).scalar_one() == 6
