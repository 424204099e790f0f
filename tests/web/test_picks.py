"""The newsroom picks comments: a badge that readers see, an order of its own, undone and logged."""

import re

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import Leaf, State
from rejoinder.comments.queries import by_id
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Role
from rejoinder.storage.change_feed import since
from rejoinder.web.live.events import EventKind, events_of
from tests.support.newspaper import Paper

SCRIPT, PANEL = {"x-fragment": "desk"}, {"x-fragment": "panel"}
BADGE, ORDER = "Editors' pick<", "Editors&#39; picks</a>"
Browser = TestClient[Newspaper]


@pytest.fixture(scope="module")
def ilse(everybodys: Paper) -> Browser:
    everybodys.invite("ilse@example.org", name="Ilse", role=Role.MODERATOR)
    return everybodys.sign_in("ilse@example.org")


def thread(paper: Paper, article: Article, **query: str) -> str:
    return paper.browser().get(article.path, params=query).text


def order(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'id="comment-(\d+)"', page)]


def test_a_pick_stands_out_until_it_is_taken_back(everybodys: Paper, ilse: Browser) -> None:
    article = everybodys.article("picked")
    first = everybodys.comment(article, text="First.")
    answer = everybodys.comment(article, parent=first, text="An answer.")
    everybodys.comment(article, text="Newest.")
    page = thread(everybodys, article)
    assert BADGE not in page
    assert ORDER not in page, "no order by what there is none of"
    path = f"/desk/comments/{answer.id}"
    told = ilse.post(f"{path}/picking", headers=SCRIPT).text
    assert "readers see it" in told
    assert f'action="{path}/unpicking"' in told.split('data-part="tabs"')[0], "the way back"
    page = thread(everybodys, article)
    assert page.count(BADGE) == 1
    assert ORDER in page
    assert order(thread(everybodys, article, sort="picks"))[:2] == [first.id, answer.id]
    embedded = everybodys.browser().get("/embed/thread", params={"article-id": article.slug})
    assert embedded.text.count(BADGE) == 1
    listed = everybodys.browser().get(f"/api/v1/articles/{article.id}/comments?sort=picks").json()
    assert [each["picked"] for each in listed["comments"]] == [False, True, False]
    back = ilse.post(f"{path}/unpicking", headers=SCRIPT).text
    assert "a pick no more" in back
    assert BADGE not in thread(everybodys, article)
    log = ilse.get("/desk/log").text
    assert "Comment picked" in log
    assert "Picked no more" in log


def test_readers_who_have_the_thread_open_are_told_of_a_pick(
    everybodys: Paper, ilse: Browser
) -> None:
    comment = everybodys.comment(everybodys.article("picked-live"))
    with everybodys.database.reading() as connection:
        before = since(connection, 0, 10_000)[-1].id
    ilse.post(f"/desk/comments/{comment.id}/picking")
    with everybodys.database.reading() as connection:
        changes = since(connection, before, 100)
    leaf = Leaf(comment.id, None, State.PUBLISHED, comment.created_at)
    told_live = events_of(changes, {comment.id: leaf}, {})
    assert [(each.kind, each.data["id"]) for each in told_live] == [(EventKind.EDITED, comment.id)]


def test_only_what_is_published_is_picked_and_other_words_are_no_pick(
    everybodys: Paper, ilse: Browser
) -> None:
    article = everybodys.article("picked-where-it-stands")
    held = everybodys.comment(article, outcome=Outcome.HOLD)
    refused = ilse.post(f"/desk/comments/{held.id}/picking", headers=PANEL)
    assert refused.status_code == 409
    assert "Only a published comment can be picked." in refused.text
    comment = everybodys.comment(article)
    path = f"/desk/comments/{comment.id}"
    assert f'action="{path}/unpicking"' in ilse.post(f"{path}/picking", headers=PANEL).text
    again = ilse.post(f"{path}/picking")
    assert str(again.url).endswith("?told=picked")
    assert "A pick no more" in again.text
    assert BADGE in thread(everybodys, article)
    with everybodys.database.writing() as connection:
        picked = by_id(connection, everybodys.site.id, comment.id)
        intake.rewrite(connection, picked, "Other words.", State.PUBLISHED, now=everybodys.clock())
    assert everybodys.comment_now(comment.id).picked_at is None
    assert BADGE not in thread(everybodys, article)
