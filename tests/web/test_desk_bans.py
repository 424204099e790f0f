"""Everybody who is banned or watched is found in the desk's list, however many there are."""

import re

import pytest
from litestar.testing import TestClient
from sqlalchemy import insert

from rejoinder.app import Newspaper
from rejoinder.readers.model import Standing
from rejoinder.readers.tables import standings
from tests.support.html_page import Page
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BANS = "/desk/bans"
BANNED, WATCHED = 620, 150
Browser = TestClient[Newspaper]


@pytest.fixture
def editor(paper: Paper) -> Browser:
    """Somebody at the desk of a paper that watched some and then banned many."""
    paper.invite("ed@example.org")
    row = {"site_id": paper.site.id, "proved": True, "made_by": "x", "reason": "Why."}
    given = [(Standing.WATCHED, each) for each in range(WATCHED)]
    given += [(Standing.BANNED, each) for each in range(BANNED)]
    rows = [
        row
        | {"email": f"{standing}{each}@example.org", "standing": standing}
        | {"made_at": paper.clock()}
        for standing, each in given
    ]
    with paper.database.writing() as connection:
        connection.execute(insert(standings), rows)
    return paper.sign_in("ed@example.org")


def listed(source: str, standing: str) -> list[int]:
    return [int(each) for each in re.findall(rf"<bdi>{standing}(\d+)@example\.org</bdi> ·", source)]


def further(source: str, name: str) -> list[str]:
    """Where the next page of a list is."""
    tags = Page(source).tags
    navs = [each["href"] for tag, each in tags if tag == "a" and each.get("rel") == "next"]
    return [each for each in navs if re.search(rf"[?&]{name}_before=", each)]


def test_the_headings_tell_how_many_there_are(editor: Browser) -> None:
    text = Page(editor.get(BANS).text).text
    assert "Banned 620" in text
    assert "Watched 150" in text


@pytest.mark.parametrize(("name", "all_of_them"), [("banned", BANNED), ("watched", WATCHED)])
def test_each_list_is_read_a_page_at_a_time(editor: Browser, name: str, all_of_them: int) -> None:
    other = "watched" if name == "banned" else "banned"
    found: list[int] = []
    address = BANS
    while True:
        source = editor.get(address).text
        found += listed(source, name)
        assert len(listed(source, other)) == 100  # it stays where it was
        links = [each for each in further(source, name) if f"{other}_before" not in each]
        if not links:
            break
        (address,) = links
    assert found == list(reversed(range(all_of_them)))


def test_one_list_is_read_on_where_the_other_was_left(editor: Browser) -> None:
    second = next(iter(further(editor.get(BANS).text, "banned")))
    page = editor.get(second).text
    both = editor.get(next(each for each in further(page, "watched") if "banned_before" in each))
    assert listed(both.text, "banned")[0] == BANNED - 101
    assert listed(both.text, "watched")[0] == WATCHED - 101
    assert "There is nothing older." in editor.get(f"{BANS}?watched_before=1").text
    assert editor.get(f"{BANS}?banned_before=x").status_code == 422


def test_a_way_on_opens_at_its_own_list(editor: Browser) -> None:
    first = editor.get(BANS).text
    for name in ("banned", "watched"):
        (onward,) = further(first, name)
        part = onward.partition("#")[2]
        assert part == name
        assert Page(first).has("section", id=part)
        assert "← Newest" not in first
        # Above the list and below it.
        later = Page(editor.get(onward).text)
        assert later.links().count(f"{BANS}#{name}") == 2
        assert later.text.count("← Newest") == 2


def test_who_lifts_a_ban_finds_the_next_one_there(editor: Browser) -> None:
    second = next(iter(further(editor.get(BANS).text, "banned")))
    page = Page(editor.get(second).text)
    rows = [
        each["id"] for tag, each in page.tags if tag == "li" and "standing-" in each.get("id", "")
    ]
    opened = [each.action.partition("#")[2] for each in page.forms if "lifting" in each.action]
    assert opened == [*rows[1:100], rows[98], *rows[101:], rows[-2]]


def test_who_lifts_a_ban_stays_at_its_place(editor: Browser) -> None:
    second = next(iter(further(editor.get(BANS).text, "banned")))
    forms = [
        each.action for each in Page(editor.get(second).text).forms if "lifting" in each.action
    ]
    lifted = editor.post(forms[0], data={"reason": "Kind again."})
    assert "Banned 619" in Page(lifted.text).text
    assert listed(lifted.text, "banned")[0] == BANNED - 102
    refused = editor.post(forms[1], data={"reason": ""})
    assert refused.status_code == 422
    assert listed(refused.text, "banned")[0] == BANNED - 102
