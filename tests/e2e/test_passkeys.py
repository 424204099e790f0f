"""Staff register a passkey and show it, in a real browser with an authenticator of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rejoinder.clock import now
from rejoinder.readers.actions import make_link
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import Role
from tests.support.fake_judges import gentle
from tests.support.live_server import serving
from tests.support.newspaper import Paper, open_paper

ADA = "ada@example.org"
# As the browser's own tests have it: a telephone or a laptop that asks for a fingerprint.
INSIDE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A paper that is reached by a name, since browsers keep passkeys for names alone."""

    paper: Paper
    address: str

    def open_link(self, page: Page) -> None:
        """Signs in as the letter does."""
        with self.paper.database.writing() as connection:
            site = self.paper.site.id
            token = make_link(connection, site, ADA, next_path="/desk", now=now())
        page.goto(f"{self.address}/sign-in/{token}")
        page.locator("main form button").click()


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}"
    told = {"REJOINDER_JUDGE_PROCESSES": "0"}
    with (
        open_paper(url, judge=gentle, now=now(), routes="beside") as paper,
        serving(url, **told) as server,
    ):
        address = server.address.replace("127.0.0.1", "localhost")
        with paper.database.writing() as connection:
            site_actions.set_base_url(connection, paper.site, address)
        paper.invite(ADA, name="Ada", role=Role.ADMINISTRATOR)
        yield Desk(paper, address)


def add_device(page: Page) -> None:
    """Gives the browser an authenticator (Chrome DevTools Protocol, WebAuthn)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": INSIDE})


def test_a_passkey_is_added_shown_at_the_next_sign_in_and_not_without_the_device(
    page: Page, desk: Desk
) -> None:
    add_device(page)
    desk.open_link(page)
    page.get_by_role("link", name="Ada").click()
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("It is added.")).to_be_visible()
    expect(page.locator("strong", has_text="My laptop")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    desk.open_link(page)
    expect(page.get_by_role("heading", name="Your passkey, please")).to_be_visible()
    page.get_by_role("button", name="Show my passkey").click()
    page.wait_for_url(f"{desk.address}/desk")
    page.get_by_role("link", name="Ada").click()
    expect(page.get_by_text("last used")).to_be_visible()
    page.get_by_role("button", name="Everybody must have a passkey").click()
    expect(page.get_by_text("From now on nobody comes to the desk")).to_be_visible()

    other = page.context.browser.new_context()  # type: ignore[union-attr] # launched by a browser
    thief = other.new_page()
    add_device(thief)
    desk.open_link(thief)
    thief.get_by_role("button", name="Show my passkey").click()
    expect(thief.locator(".notice-problem")).to_contain_text("That did not work, or you stopped it")
    thief.goto(f"{desk.address}/desk")
    expect(thief.get_by_role("heading", name="Your passkey, please")).to_be_visible()
    other.close()
