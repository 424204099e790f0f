"""Staff read the paper too: from a comment in a thread they come to its card."""

from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from tests.support.newspaper import Paper


def test_staff_have_a_way_from_each_comment_in_the_thread_to_its_card(
    paper: Paper, at_desk: TestClient[Newspaper], article: Article
) -> None:
    stands = paper.comment(article, text="Who needs a bridge?")
    answered = paper.comment(article, outcome=Outcome.DECLINE, text="Zounds!")
    paper.comment(article, parent=answered, text="We do.")
    for comment in (stands, answered):
        assert f'href="/desk/comments/{comment.id}"' in at_desk.get(article.path).text
    assert at_desk.get(f"/desk/comments/{stands.id}").status_code == 200


def test_nobody_else_is_shown_the_way_to_the_desk(
    paper: Paper, at_desk: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article, text="Who needs a bridge?")
    assert "/desk/comments/" in at_desk.get(article.path).text
    reader = paper.sign_in("reader@example.org")
    for browser in (paper.browser(), reader, paper.browser()):
        assert "/desk" not in browser.get(article.path).text
