"""Articles from the command line: closed, taken away, moved, and many moved by a file."""

from datetime import datetime
from pathlib import Path

import pytest

from rejoinder.articles.sight import PageMessage, read_sight
from rejoinder.articles.sightings import first_sight, have_page_read
from rejoinder.moderation.model import Outcome
from rejoinder.sites import queries as site_queries
from rejoinder.sites.actions import put_policy
from rejoinder.storage import Database, outbox
from tests.support.cli import Run
from tests.support.factories import make_comment

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ORIGIN = "https://paper.example"
BRIDGE = f"""---
headline: Bridge to close
slug: bridge
cms_id: 7
url: {ORIGIN}/bridge
---
In March.
"""


@pytest.fixture
def paper(run: Run, tmp_path: Path) -> Run:
    """A site with an article on a page of its own."""
    assert run("site", "add", "gazette", "--name", "Gazette", "--origin", ORIGIN).status == 0
    path = tmp_path / "bridge.md"
    path.write_text(BRIDGE, encoding="utf-8")
    assert run("article", "add", str(path)).out == f"{ORIGIN}/bridge\n"
    return run


@pytest.mark.parametrize("named", ["7", "bridge", f"{ORIGIN}/bridge?utm_source=x"])
def test_an_article_is_named_by_id_slug_or_address(paper: Run, named: str) -> None:
    for command in ("close", "reopen", "unpublish", "republish"):
        assert paper("article", command, named).status == 0
    assert paper("article", "close", "unknown").status == 2


def test_an_article_is_moved_on_the_sites_own_origins(paper: Run) -> None:
    assert paper("article", "move", "7", "--url", f"{ORIGIN}/city/bridge").status == 0
    assert paper("article", "close", f"{ORIGIN}/city/bridge").status == 0
    assert paper("article", "close", f"{ORIGIN}/bridge").status == 0
    assert paper("article", "move", "7", "--url", "https://evil.example/").status == 2


def test_many_are_moved_by_a_file_and_what_is_wrong_in_it_is_told(
    paper: Run, tmp_path: Path
) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text(
        f"{ORIGIN}/bridge,{ORIGIN}/new\n\n{ORIGIN}/none,{ORIGIN}/x\n"
        f"one\n{ORIGIN}/bridge,https://evil.example/\n",
        encoding="utf-8",
    )
    dry = paper("article", "remap", str(lines), "--dry-run")
    assert "Nothing was written" in dry.out
    done = paper("article", "remap", str(lines))
    assert (dry.status, done.status) == (1, 1)
    assert done.out == "1 moved, 0 there already, 3 lines not done\n"
    assert done.err.splitlines()[0] == "line 3: no article is known by the old address"
    assert "line 4: not two addresses" in done.err
    again = paper("article", "remap", str(lines))
    assert again.out == "0 moved, 1 there already, 3 lines not done\n"
    assert paper("article", "remap", str(tmp_path / "missing.csv")).status == 2


def test_pages_that_could_not_be_read_are_listed_with_why(
    paper: Run, database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = site_queries.by_key(connection, None)
        put_policy(connection, site, "# The usual rules.", put_by="tests", now=now)
        seen, other = (
            first_sight(
                connection, site, read_sight(site.origins, PageMessage(f"{ORIGIN}/{path}")), now=now
            )[0]
            for path in ("tram", "ferry")
        )
        make_comment(connection, now=now, article=seen, outcome=Outcome.HOLD)
        have_page_read(connection, seen, now=now)
        (job,) = outbox.claim(connection, now=now)
        outbox.failed(connection, job, "it took too long", now=now)
    told = paper("article", "unread").out.splitlines()
    assert told[0].startswith(f"{other.id}\t{ORIGIN}/ferry\t0 comments wait\tnot tried now")
    assert told[1:] == [f"{seen.id}\t{ORIGIN}/tram\t1 comment waits\tit took too long"]
