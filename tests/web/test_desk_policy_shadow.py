"""What the rules in the shadow would have decided otherwise, at the desk."""

import pytest
from sqlalchemy import insert

from rejoinder.articles.model import Article
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.workbench.actions import begin_shadow, write_draft
from rejoinder.moderation.workbench.queries import draft_by_id, newest_shadow
from rejoinder.moderation.workbench.tables import shadow_outcomes
from rejoinder.web.desk import policy_shadow
from tests.support.html_page import Page
from tests.support.newspaper import POLICY, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHADOW = "/desk/policy/shadow"


def differ(paper: Paper, article: Article, number: int) -> None:
    """A shadow that would have held as many comments that were published."""
    about, now = (
        [paper.comment(article, text=f"Number {each}.") for each in range(number)],
        paper.clock(),
    )
    told = {"was": "publish", "becomes": "hold", "rule": "watched-words", "made_at": now}
    with paper.database.writing() as connection:
        draft = draft_by_id(
            connection,
            paper.site.id,
            write_draft(connection, paper.site.id, POLICY, by="x", now=now),
        )
        begin_shadow(connection, draft, by="x", now=now)
        shadow = newest_shadow(connection, paper.site.id)
        assert shadow is not None
        rows = [
            told
            | {"shadow_id": shadow.id, "comment_id": each.id}
            | {"decision_id": latest_decision(connection, each.id).id}
            for each in about
        ]
        connection.execute(insert(shadow_outcomes), rows)


def test_its_differences_are_read_a_page_at_a_time(
    paper: Paper, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_shadow, "PAGE", 2)
    paper.invite("ed@example.org")
    editor = paper.sign_in("ed@example.org")
    differ(paper, article, 2)
    page = Page(editor.get(SHADOW).text)
    assert "Number 1." in page.text
    assert not page.has("nav", class_="pages")

    differ(paper, article, 3)
    page = Page(editor.get(SHADOW).text)
    assert "Number 2." in page.text
    assert "Number 0." not in page.text
    assert "Newest" not in page.text
    (older,) = [each for each in page.links() if "before=" in each]
    page = Page(editor.get(older).text)
    assert "Number 0." in page.text
    assert "Number 1." not in page.text
    assert page.links().count(SHADOW) == 3  # that of the part, and above the list and below it
    assert not [each for each in page.links() if "before=" in each]
    assert "There is nothing older." in editor.get(f"{SHADOW}?before=1").text
    assert editor.get(f"{SHADOW}?before=x").status_code == 422
