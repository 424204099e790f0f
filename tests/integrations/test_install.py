"""docs/install.md leads to a comment under one's own article, done as it is told."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx

from tests.support.live_server import serving
from tests.support.source_files import ROOT, name

PAGE = ROOT / "docs" / "install.md"
SAID = "The bridge should have been mended years ago."


def blocks() -> list[str]:
    """What the page has run."""
    text = PAGE.read_text(encoding="utf-8")
    marked = r"<!-- run by tests/integrations/test_install\.py -->\n```sh\n(.*?)```"
    return re.findall(marked, text, re.DOTALL)


def do(block: str, **environment: str) -> str:
    """Runs a block as a shell would, with `rejoinder` as it stands in this checkout."""
    command = f'rejoinder() {{ "{sys.executable}" -m rejoinder "$@"; }}\nset -e\n{block}'
    return subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


def test_the_first_comment_stands_in_the_publishers_page(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.db'}"
    commands, article = blocks()
    said = do(commands, REJOINDER_DATABASE_URL=store)
    key = said.split()[-1]
    with (
        serving(store) as server,
        httpx.Client(base_url=server.address, timeout=30) as browser,
    ):
        do(article, COMMENTS=server.address, KEY=key, NO_PROXY="*")
        number = browser.get("/api/v1/articles").json()["articles"][0]["id"]
        own = {"origin": "https://courier.example"}
        posted = browser.post(
            f"/api/v1/articles/{number}/comments",
            json={"text": SAID, "author": {"name": "Ann", "email": "ann@example.org"}},
            headers=own,
        )
        assert posted.status_code == 201, posted.text
        assert posted.headers["access-control-allow-origin"] == own["origin"]
        asked = element()
        thread = browser.get("/embed/thread", params=asked)
        assert "javascript" in browser.get("/embed.js").headers["content-type"]
    assert thread.status_code == 200
    assert (SAID in thread.text) == (posted.json()["status"] == "published")
    assert f'article-id="{asked["article-id"]}"' in thread.text


def element() -> dict[str, str]:
    """What the two lines of the page say."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(r'<rejoinder-thread article-id="([^"]+)" url="([^"]+)">', text)
    assert found is not None
    return {"article-id": found[1], "url": found[2]}


def test_every_recipe_is_told_of() -> None:
    told = PAGE.read_text(encoding="utf-8")
    for folder in sorted((ROOT / "integrations").iterdir()):
        assert f"(../{name(folder)}/" in told, folder.name
