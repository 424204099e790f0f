"""The desk from outside: who may come, what they see, and what becomes of what they decide."""

import re
from dataclasses import dataclass

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history
from rejoinder.sites.model import Role, policy_version
from tests.support.factories import withdraw
from tests.support.newspaper import DECLINED, HELD, POLICY, Paper

SCRIPT = {"x-fragment": "desk"}


@dataclass(frozen=True, slots=True)
class Moderator:
    """Somebody at the desk, with their browser."""

    paper: Paper
    browser: TestClient[Newspaper]

    def get(self, path: str) -> Response:
        return self.browser.get(path, follow_redirects=False)

    def seen(self, comment: Comment) -> int:
        with self.paper.database.reading() as connection:
            return history(connection, comment.id)[-1].id

    def decide(self, comment: Comment, *, by_script: bool = False, **fields: str) -> Response:
        form = {"seen": str(self.seen(comment)), **fields}
        return self.browser.post(
            f"/desk/comments/{comment.id}/decisions",
            data=form,
            headers=SCRIPT if by_script else {},
            follow_redirects=False,
        )

    def undo(self, page: str, *, by_script: bool = False) -> Response:
        """Presses the Undo that the page offers."""
        path = re.search(r'action="(/desk/comments/\d+/decisions/\d+/undoing)"', page)
        assert path is not None
        return self.browser.post(
            path[1], data={}, headers=SCRIPT if by_script else {}, follow_redirects=False
        )


def moderator(paper: Paper, role: Role = Role.MODERATOR) -> Moderator:
    address = f"{role}@example.org"
    paper.invite(address, name="Ilse", role=role)
    return Moderator(paper, paper.sign_in(address))


@pytest.fixture
def desk(paper: Paper) -> Moderator:
    return moderator(paper)


@pytest.fixture
def held(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="Four million for a bridge!", outcome=Outcome.HOLD)


@pytest.mark.parametrize("path", ["/desk", "/desk/log", "/desk/comments/1"])
def test_somebody_unknown_is_asked_to_sign_in_first(
    client: TestClient[Newspaper], path: str
) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={path}"


def test_readers_and_strangers_can_neither_see_nor_decide(
    paper: Paper, client: TestClient[Newspaper], held: Comment
) -> None:
    reader = paper.sign_in("reader@example.org")
    assert reader.get("/desk").status_code == 403
    form = {"outcome": "publish", "seen": "1"}
    for browser in (client, reader):
        for path in (
            f"/desk/comments/{held.id}/decisions",
            f"/desk/comments/{held.id}/decisions/1/undoing",
            f"/desk/articles/{held.article_id}/closing",
        ):
            assert browser.post(path, data=form).status_code == 403
    assert paper.comment_now(held.id).state is State.HELD


def test_another_site_cannot_decide_in_a_moderators_name(desk: Moderator, held: Comment) -> None:
    answer = desk.browser.post(
        f"/desk/comments/{held.id}/decisions",
        data={"outcome": "publish", "seen": str(desk.seen(held))},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert desk.paper.comment_now(held.id).state is State.HELD


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR])
def test_all_who_may_do_decide(paper: Paper, held: Comment, role: Role) -> None:
    answer = moderator(paper, role).decide(held, outcome="publish")
    assert answer.status_code == 303
    assert paper.comment_now(held.id).state is State.PUBLISHED


def test_an_empty_desk_says_so_kindly(desk: Moderator) -> None:
    page = desk.get("/desk")
    assert page.status_code == 200
    assert "All clear" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_card_shows_what_the_checks_found_in_the_readers_own_words(
    paper: Paper, desk: Moderator, article: Article
) -> None:
    paper.put_in(paper.browser(), article, text=f"<b>{HELD}</b>", email="ann@example.org")
    page = desk.get("/desk").text
    assert '&lt;b&gt;<mark class="mark-rule"' in page
    assert article.headline in page
    assert "ann@example.org" in page
    assert 'class="bar' in page
    assert "style=" not in page


def test_a_card_shows_the_conversation_reports_and_appeal(
    paper: Paper, desk: Moderator, article: Article
) -> None:
    parent = paper.comment(article, text="The ferry was cheaper.")
    reply = paper.comment(article, text="It was not.", parent=parent)
    declined = paper.comment(article, text="A joke.", outcome=Outcome.DECLINE)
    with paper.database.writing() as connection:
        at = paper.clock()
        told = {"reason": "privacy", "note": "My <i>address</i>."}
        report(connection, reply, reporter=Reporter("r"), now=at, **told)
        appeal(connection, declined, "It was only a joke.", now=at)
    page = desk.get("/desk").text
    assert "The ferry was cheaper." in page
    assert "Tells private things" in page
    assert "My &lt;i&gt;address&lt;/i&gt;." in page
    assert "It was only a joke." in page
    assert "It was only a joke." not in desk.get("/desk?view=reported").text
    assert "The ferry was cheaper." not in desk.get("/desk?view=appealed").text


