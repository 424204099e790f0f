"""The recipe for Next.js in a site of Next.js: as its developers run it, and as it is served."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import ArticleSource
from rejoinder.clock import now
from rejoinder.sites import actions as site_actions
from tests.support.embedded_thread import SAID, write
from tests.support.embedding import SECRET, Embedding, embedding
from tests.support.factories import BODY, make_comment
from tests.support.live_server import free_port
from tests.support.source_files import ROOT

nextjs = pytest.importorskip("tools.nextjs", reason="Node.js comes with what checks need")
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedding]:
    """Comments of two articles, which `site` shows."""
    with embedding(tmp_path_factory.mktemp("comments"), REJOINDER_READ_PAGES="0") as made:
        with made.database.writing() as connection:
            for name, count in (("first", 2), ("second", 1)):
                source = ArticleSource(slug=name, headline="Harbour bridge to close", body=BODY)
                article = article_actions.put(connection, made.site.id, source, now=now())
                for _ in range(count):
                    make_comment(connection, now=now(), article=article, text="An old bridge.")
        yield made


@pytest.fixture(scope="module", params=["dev", "start"])
def site(request: pytest.FixtureRequest, embedded: Embedding) -> Iterator[str]:
    """The address of a newspaper's site, by `next dev`, and built and started."""
    folder = nextjs.nextjs()
    if folder is None:
        pytest.skip(nextjs.NO_NEXTJS)
    for each in ("app", "components", ".next"):
        shutil.rmtree(folder / each, ignore_errors=True)
    shutil.copytree(nextjs.SITE, folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "integrations" / "nextjs", folder / "components")
    (folder / "components" / "tsconfig.json").unlink()
    port = free_port()
    address = f"http://localhost:{port}"
    with embedded.database.writing() as connection:
        site_actions.set_origins(connection, embedded.site, [address])
    told = {
        "COMMENTS": embedded.comments,
        "COMMENTS_SECRET": SECRET,
        "HOME_ADDRESS": address,
        "NEXT_TELEMETRY_DISABLED": "1",
    }
    if request.param == "start":
        command = [str(nextjs.NODE), str(nextjs.PROGRAM), "build"]
        subprocess.run(command, cwd=folder, env={**os.environ, **told}, check=True)
    with running(folder, [request.param, "--port", str(port)], told):
        # Each is made ready when it is first asked for.
        for path in ("live/first", "static/first", "api/reader-token"):
            answers(f"{address}/{path}")
        yield address


@contextmanager
def running(folder: Path, arguments: list[str], told: dict[str, str]) -> Iterator[None]:
    """Next.js while the block runs."""
    command = [str(nextjs.NODE), str(nextjs.PROGRAM), *arguments]
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **told}, start_new_session=True
    ) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, 15)
            process.wait(timeout=20)


def answers(address: str) -> None:
    """Waits until a page is made for the first time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if httpx.get(address, timeout=PATIENCE_SECONDS).is_success:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, "Next.js does not answer"
        time.sleep(0.2)


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A reader who is signed in at the newspaper."""
    fresh = browser.new_context(reduced_motion="reduce")
    fresh.add_cookies([{"name": "reader", "value": "Ingrid", "url": site}])
    # `next dev` works each page out anew, on a machine that may be busy.
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    yield fresh
    expect.set_options(timeout=5000)
    fresh.close()


def test_a_page_made_when_it_is_asked_for_has_comments_and_its_reader(
    page: Page, site: str
) -> None:
    made = httpx.get(f"{site}/live/first").text
    assert made.count("An old bridge.") >= 2, "for readers without scripts"
    assert '<rejoinder-thread token=""' in made, "nobody is signed in"
    page.goto(f"{site}/live/first")
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("[data-account]")).to_contain_text("Ingrid Lind")
    said = f"{SAID} In {site.rpartition(':')[2]}."  # another by each of the two servers
    write(thread, said)
    expect(thread.locator("li.comment", has_text=said)).to_contain_text("Ingrid Lind")
    page.get_by_role("link", name="Next article").click()
    expect(page.locator("h1")).to_have_text("second")
    expect(thread.locator("li.comment")).to_have_count(1)
    expect(thread.locator("[data-account]")).to_contain_text("Ingrid Lind")


def test_a_page_made_beforehand_asks_who_reads(page: Page, site: str) -> None:
    assert "token=" not in httpx.get(f"{site}/static/first").text, "it is the same for everybody"
    page.goto(f"{site}/static/first")
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("[data-account]")).to_contain_text("Ingrid Lind")
    page.context.clear_cookies()
    page.reload()
    expect(thread.get_by_role("button", name="Sign in")).to_be_visible()
