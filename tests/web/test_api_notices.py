"""Notice of what is against the law over the API, by the rules that the pages have."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.moderation.model import Outcome
from tests.support.factories import make_staff
from tests.support.newspaper import POLICY, Paper
from tests.support.notices import decide

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]
WHOLE: dict[str, Any] = {
    "kind": "defamation",
    "explanation": "It says that I stole the bridge, and I did not.",
    "name": "Ann Lind",
    "email": "ann@example.org",
    "good_faith": True,
}


@pytest.fixture
def comment(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="Ann stole the bridge.")


def give(client: Client, comment: Comment, **told: Any) -> Response:
    return client.post(f"/api/v1/comments/{comment.id}/notices", json={**WHOLE, **told})


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_notice_is_taken_and_looked_up(paper: Paper, client: Client, comment: Comment) -> None:
    kinds = client.get("/api/v1/notice-kinds").json()["kinds"]
    assert {"kind": "defamation", "label": "Libel or slander"} in kinds
    given = give(client, comment)
    assert given.status_code == 201, given.text
    told = given.json()
    assert (told["status"], told["comment_id"], told["can_ask_again"]) == (
        *("waiting", comment.id, False),
    )
    assert client.get(f"/api/v1/notices/{told['token']}").json() == told
    page = client.get(told["status_url"].removeprefix(paper.site.base_url))
    assert WHOLE["explanation"] in page.text
    assert give(client, comment).json()["token"] == told["token"], "the same is taken once"


@sqlite_only
def test_what_is_missing_is_told_by_its_field(
    paper: Paper, client: Client, comment: Comment, article: Article
) -> None:
    lacking = give(client, comment, kind="dull", explanation="", email="nobody", good_faith=False)
    assert code_of(lacking) == (422, "notice-incomplete")
    assert lacking.json()["error"]["details"]["fields"].keys() == {
        *("kind", "explanation", "email", "good_faith"),
    }
    hidden = paper.comment(article, outcome=Outcome.HOLD)
    assert code_of(give(client, hidden)) == (404, "no-such-comment")
    assert code_of(client.get("/api/v1/notices/nobodys")) == (404, "unknown-notice")
    # Of such a thing nobody need say who they are.
    nameless = give(client, comment, kind="child-abuse", name="", email="")
    assert nameless.status_code == 201
    early = client.post(f"/api/v1/notices/{nameless.json()['token']}/again", json={})
    assert code_of(early) == (403, "no-appeal")


@sqlite_only
def test_a_site_that_takes_no_notices_says_so(
    paper: Paper, client: Client, comment: Comment
) -> None:
    paper.put_policy(POLICY + '[duties]\nnotices = "off"\n')
    assert code_of(give(client, comment)) == (404, "no-notices")
    assert code_of(client.get("/api/v1/notice-kinds")) == (404, "no-notices")


@sqlite_only
def test_what_was_left_standing_is_asked_about_once_more(
    paper: Paper, client: Client, comment: Comment
) -> None:
    with paper.database.writing() as connection:
        member = make_staff(connection, paper.site, now=paper.clock())
    token = give(client, comment).json()["token"]
    decide(paper, comment, member, Outcome.PUBLISH)
    path = f"/api/v1/notices/{token}"
    told = client.get(path).json()
    assert (told["status"], told["can_ask_again"]) == ("left", True)
    again = client.post(f"{path}/again", json={"note": "Look at line two, please."})
    assert (again.status_code, again.json()["asked_again"]) == (201, True)
    assert code_of(client.post(f"{path}/again", json={})) == (403, "no-appeal")
