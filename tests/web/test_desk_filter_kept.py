"""Whoever decides without a script comes back to the part and the filter where they were."""

import re

from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Finding, Outcome, Severity
from tests.support.newspaper import Paper

INSULT = Finding("abuse-insult", Severity.HOLD)
ASKED = "view=held&order=age&section="


def test_the_filter_goes_with_every_form_of_a_card(
    paper: Paper, at_desk: TestClient[Newspaper], article: Article
) -> None:
    said = "The council has never once asked anybody who lives on this quay."
    first, second = (
        paper.comment(article, text=f"{said} {each}.", outcome=Outcome.HOLD, findings=(INSULT,))
        for each in ("Never", "Ever")
    )
    asked = f"{ASKED}{article.section}"
    page = at_desk.get(f"/desk?{asked}").text
    card = page.split(f'id="comment-{first.id}"')[1].split("</details>\n</div>")[0]
    fields = f'name="section" value="{article.section}"'
    forms = [
        each for each in re.findall(r"<form.*?</form>", card, re.DOTALL) if "data-decision" in each
    ]
    assert len(forms) > 4
    assert all(fields in each for each in forms), "each brings its sender back"
    assert f'href="/desk?author={first.author.reader_id}"' in card
    link = re.search(rf'href="(/desk/comments/{first.id}/alike\?[^"]+)"', card)
    assert link is not None
    alike = at_desk.get(link[1].replace("&amp;", "&")).text
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', alike))
    assert form["also"].startswith(f"{second.id}.")
    answer = at_desk.post(
        f"/desk/comments/{first.id}/shared-decisions", data={**form, "outcome": "publish"}
    )
    assert f"/desk?{asked}&together=" in str(answer.url)
    assert "All of them are published (2)." in answer.text
