"""What stands around a comment at the desk: its conversation, article, earlier texts and notes."""

import re
from datetime import timedelta

import pytest
from litestar.testing import TestClient
from markupsafe import Markup
from sqlalchemy import insert, select, update

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment
from rejoinder.comments.tables import comments, revisions
from rejoinder.desk.conversation import SHOWN, Branch, in_reading_order
from rejoinder.i18n import Translator
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.staff_notes import MOST_OF_A_COMMENT
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.note_queries import SHOWN as NOTES_SHOWN
from rejoinder.sites.model import NewSite, Role
from rejoinder.storage.audit_log import audit_log
from rejoinder.web.desk.around import MOST_CHANGES, marked
from rejoinder.web.desk.versions import MOST_COMPARED, changed
from tests.support.factories import make_reader, withdraw
from tests.support.html_page import Page
from tests.support.newspaper import Paper

ENGLISH = Translator(NewSite("gazette", "The Gazette"))
SCRIPT = {"x-fragment": "desk"}


@pytest.fixture(scope="module")
def ilse(everybodys: Paper) -> TestClient[Newspaper]:
    """The browser of a moderator."""
    everybodys.invite("ilse@example.org", name="Ilse", role=Role.MODERATOR)
    return everybodys.sign_in("ilse@example.org")


def test_each_comment_stands_before_what_answers_it() -> None:
    branches = [Branch(*each) for each in ((1, None), (2, 1), (3, 1), (4, 2), (5, 4), (6, 2))]
    assert in_reading_order(branches) == [(1, 0), (2, 1), (4, 2), (5, 3), (6, 2), (3, 1)]
    assert in_reading_order([]) == []


