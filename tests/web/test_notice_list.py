"""The desk's list of notices has all that wait, however many, and what each giver's were."""

import re
from datetime import datetime, timedelta

import pytest
from litestar.testing import TestClient
from sqlalchemy import insert, select, update

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.errors import Refused
from rejoinder.moderation.actions.notifiers import NewSuspension, suspend_notifier
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.notice_queries import notifier_records, suspensions
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.report_reasons import DANGER
from rejoinder.moderation.tables import notice_suspensions, notices, reports
from rejoinder.sites.model import Role
from tests.support.html_page import Page
from tests.support.newspaper import Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIST = "/desk/notices"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OFTEN = "answered notices were left standing"


class Notices:
    """Notices of a paper, many at once, past the form."""

    def __init__(self, paper: Paper, article: Article) -> None:
        self.paper = paper
        self.about = paper.comment(article)
        taken_down = paper.comment(article, outcome=Outcome.DECLINE)
        with paper.database.reading() as connection:
            self.left_standing = latest_decision(connection, self.about.id).id
            self.taken_down = latest_decision(connection, taken_down.id).id

    def give(
        self, *moments: datetime, answer: int | None = None, reason: str = "illegal", **told: object
    ) -> list[int]:
        """One at each of these; their numbers."""
        numbers = []
        here = {"site_id": self.paper.site.id, "comment_id": self.about.id}
        named = {"kind": "copyright", "name": "Maud", "email": "", "trusted": False} | told
        with self.paper.database.writing() as connection:
            given = len(connection.execute(select(notices.c.id)).all())
            for number, moment in enumerate(moments, given):
                report = here | {"reporter_key": str(number), "note": "", "reason": reason}
                put = insert(reports).values(**report, made_at=moment, answered_by_id=answer)
                told_by = connection.execute(put.returning(reports.c.id)).scalar_one()
                row = here | named | {"token": str(number), "explanation": f"Notice {number}."}
                put = insert(notices).values(**row, made_at=moment, report_id=told_by)
                numbers.append(connection.execute(put.returning(notices.c.id)).scalar_one())
        return numbers

    def records(self, *emails: str, proved: bool = False) -> list[tuple[int, int]]:
        """How many of each address's were answered, and unfounded."""
        with self.paper.database.reading() as connection:
            found = notifier_records(connection, self.paper.site.id, emails, proved=proved)
        return [found[each] for each in emails]


@pytest.fixture
def given(paper: Paper, article: Article) -> Notices:
    return Notices(paper, article)


@pytest.fixture
def editor(paper: Paper) -> TestClient[Newspaper]:
    paper.invite("ed@example.org")
    return paper.sign_in("ed@example.org")


def listed(source: str) -> tuple[list[int], list[int]]:
    """The numbers of those that wait and of the answered ones, as a page shows them."""
    waiting, answered = re.split(r"<h2>Answered", source)
    return _explained(waiting), _explained(answered)


def _explained(source: str) -> list[int]:
    return [int(each) + 1 for each in re.findall(r"Notice (\d+)\.", source)]


def following(source: str, name: str) -> str:
    """Where a list goes on, from a page that shows the other from its start."""
    onward = re.compile(rf"{LIST}\?{name}=\d+#\w+")
    return next((each for each in Page(source).links() if onward.fullmatch(each)), "")


