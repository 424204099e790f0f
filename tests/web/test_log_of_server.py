"""The real server's log: whatever is asked for, no private address and no forged line is in it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.support.fake_judges import gentle
from tests.support.live_server import serving
from tests.support.newspaper import HELD, open_paper, until
from tests.support.raw_http import get
from tests.web.conftest import NOON

FORGED = "%0aERROR%20rejoinder:%20all%20is%20lost"


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Path:
    """A paper with an article."""
    path = Path(shutil.copy(sqlite_template, tmp_path / "store.db"))
    with open_paper(f"sqlite:///{path}", judge=gentle, now=NOON, routes="beside") as paper:
        paper.article()
    return path


def test_no_private_address_and_no_forged_line_is_in_it(store: Path) -> None:
    away = {"REJOINDER_MAIL_URL": "smtp://127.0.0.1:1", "REJOINDER_JUDGE_PROCESSES": "0"}
    with serving(f"sqlite:///{store}", **away) as server:
        form = {"text": HELD, "name": "Ann", "email": "ann@example.org"}
        ann = httpx.Client(base_url=server.address, verify=False)  # noqa: S501 - plain HTTP
        with ann, closing(sqlite3.connect(store)) as beside:
            assert ann.post("/articles/harbour-bridge/comments", data=form).status_code == 303
            (token,) = beside.execute("SELECT status_token FROM comments").fetchone()
            link = {"email": "ann@example.org", "next": f"/your-comment/{token}"}
            assert ann.post("/sign-in", data=link).status_code == 200
            until(lambda: "sign-in-link failed" in server.said(), seconds=20)
            beside.execute("ALTER TABLE sites RENAME TO elsewhere")
        for path in (f"/your-comment/{token}", f"/sign-in/{token}", "/articles/x"):
            assert get(server, path + FORGED, b"Host: a.example").status == 500, path
        said = server.said()
    assert token not in said
    assert "ann@" not in said
    assert "Gadzooks" not in said
    assert "no such table" in said  # what the store says of itself is told
    assert "GET /your-comment/…" in said  # and which page it was
    assert not any(line.startswith("ERROR rejoinder: all is lost") for line in said.splitlines())
