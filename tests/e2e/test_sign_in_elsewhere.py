"""A reader signs in at a real provider of OpenID Connect, by a real browser and our own pages."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rejoinder.articles.model import Article
from rejoinder.clock import now
from rejoinder.sign_on.actions import add_way
from rejoinder.sites import actions as site_actions
from tests.support.fake_judges import gentle
from tests.support.live_server import Server, free_port, serving
from tests.support.newspaper import POLICY, Paper, open_paper
from tests.support.openid_provider import RunningProvider, openid_provider


@dataclass(frozen=True, slots=True)
class Courier:
    """A newspaper with accounts of its own, and one of its articles."""

    comments: str
    provider: RunningProvider
    article: Article
    paper: Paper


@pytest.fixture(scope="module")
def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Paper, Server, RunningProvider]]:
    """A newspaper, its server and its provider, which the tests of this file share."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("elsewhere") / "store.db")
    url, port = f"sqlite:///{path}", free_port()
    told = {
        "REJOINDER_JUDGE_PROCESSES": "0",
        "REJOINDER_INSIDE_HOSTS": f"127.0.0.1:{port}",
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.0/8",
    }
    with (
        open_paper(url, judge=gentle, now=now(), routes="beside") as paper,
        serving(url, **told) as server,
        openid_provider(f"{server.address}/sign-in/by/courier/back", port) as provider,
    ):
        settings = provider.settings(subscriber="roles=subscriber")
        with paper.database.writing() as connection:
            site_actions.set_base_url(connection, paper.site, server.address)
            site, label = paper.site.id, "Courier account"
            add_way(connection, site, name="courier", label=label, settings=settings, now=now())
        yield paper, server, provider


@pytest.fixture
def courier(
    running: tuple[Paper, Server, RunningProvider], request: pytest.FixtureRequest
) -> Courier:
    """Every test has an article of its own, and begins with the rules that let everybody write."""
    paper, server, provider = running
    paper.put_policy(POLICY)
    slug = request.node.name.replace("_", "-")
    return Courier(server.address, provider, paper.article(slug), paper)


def test_a_reader_signs_in_there_and_writes_under_the_name_that_they_have_there(
    page: Page, courier: Courier
) -> None:
    page.goto(f"{courier.comments}{courier.article.path}")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_role("link", name="Sign in with Courier account").click()
    assert page.url.startswith(courier.provider.issuer)
    courier.provider.sign_in_on(page, "jonas")
    page.wait_for_url(f"{courier.comments}{courier.article.path}*")
    expect(page.get_by_text("Posting as Jonas Lind.")).to_be_visible()
    kept = {each["name"] for each in page.context.cookies(courier.comments)}
    assert "rejoinder_session" in kept
    assert "rejoinder_sign_in" not in kept  # the attempt is over
    page.get_by_label("Your comment").fill("The bridge should have been repaired long ago.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment-author")).to_contain_text("Jonas Lind")


def test_whoever_thinks_better_of_it_there_may_choose_another_way(
    page: Page, courier: Courier
) -> None:
    page.goto(f"{courier.comments}/sign-in?next={courier.article.path}")
    page.get_by_role("link", name="Sign in with Courier account").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_text("You did not sign in there.")).to_be_visible()
    assert page.locator("input[name=next]").first.get_attribute("value") == courier.article.path


def test_a_subscriber_loses_nothing_that_they_typed_before_they_signed_in(
    page: Page, courier: Courier
) -> None:
    text = "The bridge should have been repaired long ago."
    page.goto(f"{courier.comments}{courier.article.path}")
    page.get_by_label("Your comment").fill(text)
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("E-mail").fill("ann@example.org")
    courier.paper.put_policy(f'{POLICY}[subscribers]\nonly = "everywhere"\n')
    page.get_by_role("button", name="Post comment").click()
    line = page.locator("#comment-form").get_by_text("subscribers write them")
    expect(line).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value(text)
    expect(page.get_by_role("link", name="Reply")).to_have_count(0)
    page.locator("#comment-form").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Sign in with Courier account").click()
    courier.provider.sign_in_on(page, "subira")
    page.wait_for_url(f"{courier.comments}{courier.article.path}*")
    expect(page.get_by_label("Your comment")).to_have_value(text)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment-author")).to_contain_text("Subira Lind")
    expect(line).to_have_count(0)


def test_whoever_does_not_subscribe_is_told_so_in_place_of_the_form(
    page: Page, courier: Courier
) -> None:
    courier.paper.put_policy(f'{POLICY}[subscribers]\nonly = "everywhere"\n')
    page.goto(f"{courier.comments}/sign-in?next={courier.article.path}")
    page.get_by_role("link", name="Sign in with Courier account").click()
    courier.provider.sign_in_on(page, "jonas")
    expect(page.get_by_text("You are signed in as Jonas Lind")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_count(0)
