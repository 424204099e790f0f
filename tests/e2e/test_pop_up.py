"""Readers of a page of another origin sign in, in a window that it opens, under a strict CSP."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rejoinder.clock import now
from rejoinder.readers.actions import make_link
from tests.support.fake_judges import gentle
from tests.support.live_server import serving
from tests.support.newspaper import Paper, open_paper

PAGE = """<!doctype html><title>Courier</title><script src="/courier.js" defer></script>
<button>Sign in</button> <output>Nobody</output>"""
SCRIPT = """
const comments = "%s";
let opened;
document.querySelector("button").addEventListener("click", () => {
  const origin = encodeURIComponent(%s);
  opened = open(`${comments}/sign-in/pop-up?origin=${origin}`, "", "popup,width=480,height=640");
});
addEventListener("message", async ({ origin, source, data }) => {
  if (origin !== comments || source !== opened || data?.type !== "rejoinder-session") return;
  const known = { Authorization: `Bearer ${data.session}` };
  const answer = await fetch(`${comments}/api/v1/sessions/current`, { headers: known });
  const { reader } = await answer.json();
  document.querySelector("output").textContent = reader.signed_in ? "Signed in" : "A guest";
});
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whose browser adds no header, for which another origin would be asked first."""
    fresh = browser.new_context(reduced_motion="reduce")
    yield fresh
    fresh.close()


@dataclass(frozen=True, slots=True)
class Courier:
    """A page of a newspaper, at its own origin, and the server of its comments."""

    address: str
    paper: Paper
    comments: str


@contextmanager
def host_page(files: dict[str, str], policy: str) -> Iterator[str]:
    """Serves what `files` has when it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path, "").encode()
            self.send_response(200)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html"
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-security-policy", files["policy"] or policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = Thread(target=served.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://localhost:{served.server_address[1]}"
        served.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def courier(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Courier]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("pop-up") / "store.db")
    url = f"sqlite:///{path}"
    files = {"/": PAGE, "policy": ""}
    with host_page(files, "default-src 'none'") as address:
        site = {"origins": (address,)}
        paper_of = open_paper(url, judge=gentle, now=now(), site=site, routes="beside")
        with paper_of as paper, serving(url, REJOINDER_JUDGE_PROCESSES="0") as server:
            files["policy"] = f"default-src 'none'; script-src 'self'; connect-src {server.address}"
            files["/courier.js"] = SCRIPT % (server.address, "location.origin")
            files["/stranger.js"] = SCRIPT % (server.address, repr(address))
            files["/stranger"] = PAGE.replace("/courier.js", "/stranger.js")
            yield Courier(address, paper, server.address)


def press(page: Page) -> Page:
    """The window that the page's button opens."""
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Sign in").click()
    return opening.value


def sign_in(context: BrowserContext, courier: Courier, next_path: str) -> Page:
    """Opens a mailed link in another window of the same browser."""
    with courier.paper.database.writing() as connection:
        site, email = courier.paper.site.id, "ann@example.org"
        token = make_link(connection, site, email, next_path=next_path, now=now())
    letter = context.new_page()
    letter.goto(f"{courier.comments}/sign-in/{token}")
    letter.get_by_role("button", name="Sign in to").click()
    return letter


def test_a_mailed_link_signs_the_page_in_and_the_window_closes(
    context: BrowserContext, page: Page, courier: Courier
) -> None:
    page.goto(courier.address)
    opened = press(page)
    opened.get_by_label("E-mail").fill("ann@example.org")
    opened.get_by_role("button", name="Send me a link").click()
    onwards = opened.get_by_role("link", name="I have opened the link").get_attribute("href")
    assert onwards is not None
    with opened.expect_event("close"):
        letter = sign_in(context, courier, onwards)
    expect(page.get_by_text("Signed in")).to_be_visible()
    expect(letter.get_by_text("Go back to the window")).to_be_visible()
    # The next time one press is enough.
    page.reload()
    again = press(page)
    with again.expect_event("close"):
        again.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Signed in")).to_be_visible()


def test_a_page_of_another_origin_is_told_nothing(
    context: BrowserContext, page: Page, courier: Courier
) -> None:
    sign_in(context, courier, "/").wait_for_url(f"{courier.comments}/")
    # The same files at another origin, which names the one that is let in.
    page.goto(courier.address.replace("localhost", "127.0.0.1") + "/stranger")
    opened = press(page)
    with opened.expect_event("close"):
        opened.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Nobody")).to_be_visible()
    page.goto(courier.address.replace("localhost", "127.0.0.1"))
    expect(press(page).get_by_text("none of those")).to_be_visible()
    expect(page.get_by_text("Nobody")).to_be_visible()
