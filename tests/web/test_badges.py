"""What stands beside the names of the paper's own people, and beside nobody else's."""

import pytest
from sqlalchemy import update

from rejoinder.sites.tables import staff as staff_table
from tests.support.html_page import Page, read
from tests.support.newspaper import Paper
from tests.support.speakers import ADDRESS, staff

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def badges(page: Page) -> list[tuple[str, str]]:
    """The names over the comments with what stands beside them."""
    heads = page.headings("comment-author")
    return [(name, badge) for name, _, badge in (head.partition(" | ") for head in heads)]


@sqlite_only
def test_staff_and_the_articles_author_carry_a_badge_everywhere(paper: Paper) -> None:
    article = paper.article(byline="By Petra Solheim and Dov Haskett")
    other = paper.article("other", byline="Dov Haskett")
    petra, jonas = staff(paper, "Petra Solheim"), staff(paper, "Jonas Pell")
    assert "Posting as Petra Solheim Author of the article ." in read(petra, article.path).text
    paper.put_in(petra, article, text="I can answer that: the city paid for it.")
    paper.put_in(petra, other, text="I can answer that: the city paid for it all.")
    paper.put_in(jonas, article, text="Please keep to the bridge and its repairs, everybody.")
    paper.put_in(paper.browser(), article, name="Ann", text="When does the bridge open again?")
    told = {
        each["author"]: each["author_badge"]
        for each in paper.browser()
        .get(f"/api/v1/articles/{article.id}/comments")
        .json()["comments"]
    }
    assert told == {"Petra Solheim": "author", "Jonas Pell": "staff", "Ann": None}
    shown = {
        "Petra Solheim": "Author of the article",
        "Jonas Pell": "Staff of the newspaper",
        "Ann": "",
    }
    assert dict(badges(read(paper.browser(), article.path))) == shown
    assert dict(badges(read(jonas, article.path))) == shown
    assert dict(badges(read(paper.browser(), other.path))) == {
        "Petra Solheim": "Staff of the newspaper"
    }
    for each in read(paper.browser(), article.path).comments():
        desk = Page(jonas.get(f"/desk/comments/{each['data-id']}").text)
        badge = shown[each["data-author"]]
        assert badge in desk.text
        assert desk.text.count("of the newspaper") == 2 * ("Staff" in badge)


@sqlite_only
def test_a_reply_that_a_script_puts_in_its_place_carries_the_badge(paper: Paper) -> None:
    article = paper.article()
    jonas = staff(paper, "Jonas Pell")
    form = {"text": "Please keep to the bridge and its repairs, everybody.", "key": ""}
    answer = jonas.post(f"{article.path}/comments", data=form, headers={"x-fragment": "posted"})
    assert answer.status_code == 201
    assert badges(Page(answer.text)) == [("Jonas Pell", "Staff of the newspaper")]


@pytest.mark.parametrize("name", ["badge", "author_badge", "is_staff", "staff"])
@sqlite_only
def test_no_form_gives_a_badge(paper: Paper, name: str) -> None:
    article = paper.article(byline="Dov Haskett")
    guest, reader = paper.browser(), paper.sign_in(ADDRESS)
    staff(paper, "Jonas Pell")
    sent = {name: "staff", "email": "jonas@gazette.example"}
    paper.put_in(guest, article, name="Ann", **sent)
    paper.put_in(reader, article, text="When does the bridge open again?", name="Ilka", **sent)
    assert dict(badges(read(paper.browser(), article.path))) == {"Ann": "", "Ilka": ""}


@sqlite_only
def test_whoever_leaves_the_desk_writes_without_a_badge_again(paper: Paper) -> None:
    article = paper.article()
    jonas = staff(paper, "Jonas Pell")
    paper.put_in(jonas, article, text="Please keep to the bridge and its repairs, everybody.")
    with paper.database.writing() as connection:
        connection.execute(update(staff_table).values(removed_at=paper.clock()))
    paper.put_in(jonas, article, text="I work elsewhere now and miss the bridge.")
    assert [badge for _, badge in badges(read(jonas, article.path))] == [
        *("", "Staff of the newspaper")
    ]