def test_all_that_wait_are_listed_the_most_urgent_first(
    paper: Paper, given: Notices, editor: TestClient[Newspaper]
) -> None:
    now = paper.clock()
    newer_first = [now - each * MINUTE for each in range(240)]
    plain = given.give(*newer_first)
    trusted = given.give(*newer_first[:5], trusted=True)
    danger = given.give(*newer_first[:5], reason=DANGER)
    answered = given.give(*newer_first[:130], answer=given.left_standing)
    found: list[int] = []
    address = LIST
    while address:
        source = editor.get(address).text
        assert "Waiting 250" in Page(source).text
        assert "Answered 130" in Page(source).text
        waiting, others = listed(source)
        assert len(others) == 100
        found += waiting
        address = following(source, "after")
    assert found == [*danger[::-1], *trusted[::-1], *plain[::-1]]
    first, older = editor.get(LIST).text, following(editor.get(LIST).text, "before")
    assert [*listed(first)[1], *listed(editor.get(older).text)[1]] == answered[::-1]
    assert "There is nothing older." in editor.get(f"{LIST}?before=1").text
    assert editor.get(f"{LIST}?after=x").status_code == 422


@sqlite_only
def test_a_page_goes_on_behind_a_notice_that_was_answered_meanwhile(
    paper: Paper, given: Notices, editor: TestClient[Newspaper]
) -> None:
    numbers = given.give(*(paper.clock() + each * MINUTE for each in range(150)))
    with paper.database.writing() as connection:
        connection.execute(update(reports).values(answered_by_id=given.left_standing))
        waits = update(reports).where(reports.c.reporter_key.in_(["120", "140"]))
        connection.execute(waits.values(answered_by_id=None))
    assert listed(editor.get(f"{LIST}?after={numbers[99]}").text)[0] == [121, 141]
    assert listed(editor.get(f"{LIST}?after={numbers[130]}").text)[0] == [141]
    assert listed(editor.get(f"{LIST}?after=99999").text)[0] == []


@sqlite_only
def test_what_is_said_of_a_giver_is_what_counts_when_they_are_left_aside(
    paper: Paper, given: Notices, editor: TestClient[Newspaper]
) -> None:
    long_ago, now = paper.clock() - 30 * DAY, paper.clock()
    given.give(*[long_ago] * 3, answer=given.left_standing, email="often@example.org")
    given.give(*[long_ago] * 6, answer=given.taken_down, email="seldom@example.org")
    given.give(*[now] * 60, answer=given.left_standing)
    given.give(*[now] * 4, answer=given.left_standing, email="seldom@example.org")
    given.give(*[now] * 60, answer=given.taken_down)
    (often,) = given.give(now, email="often@example.org")
    (seldom,) = given.give(now, email="seldom@example.org")
    text = Page(editor.get(LIST).text).text
    assert text.count(OFTEN) == 1
    assert f"3 of their 3 {OFTEN}" in text
    member = paper.invite("eva@example.org", role=Role.EDITOR)
    wanted = NewSuspension("Nothing in them.", 30, warned=True)
    with paper.database.writing() as connection:
        suspend_notifier(connection, member, often, wanted, now=now)
        with pytest.raises(Refused, match="not often without ground"):
            suspend_notifier(connection, member, seldom, wanted, now=now)


def test_the_last_notices_of_each_address_are_weighed(paper: Paper, given: Notices) -> None:
    now = paper.clock()
    given.give(*[now] * 50, answer=given.left_standing, email="a@example.org")
    given.give(*[now] * 97, answer=given.taken_down, email="a@example.org", proved=True)
    given.give(now, email="a@example.org", proved=True)
    given.give(*[now] * 2, answer=given.left_standing, email="b@example.org")
    assert given.records("a@example.org", "b@example.org", "c@example.org") == [
        *((99, 2), (2, 2), (0, 0)),
    ]
    assert given.records("a@example.org", "b@example.org", proved=True) == [(97, 0), (0, 0)]


@sqlite_only
def test_all_from_whom_none_are_taken_are_known(paper: Paper) -> None:
    now = paper.clock()
    row = {"site_id": paper.site.id, "reason": "x", "made_by": "x", "made_at": now}
    rows = [row | {"email": f"{each}@example.org", "until": now + DAY} for each in range(510)]
    with paper.database.writing() as connection:
        connection.execute(insert(notice_suspensions), rows)
        assert len(suspensions(connection, paper.site.id, now=now)) == 510
