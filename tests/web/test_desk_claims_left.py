"""Cards of pages that are there no more: colleagues get them, though nobody gave them back."""

from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest
from litestar.testing import TestClient
from sqlalchemy import delete, text

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.desk.tables import claims, left_cards
from rejoinder.moderation.model import Outcome
from rejoinder.storage import lock_until_commit
from tests.support.newspaper import Paper, until

Browser = TestClient[Newspaper]
WAITS = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@pytest.fixture
def waiting(paper: Paper, article: Article) -> list[int]:
    held = [paper.comment(article, text=f"{each}.", outcome=Outcome.HOLD) for each in "abc"]
    return [each.id for each in held]


def taken_from(browser: Browser, waiting: list[int]) -> list[int]:
    """What colleagues have, and what nobody has is taken by asking."""
    told = browser.post("/desk/claims", data={"keep": waiting}).json()
    return [int(each) for each in cast("dict[str, str]", told["taken"])]


def test_the_card_of_a_page_that_never_spoke_is_given_back_with_the_next(
    waiting: list[int], ann: Browser, bo: Browser
) -> None:
    ann.get("/desk")
    assert taken_from(bo, waiting[:1]) == waiting[:1]
    ann.get("/desk?view=appealed")
    assert taken_from(bo, waiting[:1]) == []


def test_a_tab_has_what_it_said_last_and_another_tab_keeps_its_own(
    waiting: list[int], ann: Browser, bo: Browser
) -> None:
    one, two, three = waiting
    ann.post("/desk/claims", data={"tab": "a", "keep": [one, two]})
    ann.post("/desk/claims", data={"tab": "b", "keep": [three]})
    ann.get("/desk?view=appealed")
    ann.post("/desk/claims", data={"tab": "a", "keep": [two]})
    assert taken_from(bo, waiting) == [two, three]


def test_a_tab_that_has_nothing_before_it_keeps_nothing(
    waiting: list[int], ann: Browser, bo: Browser
) -> None:
    ann.post("/desk/claims", data={"tab": "a", "keep": waiting})
    ann.post("/desk/claims", data={"tab": "a"})
    assert taken_from(bo, waiting) == []


def test_a_good_bye_that_comes_late_takes_nothing_from_the_next_page_of_its_tab(
    waiting: list[int], ann: Browser, bo: Browser
) -> None:
    ann.post("/desk/claims", data={"tab": "a", "keep": waiting[1:]})
    ann.post("/desk/claims", data={"give": waiting[:1]})
    assert taken_from(bo, waiting) == waiting[1:]


def test_a_word_that_its_pages_good_bye_overtook_takes_nothing(
    waiting: list[int], ann: Browser, bo: Browser
) -> None:
    for _ in range(2):  # and it may be sent twice
        ann.post("/desk/claims", data={"closed": "p1", "give": waiting})
    ann.post("/desk/claims", data={"tab": "a", "page": "p1", "keep": waiting})
    assert taken_from(bo, waiting) == []


def test_a_good_bye_that_the_next_page_overtook_gives_back_nothing_of_that(
    waiting: list[int], ann: Browser, bo: Browser
) -> None:
    ann.post("/desk/claims", data={"tab": "a", "page": "p1", "keep": waiting[:2]})
    ann.post("/desk/claims", data={"tab": "a", "page": "p2", "keep": waiting[1:]})
    ann.post("/desk/claims", data={"closed": "p1", "give": waiting[:2]})
    assert taken_from(bo, waiting) == waiting[1:]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/desk/claims", {"give": 1, "keep": 2}),
        ("/desk/claims", {"tab": "a", "keep": 2}),
        ("/desk/comments/1/leaving", {}),
        ("/desk/comments/1/taking", {}),
    ],
)
def test_whoever_waits_for_their_turn_holds_no_row_that_the_other_needs(
    paper: Paper, waiting: list[int], ann: Browser, path: str, sent: dict[str, object]
) -> None:
    ann.post("/desk/claims", data={"tab": "a", "keep": waiting[:1]})
    with paper.database.writing() as connection, ThreadPoolExecutor(1) as beside:
        lock_until_commit(connection, f"claims of {paper.site.id}")
        asked = beside.submit(ann.post, path, data=sent)
        until(lambda: connection.execute(WAITS).scalar_one() > 0)
        connection.execute(text("SET LOCAL lock_timeout = '1s'"))
        connection.execute(delete(claims))
        connection.execute(delete(left_cards))
        connection.commit()
        assert asked.result().status_code == 200


@pytest.mark.parametrize("field", ["tab", "page", "closed"])
@pytest.mark.parametrize("name", ["é", "a b", "a" * 21])
def test_a_tab_and_its_pages_have_plain_names(ann: Browser, field: str, name: str) -> None:
    assert ann.post("/desk/claims", data={field: name}).status_code == 422
