"""The private page of a comment's author, as tests go to it."""

from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from tests.support.html_page import Page
from tests.support.newspaper import Paper


def posted(paper: Paper, browser: TestClient[Newspaper], article: Article, text: str) -> Comment:
    """A comment that a guest sent, whatever became of it."""
    made = paper.submit(browser, article, text=text).json()
    return paper.comment_now(made["id"])


def page_of(browser: TestClient[Newspaper], comment: Comment) -> Page:
    """The page, which must be there."""
    answer = browser.get(f"/your-comment/{comment.status_token}")
    assert answer.status_code == 200
    return Page(answer.text)


def act(browser: TestClient[Newspaper], comment: Comment, action: str, **form: str) -> Response:
    """What becomes of a form of the page that is sent, without following where it leads."""
    path = f"/your-comment/{comment.status_token}/{action}"
    return browser.post(path, data=form, follow_redirects=False)
