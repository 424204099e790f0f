"""Several publications in one installation, told apart by host: nothing leaks between them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role
from tests.support.newspaper import HELD, Paper, link_in, open_paper

HERE, THERE = "http://gazette.example", "http://courier.example:8080"


@dataclass(frozen=True, slots=True)
class Two:
    """Two papers of one application."""

    gazette: Paper
    courier: Paper

    def reader_here(self) -> TestClient[Newspaper]:
        """A browser that reads the Gazette."""
        return self.gazette.browser(HERE)

    def reader_there(self) -> TestClient[Newspaper]:
        """A browser that reads the Courier."""
        return self.gazette.browser(THERE)


@pytest.fixture
def two(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Two]:
    site = {"base_url": HERE, "hosts": ("gazette.example",)}
    with open_paper(database_url, judge=judge, now=now, site=site) as gazette:
        other = gazette.found("courier", base_url=THERE, hosts=("courier.example:8080",))
        yield Two(gazette, replace(gazette, site=other))


def test_each_host_has_its_own_paper(two: Two) -> None:
    two.gazette.article("bridge", headline="Bridge to close")
    two.courier.article("bridge", headline="Bridge to open")
    assert "Bridge to close" in two.reader_here().get("/articles/bridge").text
    assert "Bridge to open" in two.reader_there().get("/articles/bridge").text
    assert "Bridge to open" not in two.reader_here().get("/").text
    # Once more, since the first answers may be kept.
    assert "Bridge to close" in two.reader_here().get("/articles/bridge").text
    assert "Bridge to open" in two.reader_there().get("/articles/bridge").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_guessed_at_another_host(two: Two) -> None:
    for host in ("nowhere.example", "gazette.example.evil", "courier.example:9", "[::1]:80"):
        answer = two.reader_here().get("/api/v1/articles", headers={"host": host})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-site")
        assert two.reader_here().get("/", headers={"host": host}).status_code == 404
    upper = two.reader_here().get("/", headers={"host": "GAZETTE.example"})
    assert upper.status_code == 200
    port = two.reader_here().get("/", headers={"host": "gazette.example:8443"})
    assert port.status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_installations_only_site_answers_at_every_host(paper: Paper) -> None:
    assert paper.browser().get("/", headers={"host": "whatever.example"}).status_code == 200


def test_an_article_and_its_comments_are_only_on_their_own_site(two: Two) -> None:
    article = two.courier.article("secret")
    comment = two.courier.comment(article, text="For the Courier alone.")
    token = two.courier.comment(article, text="Mine.").status_token
    here, there = two.reader_here(), two.reader_there()
    for path in (
        f"/api/v1/articles/{article.id}",
        f"/api/v1/articles/{article.id}/comments",
        "/articles/secret",
        f"/comments/{comment.id}",
        f"/comments/{comment.id}/report",
        f"/your-comment/{token}",
    ):
        assert here.get(path, follow_redirects=False).status_code == 404, path
        assert there.get(path, follow_redirects=False).status_code in {200, 302}, path
    assert here.get("/api/v1/articles").json() == {"articles": [], "next": None}
    assert two.gazette.submit(here, article).status_code == 404
    assert two.gazette.put_in(here, article).status_code == 404
    assert here.post(f"/comments/{comment.id}/reports", data={"reason": "spam"}).status_code == 404
    for action in ("revision", "withdrawal", "appeal"):
        assert here.post(f"/your-comment/{token}/{action}", data={"text": "x"}).status_code == 404
    assert here.post("/articles/secret/reads").status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_replies_across_sites(two: Two) -> None:
    parent = two.courier.comment(two.courier.article("there"))
    here = two.gazette.article("here")
    answer = two.gazette.submit(two.reader_here(), here, parent_id=parent.id)
    assert answer.json()["error"]["code"] == "wrong-parent"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_opens_only_its_own_site(two: Two) -> None:
    put = {"headline": "News", "body": "Words."}
    key = {"authorization": f"Bearer {two.gazette.key}"}
    there = two.reader_there().post("/api/v1/articles", json=put, headers=key)
    assert there.status_code == 403
    assert two.reader_here().post("/api/v1/articles", json=put, headers=key).status_code == 201
    assert two.reader_there().get("/api/v1/articles").json() == {"articles": [], "next": None}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_session_is_nobodys_on_another_site(two: Two) -> None:
    article = two.gazette.article("here")
    two.courier.article("here")
    here = two.reader_here()
    two.gazette.put_in(here, article, text=HELD)
    cookie = {"cookie": f"rejoinder_session={here.cookies['rejoinder_session']}"}
    assert "Only you can see this" in here.get("/articles/here").text
    there = two.reader_there().get("/articles/here", headers=cookie)
    assert "Only you can see this" not in there.text
    assert "ann@example.org" not in there.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sign_in_link_and_a_desk_are_one_sites_own(two: Two) -> None:
    with two.gazette.database.writing() as connection:
        site_actions.invite(
            connection,
            two.gazette.site,
            NewStaff("ed@example.org", "Ed", Role.EDITOR),
            now=two.gazette.clock(),
        )
    here, there = two.reader_here(), two.reader_there()
    here.post("/sign-in", data={"email": "ed@example.org"})
    link = link_in(two.gazette.emails()[-1].text)
    assert there.post(link, follow_redirects=False).status_code == 410
    assert here.post(link, follow_redirects=False).status_code == 303
    assert here.get("/desk").status_code == 200
    there.post("/sign-in", data={"email": "ed@example.org"})
    there.post(link_in(two.gazette.emails()[-1].text))
    assert there.get("/desk", follow_redirects=False).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_guest_is_no_known_author_elsewhere(two: Two) -> None:
    rules = 'mode = "assisted"\n[topic]\nhold_below = 0\ndecline_below = 0\n'
    two.gazette.put_policy(rules)
    two.courier.put_policy(rules)
    for _ in range(6):
        two.courier.comment(two.courier.article("there"))
    answer = two.gazette.submit(two.reader_here(), two.gazette.article("here"))
    assert answer.json()["status"] == "held"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_most_read_ranks_each_sites_own_articles(two: Two) -> None:
    firefox = {"user-agent": "Mozilla/5.0 (X11; rv:139.0) Gecko/20100101 Firefox/139.0"}
    two.courier.article("there")
    two.reader_there().post("/articles/there/reads", headers=firefox)
    two.gazette.jobs.run_once()
    assert two.reader_here().get("/api/v1/most-read").json()["most_read"] == []
    assert len(two.reader_there().get("/api/v1/most-read").json()["most_read"]) == 1