def test_a_long_conversation_is_shown_by_stretches_around_the_comment(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    article = everybodys.article("long")
    root = everybodys.comment(article, text="Root.")
    answers = [
        everybodys.comment(article, parent=root, text=f"Answer {number}.", outcome=outcome)
        for number, outcome in zip(range(100), [*Outcome] * 40, strict=False)
    ]
    path = f"/desk/comments/{answers[50].id}/conversation"
    page = ilse.get(path).text
    assert 'aria-current="true"' in page
    assert "Answer 50." in page
    assert page.count('class="by"') == SHOWN
    assert "Root." not in page
    before, after = (int(each) for each in re.findall(r"conversation\?from=(\d+)", page))
    assert "Root." in ilse.get(f"{path}?from={max(before - SHOWN, 0)}").text
    assert f"Answer {after - 1}." in ilse.get(f"{path}?from={after}").text
    # However far somebody reads on, there is an end.
    assert ilse.get(f"{path}?from=999999").status_code == 200
    piece = ilse.get(path, headers=SCRIPT).text
    assert "<html" not in piece
    assert "data-piece" in piece


def test_what_was_taken_back_keeps_its_place_and_no_words(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    article = everybodys.article("taken-back")
    root = everybodys.comment(article, text="I take this back.")
    answer = everybodys.comment(article, parent=root, text="Do.")
    with everybodys.database.writing() as connection:
        withdraw(connection, root, now=everybodys.clock())
    page = ilse.get(f"/desk/comments/{answer.id}/conversation").text
    assert "Withdrawn by its author" in page
    assert "I take this back." not in page
    assert "I take this back." not in ilse.get(f"/desk/comments/{root.id}/versions").text


def test_the_articles_nearest_sentence_is_marked_where_it_stands() -> None:
    text = "It closes in March. It costs <four> million. It takes six weeks."
    shown = str(marked(text, "It costs <four> million.", "nearest"))
    assert shown.startswith('It closes in March. <mark class="mark-evidence"')
    assert "It costs &lt;four&gt; million." in shown
    assert marked(text, "Nowhere.", "nearest") == marked(text, "", "nearest")


def test_the_articles_text_is_shown_beside_its_comment(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    comment = everybodys.comment(everybodys.article("told"))
    page = Page(ilse.get(f"/desk/comments/{comment.id}/article").text).text
    assert "The harbour bridge will close for repairs in March." in page


def test_what_changed_is_told_word_by_word() -> None:
    shown = changed("The old bridge <b>.", "The new bridge <b>!", ENGLISH)
    plain = re.sub(r'<span class="unseen">.*?</span>', "", str(shown))
    assert plain == ("The <del>old</del><ins>new</ins> bridge &lt;b&gt;<del>.</del><ins>!</ins>")
    long = "word " * (MOST_COMPARED // 1000)
    assert changed(long, f"<{long}", ENGLISH) == Markup("&lt;") + long


def edited(paper: Paper, comment: Comment, *texts: str) -> None:
    """As if its author had changed it so often."""
    with paper.database.writing() as connection:
        for number, text in enumerate(texts, start=2):
            at = paper.clock() + timedelta(minutes=number)
            row = {"comment_id": comment.id, "number": number, "source": text, "written_at": at}
            connection.execute(insert(revisions).values(row))
        here = comments.c.id == comment.id
        values = {"revision": len(texts) + 1, "source": texts[-1]}
        connection.execute(update(comments).where(here).values(values))


def test_every_earlier_text_is_there_the_newest_first(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    comment = everybodys.comment(everybodys.article("edited"), text="A <b> bridge.")
    assert "/versions" not in ilse.get(f"/desk/comments/{comment.id}").text
    edited(everybodys, comment, *(f"A <b> bridge, {number}." for number in range(25)))
    assert "25 earlier versions" in ilse.get(f"/desk/comments/{comment.id}").text
    page = ilse.get(f"/desk/comments/{comment.id}/versions").text
    assert page.index(">24<") < page.index(">22<")
    assert page.count("<h2>") == MOST_CHANGES + 1
    piece = ilse.get(f"/desk/comments/{comment.id}/versions", headers={"x-fragment": "desk"})
    assert piece.text.count("<h3>") == MOST_CHANGES + 1
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (MOST_CHANGES - 1, ""),
        (MOST_CHANGES, ""),
        (MOST_CHANGES + 1, "1 change between is not shown."),
        (MOST_CHANGES + 4, "4 changes between are not shown."),
    ],
)
def test_the_text_as_first_written_is_shown_however_often_it_was_changed(
    everybodys: Paper, ilse: TestClient[Newspaper], edits: int, told: str
) -> None:
    comment = everybodys.comment(everybodys.article(f"edited-{edits}"), text="Vile words.")
    edited(everybodys, comment, *(f"Kind words, {number}." for number in range(edits)))
    page = Page(ilse.get(f"/desk/comments/{comment.id}/versions").text).text
    assert "First written" in page
    assert page.index("Changed") < page.index("Vile words.")
    assert ("not shown" in page) is bool(told)
    assert page.index(told) < page.index("First written")
    assert page.count("Changed") == min(edits, MOST_CHANGES)


def noted(browser: TestClient[Newspaper], comment: Comment, text: str, **form: str) -> int:
    path = f"/desk/comments/{comment.id}/notes"
    return browser.post(path, data={"note": text, **form}, follow_redirects=False).status_code


def test_a_note_stands_on_every_card_of_its_author_for_staff_alone(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    article = everybodys.article("noted")
    with everybodys.database.writing() as connection:
        author = make_reader(connection, everybodys.site, now=everybodys.clock())
    first = everybodys.comment(article, reader=author)
    second = everybodys.comment(article, reader=author, text="Another.", outcome=Outcome.HOLD)
    assert noted(ilse, first, "Wrote <to> us.\x00\u202e") == 303
    for comment in (first, second):
        card = ilse.get(f"/desk/comments/{comment.id}").text
        assert "Wrote &lt;to&gt; us." in card
        assert ("about another comment" in card) is (comment is second)
    told = everybodys.browser()
    for path in (article.path, f"/your-comment/{first.status_token}"):
        assert "Wrote" not in told.get(path).text
    with everybodys.database.reading() as connection:
        rows = connection.execute(select(audit_log).order_by(audit_log.c.id.desc())).all()
    assert (rows[0].kind, rows[0].subject, rows[0].actor) == (
        "note.added",
        str(first.id),
        "ilse@example.org",
    )
    assert "Wrote" not in str(rows)


def test_notes_about_other_comments_push_no_note_of_its_own_off_a_card(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    article = everybodys.article("pushed")
    with everybodys.database.writing() as connection:
        author = make_reader(connection, everybodys.site, now=everybodys.clock())
    mine, other = (everybodys.comment(article, reader=author) for _ in range(2))
    further = f'"/desk/authors/{author.id}#notes"'
    assert noted(ilse, mine, "Checked with the town hall.") == 303
    for number in range(NOTES_SHOWN - 1):
        assert noted(ilse, other, f"Another {number}.") == 303
    assert further not in ilse.get(f"/desk/comments/{mine.id}").text
    assert noted(ilse, other, "Another one.") == 303
    card = ilse.get(f"/desk/comments/{mine.id}").text
    assert card.index("Checked with the town hall.") < card.index("Another one.")
    assert card.count("note-text") == NOTES_SHOWN
    assert further in card


def test_notes_are_bounded_and_nothing_typed_is_lost(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    comment = everybodys.comment(everybodys.article("bounded"))
    assert noted(ilse, comment, " \n ") == 422
    assert noted(ilse, comment, "x" * 20_000) == 422
    answer = ilse.post(
        f"/desk/comments/{comment.id}/notes", data={"note": "y" * (LONGEST_NOTE + 1)}
    )
    assert answer.status_code == 422
    assert "y" * (LONGEST_NOTE + 1) in answer.text
    for number in range(MOST_OF_A_COMMENT):
        assert noted(ilse, comment, f"Note {number}.") == 303
    assert noted(ilse, comment, "One too many.") == 409
    assert ilse.get(f"/desk/comments/{comment.id}").text.count("note-text") == NOTES_SHOWN


def test_by_script_a_note_brings_the_card_back_where_it_is(
    everybodys: Paper, ilse: TestClient[Newspaper]
) -> None:
    comment = everybodys.comment(everybodys.article("by-script"), outcome=Outcome.HOLD)
    form = {"note": "Look at <this>."}
    answer = ilse.post(f"/desk/comments/{comment.id}/notes", data=form, headers=SCRIPT).text
    assert "Your note is kept." in answer
    assert f'id="comment-{comment.id}"' in answer
    assert "Look at &lt;this&gt;." in answer