def test_without_scripts_a_decision_leads_back_with_the_way_to_undo_it(
    desk: Moderator, held: Comment
) -> None:
    answer = desk.decide(held, outcome="decline", reason="staff-abuse", view="held")
    assert answer.headers["location"].startswith("/desk?view=held&done=")
    page = desk.get(answer.headers["location"]).text
    assert "is declined" in page
    back = desk.undo(page)
    assert back.status_code == 303
    assert desk.paper.comment_now(held.id).state is State.HELD
    assert "is held again" in desk.get(back.headers["location"]).text


def test_an_old_address_offers_no_undo_of_what_is_no_longer_in_force(
    desk: Moderator, held: Comment
) -> None:
    first = desk.decide(held, outcome="publish").headers["location"]
    desk.decide(held, outcome="hold")
    assert "undoing" not in desk.get(first).text


def test_with_scripts_a_decision_answers_the_notice_and_the_counts_alone(
    desk: Moderator, held: Comment
) -> None:
    answer = desk.decide(held, by_script=True, outcome="publish")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "is published" in answer.text
    assert '<span class="count">0</span>' in answer.text
    assert f'id="comment-{held.id}"' not in answer.text
    undone = desk.undo(answer.text, by_script=True)
    assert undone.status_code == 200
    assert f'id="comment-{held.id}"' in undone.text
    assert "undoing" not in undone.text


@pytest.mark.parametrize("by_script", [False, True])
def test_declining_without_a_reason_is_not_done_and_says_why(
    desk: Moderator, held: Comment, by_script: bool
) -> None:
    answer = desk.decide(held, by_script=by_script, outcome="decline")
    assert answer.status_code == 422
    assert "Please choose a reason" in answer.text
    assert desk.paper.comment_now(held.id).state is State.HELD


def test_a_form_that_says_nothing_decides_nothing(desk: Moderator, held: Comment) -> None:
    for outcome, seen in (("burn", "1"), ("", "1"), ("publish", ""), ("publish", "one")):
        assert desk.decide(held, outcome=outcome, seen=seen).status_code == 422, (outcome, seen)
        assert desk.paper.comment_now(held.id).state is State.HELD


def test_what_a_colleague_decided_meanwhile_comes_back_as_it_now_is(
    desk: Moderator, held: Comment
) -> None:
    stale = str(desk.seen(held))
    desk.decide(held, outcome="publish")
    answer = desk.decide(held, by_script=True, outcome="hold", seen=stale)
    assert answer.status_code == 409
    assert "Please look at it again" in answer.text
    assert "badge-published" in answer.text


def test_a_ban_declines_what_the_author_sends_next(
    paper: Paper, desk: Moderator, article: Article
) -> None:
    troll = paper.browser()
    paper.put_in(troll, article, text=HELD, email="troll@example.org")
    page = desk.get("/desk").text
    comment_id = re.search(r'id="comment-(\d+)"', page)
    assert comment_id is not None
    comment = paper.comment_now(int(comment_id[1]))
    desk.decide(comment, ban="1", reason="staff-abuse")
    assert paper.comment_now(comment.id).state is State.DECLINED
    again = paper.put_in(troll, article, text="A kind word.", email="troll@example.org")
    assert again.status_code == 422


def test_a_comments_page_tells_every_decision_by_whom_and_by_which_rules(
    paper: Paper, desk: Moderator, article: Article
) -> None:
    answer = paper.put_in(paper.browser(), article, text=DECLINED)
    assert answer.status_code == 422
    comment = paper.comment_now(1)
    desk.decide(comment, outcome="publish")
    page = desk.get("/desk/comments/1").text
    assert page.index("Ilse") < page.index("The policy")
    assert policy_version(POLICY) in page
    assert "Undo the last decision" in page


def test_a_comment_taken_back_is_shown_without_its_words(
    paper: Paper, desk: Moderator, held: Comment
) -> None:
    with paper.database.writing() as connection:
        withdraw(connection, held, now=paper.clock())
    page = desk.get(f"/desk/comments/{held.id}").text
    assert "Its author took this comment back" in page
    assert held.source not in page


def test_there_is_no_page_for_a_comment_that_is_not_there(desk: Moderator) -> None:
    assert desk.get("/desk/comments/999").status_code == 404
    answer = desk.browser.post(
        "/desk/comments/999/decisions", data={"outcome": "publish", "seen": "1"}
    )
    assert answer.status_code == 404


def test_the_log_is_paged_from_the_newest_back(
    paper: Paper, desk: Moderator, article: Article
) -> None:
    made = [paper.comment(article, text=f"Comment number {each}.") for each in range(55)]
    first = desk.get("/desk/log").text
    assert made[-1].source in first
    assert made[0].source not in first
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = desk.get(older[1]).text
    assert made[0].source in second
    assert made[-1].source not in second
    assert 'rel="next"' not in second


def test_a_thread_is_closed_and_opened_again(paper: Paper, article: Article, held: Comment) -> None:
    desk = moderator(paper, Role.EDITOR)
    for act, said, is_closed in (("closing", "is closed", True), ("opening", "is open", False)):
        answer = desk.browser.post(f"/desk/articles/{article.id}/{act}", follow_redirects=False)
        assert answer.status_code == 303
        assert said in desk.get(answer.headers["location"]).text
        with paper.database.reading() as connection:
            found = article_queries.by_id(connection, paper.site.id, article.id)
        assert (found.closed_at is not None) is is_closed
