"""The card's buttons: one for each thing that can be done, in its place, with its key."""

import re
from pathlib import Path

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.moderation.queries import history
from rejoinder.moderation.statement_queries import statement_about
from rejoinder.moderation.statements import Automation
from rejoinder.sites.model import Role
from rejoinder.web.desk.keys import KEYS
from tests.support.newspaper import Paper

SOURCE = Path(__file__).parents[2] / "src" / "rejoinder"
INSULT = Finding("abuse-insult", Severity.HOLD, spans=((9, 13),))
NEW_HERE = Finding("standing-new", Severity.HOLD)
TEXT = "What an idiot."


@pytest.fixture(scope="module")
def ilse(everybodys: Paper) -> TestClient[Newspaper]:
    """The browser of a moderator."""
    everybodys.invite("ilse@example.org", role=Role.MODERATOR)
    return everybodys.sign_in("ilse@example.org")


def held(paper: Paper, *findings: Finding) -> Comment:
    return paper.comment(paper.article(), text=TEXT, outcome=Outcome.HOLD, findings=findings)


def seen(paper: Paper, comment: Comment) -> str:
    with paper.database.reading() as connection:
        return str(history(connection, comment.id)[-1].id)


def decline_by(ilse: TestClient[Newspaper], paper: Paper, comment: Comment, rule: str) -> int:
    form = {"seen": seen(paper, comment), "rule": rule}
    path = f"/desk/comments/{comment.id}/decisions"
    return ilse.post(path, data=form, follow_redirects=False).status_code


def test_one_press_declines_by_the_rule_that_the_judge_names(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    comment = held(everybodys, NEW_HERE, INSULT)
    card = ilse.get(f"/desk/comments/{comment.id}").text
    assert 'name="rule" value="abuse-insult"' in card
    assert decline_by(ilse, everybodys, comment, "abuse-insult") == 303
    assert everybodys.comment_now(comment.id).state is State.DECLINED
    told = everybodys.browser().get(f"/your-comment/{comment.status_token}").text
    assert "Reads as an insult" in told
    # What else made it wait was no reason to decline it.
    assert "Welcome." not in told
    with everybodys.database.reading() as connection:
        decision = history(connection, comment.id)[-1]
        statement = statement_about(connection, decision.id)
    assert statement is not None
    assert (statement.rule, statement.automated_decision) == (
        "abuse-insult",
        Automation.PARTIALLY,
    )


def test_a_card_tells_staff_what_was_found_and_keeps_the_words_to_its_author_folded(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    despair = Finding("despair", Severity.HOLD, facts={"score": 71, "text": "", "help": ()})
    comment = held(everybodys, despair, INSULT)
    card = ilse.get(f"/desk/comments/{comment.id}").text
    findings = card.split('<ul class="findings">')[1].split("</ul>")[0]
    assert "The judge reads despair in it (71 in 100)." in findings
    assert "made us wonder" not in findings
    told = card.split('<details class="told">')[1].split("</details>")[0]
    assert "What you wrote made us wonder" in told
    # As long as it waits, that is all that somebody in despair is told.
    assert "insult" not in told


@pytest.mark.parametrize("rule", ["", "standing-new", "abuse-threat", "despair", "x" * 401])
def test_it_declines_by_no_rule_that_found_no_fault_with_the_comment(
    everybodys: Paper, ilse: TestClient[Newspaper], rule: str
) -> None:
    despair = Finding("despair", Severity.HOLD)
    comment = held(everybodys, despair, NEW_HERE, INSULT)
    assert decline_by(ilse, everybodys, comment, rule) == 422
    assert everybodys.comment_now(comment.id).state is State.HELD


def test_where_no_rule_is_named_the_same_button_asks_for_the_reason(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    card = ilse.get(f"/desk/comments/{held(everybodys, NEW_HERE).id}").text
    assert re.search(r'name="rule" value="" data-key="d" data-opens="reasons"', card)


def test_the_sheet_of_keys_and_the_buttons_name_the_same_keys() -> None:
    pages = [path.read_text() for path in (SOURCE / "web/templates/desk").glob("*.html")]
    on_buttons = set(re.findall(r'data-key="([A-Za-z])"', "".join(pages)))
    script = (SOURCE / "frontend/js/desk.js").read_text()
    shortcuts = re.search(r"const SHORTCUTS = \{(.+?)\n\};", script, re.DOTALL)
    assert shortcuts is not None
    by_script = set(re.findall(r"^  ([a-z]): ", shortcuts[1], re.MULTILINE))
    told = {name for key in KEYS for name in key.names if re.fullmatch("[A-Za-z]", name)}
    assert told == on_buttons | by_script
    assert len(told) == sum(len(name) == 1 and name.isalpha() for key in KEYS for name in key.names)


def test_whoever_only_reads_is_told_of_no_key_that_decides(everybodys: Paper) -> None:
    everybodys.invite("looker@example.org", role=Role.OBSERVER)
    page = everybodys.sign_in("looker@example.org").get("/desk").text
    sheet = page.partition('<dialog id="keys"')[2]
    assert "<kbd>j</kbd>" in sheet
    assert "<kbd>p</kbd>" not in sheet
