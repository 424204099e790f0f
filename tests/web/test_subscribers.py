"""Where only subscribers comment: who is told so, before anything is typed, and who may write."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sign_on.actions import remove_way
from rejoinder.sign_on.queries import way_called
from tests.support.html_page import Page
from tests.support.newspaper import KIND, POLICY, Paper
from tests.support.signed_tokens import takes_tokens, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

EVERYWHERE = '[subscribers]\nonly = "everywhere"\ntext = "Subscribe at https://paper.example/s."\n'
LINE = "subscribers write them"


def session(paper: Paper, client: TestClient[Newspaper], **user: Any) -> dict[str, str]:
    told = client.post("/api/v1/sessions", json={"token": token(paper, **user)}).json()
    return {"authorization": f"Bearer {told['session']}"}


def post(
    client: TestClient[Newspaper], article: Article, known: dict[str, str], text: str = KIND
) -> Response:
    path = f"/api/v1/articles/{article.id}/comments"
    return client.post(path, json={"text": text}, headers=known)


def embedded(client: TestClient[Newspaper], article: Article, known: dict[str, str]) -> str:
    told = {"article-id": article.slug, "piece": "thread"}
    return client.get("/embed/thread", params=told, headers=known).text


def test_a_guest_is_told_before_they_type(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    paper.put_policy(POLICY + EVERYWHERE)
    for page in (paper.browser().get(article.path).text, embedded(paper.browser(), article, {})):
        assert LINE in page
        assert 'href="https://paper.example/s"' in page
        assert "data-comment-form" not in page
        assert "data-reply" not in page
        assert "data-report" in page  # everybody may report
    told = Page(paper.browser().get(article.path).text)
    assert f"/sign-in?next={article.path}" in told.links()
    assert client.get(f"/api/v1/articles/{article.id}").json()["subscribers_only"] is True
    assert "who sign in with the account" in client.get("/comments-faq").text


def test_what_was_typed_before_is_given_back(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy(POLICY + EVERYWHERE)
    refused = paper.put_in(client, article)
    assert refused.status_code == 403
    assert KIND in refused.text
    assert LINE in refused.text
    form = {"text": KIND, "name": "Ann", "email": "ann@example.org"}
    for path in (f"{article.path}/comments", f"/embed{article.path}/comments?piece=posted"):
        piece = client.post(path, data=form, headers={"x-fragment": "posted"})
        assert piece.status_code == 403
        assert KIND in piece.text
        assert "data-for-subscribers" in piece.text
    told = paper.submit(client, article)
    assert (told.status_code, told.json()["error"]["code"]) == (403, "subscribers-only")
    (reason,) = told.json()["error"]["details"]["reasons"]
    assert reason["rule"] == "subscribers-only"
    with paper.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM comments").scalar_one() == 0


def test_who_subscribes_writes_and_who_ceases_to_does_not(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy(POLICY + EVERYWHERE)
    takes_tokens(paper, subscriber="roles=subscriber")
    reader = session(paper, client)
    assert post(client, article, reader).status_code == 403
    assert "no subscription of yours" in embedded(client, article, reader)
    paper.clock.turn(minutes=1)
    subscriber = session(paper, client, roles=["subscriber"])
    assert "data-comment-form" in embedded(client, article, subscriber)
    made = post(client, article, subscriber)
    assert made.status_code == 201
    paper.clock.turn(minutes=1)
    session(paper, client, roles=["reader"])  # a newer token takes it from all their sessions
    assert post(client, article, subscriber, "And more.").status_code == 403
    own = f"/api/v1/your-comments/{made.json()['token']}"
    assert client.patch(own, json={"text": "As I wrote it first."}).status_code == 200
    assert client.delete(own).json()["status"] == "withdrawn"


def test_a_subscription_counts_a_month_after_it_was_told(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy(POLICY + EVERYWHERE)
    takes_tokens(paper, subscriber="subscription", emails_verified=True)
    assert session(paper, client, subscription=True)
    by_link = paper.sign_in("jonas@example.org")  # the same reader, whose session lasts for months
    assert "data-comment-form" in by_link.get(article.path).text
    paper.clock.turn(days=32)
    assert LINE in by_link.get(article.path).text


def test_a_way_that_was_removed_vouches_for_nobody(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy(POLICY + EVERYWHERE)
    takes_tokens(paper, subscriber="subscription")
    known = session(paper, client, subscription=True)
    assert post(client, article, known).status_code == 201
    with paper.database.writing() as connection:
        remove_way(connection, way_called(connection, paper.site.id, "a"), now=paper.clock())
        left = "SELECT count(*) FROM reader_identities WHERE subscribes_until IS NOT NULL"
        assert connection.exec_driver_sql(left).scalar_one() == 0
    assert client.get("/api/v1/sessions/current", headers=known).status_code == 404


def test_staff_write_everywhere(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy(POLICY + EVERYWHERE)
    paper.invite("ilse@example.org")
    desk = paper.sign_in("ilse@example.org")
    assert "data-comment-form" in desk.get(article.path).text
    sent = desk.post(f"{article.path}/comments", data={"text": KIND}, follow_redirects=False)
    assert sent.status_code == 303


def test_one_section_or_article_may_be_theirs_and_the_others_everybodys(paper: Paper) -> None:
    paper.put_policy(f'{POLICY}[subscribers]\nsections = ["opinion"]\narticles = ["cms-7"]\n')
    theirs = [
        paper.article("leader", section="Opinion"),
        paper.article("by-id", section="News", cms_id="cms-7"),
    ]
    for article in theirs:
        assert paper.submit(paper.browser(), article).status_code == 403
    assert paper.submit(paper.browser(), paper.article("news")).status_code == 201
    listed = paper.browser().get("/api/v1/articles").json()["articles"]
    assert {each["slug"] for each in listed if each["subscribers_only"]} == {"leader", "by-id"}


def test_the_policy_shows_who_subscribes_and_trusts_them_from_the_first_comment(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    takes_tokens(paper, subscriber="subscription")
    mode = 'mode = "assisted"\n'
    paper.put_policy(f'{mode}{POLICY}[subscribers]\nstanding = "known"\nbadge = "shown"\n')
    reader = session(paper, client, id="2", username="Ulla Berg", email="")
    assert post(client, article, reader).json()["status"] == "held"
    known = session(paper, client, subscription=True)
    assert post(client, article, known, "The ferry is older.").json()["status"] == "published"
    (shown,) = client.get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert (shown["author"], shown["author_badge"]) == ("Jonas Lind", "subscriber")
    assert "Subscriber</span>" in paper.browser().get(article.path).text
    assert "known from their first comment" in client.get("/comments-faq").text
