"""Comments that say nearly the same, decided with one press, and taken back with one."""

import re

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment, State
from rejoinder.desk.alike import MOST_TOGETHER
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.moderation.queries import history
from rejoinder.sites.model import Role
from tests.support.newspaper import Paper

SCRIPT = {"x-fragment": "desk"}
SPAM = "Four thousand crowns a week from home with a trick that banks do not want you to know, {}!"
ADVERTISES = Finding("abuse-spam", Severity.HOLD)


@pytest.fixture(scope="module")
def ilse(everybodys: Paper) -> TestClient[Newspaper]:
    everybodys.invite("ilse@example.org", name="Ilse", role=Role.MODERATOR)
    return everybodys.sign_in("ilse@example.org")


def alike(paper: Paper, slug: str, *, section: str = "") -> list[Comment]:
    article = paper.article(slug, section=section)
    texts = [SPAM.format(slug), f"Hello. {SPAM.format(slug)}", SPAM.format(slug).upper()]
    return [
        paper.comment(article, text=text, outcome=Outcome.HOLD, findings=(ADVERTISES,))
        for text in texts
    ]


def newest(paper: Paper, comment: Comment) -> int:
    with paper.database.reading() as connection:
        return history(connection, comment.id)[-1].id


def states(paper: Paper, comments: list[Comment]) -> set[State]:
    return {paper.comment_now(each.id).state for each in comments}


def decide(
    browser: TestClient[Newspaper],
    paper: Paper,
    comments: list[Comment],
    headers: dict[str, str] | None = None,
    **form: str,
) -> Response:
    also = [f"{each.id}.{newest(paper, each)}" for each in comments[1:]]
    told = {"seen": str(newest(paper, comments[0])), "also": also, **form}
    path = f"/desk/comments/{comments[0].id}/shared-decisions"
    return browser.post(path, data=told, headers=headers or {}, follow_redirects=False)


def undo(browser: TestClient[Newspaper], page: str, headers: dict[str, str]) -> Response:
    path = re.search(r'action="(/desk/comments/\d+/shared-decisions/undoing)"', page)
    assert path is not None
    form = {"decision": re.findall(r'name="decision" value="([\d.]+)"', page)}
    return browser.post(path[1], data=form, headers=headers)


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["page", "script"])
def test_one_press_decides_all_of_them_and_one_undo_takes_all_back(
    everybodys: Paper, ilse: TestClient[Newspaper], headers: dict[str, str]
) -> None:
    three = alike(everybodys, f"one-press-{len(headers)}")
    card = ilse.get(f"/desk/comments/{three[0].id}/alike", headers=headers).text
    for other in three[1:]:
        assert f'name="also" value="{other.id}.{newest(everybodys, other)}"' in card
    answer = decide(ilse, everybodys, three, headers, rule="abuse-spam")
    assert states(everybodys, three) == {State.DECLINED}
    with everybodys.database.reading() as connection:
        made = [history(connection, each.id)[-1] for each in three]
    assert {each.rule for each in made} == {"abuse-spam"}
    assert len({each.id for each in made}) == 3
    if headers:
        gone = re.search(r'data-gone="([\d ]+)"', answer.text)
        assert gone is not None
        assert {int(each) for each in gone[1].split()} == {each.id for each in three}
    page = answer.text if headers else ilse.get(answer.headers["location"]).text
    assert "All of them are declined (3)." in page
    assert undo(ilse, page, headers).status_code == 200
    assert states(everybodys, three) == {State.HELD}
    assert undo(ilse, page, headers).status_code == 409


def test_what_a_colleague_decided_meanwhile_is_left_and_told(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    three = alike(everybodys, "meanwhile")
    stale = [f"{each.id}.{newest(everybodys, each)}" for each in three[1:]]
    form = {"outcome": "publish", "seen": str(newest(everybodys, three[2]))}
    ilse.post(f"/desk/comments/{three[2].id}/decisions", data=form)
    answer = decide(ilse, everybodys, three[:1], SCRIPT, outcome="hold", also=stale)  # type: ignore[arg-type]
    assert "All of them are held (2)." in answer.text
    assert "says why: 1." in answer.text
    assert everybodys.comment_now(three[2].id).state is State.PUBLISHED
    # After a later decision the undo of all takes back what it can.
    form = {"outcome": "publish", "seen": str(newest(everybodys, three[1]))}
    ilse.post(f"/desk/comments/{three[1].id}/decisions", data=form)
    assert "they are as they were (1)" in undo(ilse, answer.text, SCRIPT).text
    assert everybodys.comment_now(three[1].id).state is State.PUBLISHED


def test_where_the_one_before_them_changed_nothing_is_decided(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    three = alike(everybodys, "changed")
    assert decide(ilse, everybodys, three, SCRIPT, outcome="publish", seen="1").status_code == 409
    assert decide(ilse, everybodys, three, SCRIPT, outcome="decline").status_code == 422
    assert states(everybodys, three) == {State.HELD}


@pytest.mark.parametrize("also", ["x", "1", "1.x", "1." + "9" * 30, "-1.1", "1.1" * 200])
def test_what_names_no_comment_decides_nothing(
    everybodys: Paper, ilse: TestClient[Newspaper], also: str
) -> None:
    comment = everybodys.comment(everybodys.article(), outcome=Outcome.HOLD)
    answer = decide(ilse, everybodys, [comment], outcome="publish", also=also)
    assert answer.status_code == 422
    assert everybodys.comment_now(comment.id).state is State.HELD


def test_no_more_are_taken_than_one_press_decides(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    comment = everybodys.comment(everybodys.article(), outcome=Outcome.HOLD)
    also = [f"{number}.1" for number in range(1, MOST_TOGETHER + 3)]
    answer = decide(ilse, everybodys, [comment], outcome="publish", also=also)  # type: ignore[arg-type]
    assert answer.status_code == 422


def test_what_others_look_after_is_neither_offered_nor_decided(everybodys: Paper) -> None:
    everybodys.invite("sport@example.org", role=Role.MODERATOR, sections="Sport")
    sport = everybodys.sign_in("sport@example.org")
    ours, theirs = (
        alike(everybodys, f"section-{section}".lower(), section=section)
        for section in ("Sport", "City")
    )
    text = ours[0].source
    other = everybodys.comment(
        everybodys.article("section-city", section="City"), text=text, outcome=Outcome.HOLD
    )
    assert f'value="{other.id}.' not in sport.get(f"/desk/comments/{ours[0].id}/alike").text
    answer = decide(sport, everybodys, [ours[0], other, theirs[0]], SCRIPT, outcome="publish")
    assert "says why: 2." in answer.text
    assert states(everybodys, [other, theirs[0]]) == {State.HELD}
