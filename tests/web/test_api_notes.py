"""Notes, and comments passed on to an editor, over the API, by the rules of the desk."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Role, Scope
from tests.support.newspaper import Paper
from tests.web.test_api_moderation import DESK, all_of, holder, seen

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]


@pytest.fixture
def moderator(paper: Paper) -> Client:
    return holder(paper, Scope.MODERATE)


@pytest.fixture
def comment(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="The mayor knows why.", outcome=Outcome.HOLD)


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def pass_on(client: Client, comment: Comment, **told: Any) -> Response:
    body = {"seen": seen(client, comment), "note": "Is this libel?", **told}
    return client.post(f"{DESK}/comments/{comment.id}/passings", json=body)


def with_editor(paper: Paper) -> Client:
    """Somebody at the desk who answers what is passed on."""
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR, sections="")
    return paper.sign_in("ed@example.org")


def test_notes_are_kept_and_read_by_software_and_by_staff(
    paper: Paper, moderator: Client, comment: Comment
) -> None:
    path, author = f"{DESK}/comments/{comment.id}", comment.author.reader_id
    told = {"note": "She <b>owns</b> the pub.\x00"}
    kept = moderator.post(f"{path}/notes", json=told)
    assert kept.status_code == 201, kept.text
    first = kept.json()
    assert (first["comment_id"], first["author_id"]) == (comment.id, author)
    assert (first["by"], first["note"]) == ("The key “cms”", "She <b>owns</b> the pub.")
    about = moderator.post(f"{DESK}/authors/{author}/notes", json={"note": "Often late."})
    assert (about.status_code, about.json()["comment_id"]) == (201, None)
    staff = paper.sign_in(paper.invite("ada@example.org").email)
    staff.post(f"/desk/comments/{comment.id}/notes", data={"note": "I know her."})
    for there in (f"{path}/notes", f"{DESK}/authors/{author}/notes"):
        found = all_of(moderator, there, "notes")
        assert [each["note"] for each in found] == ["I know her.", "Often late.", first["note"]]
    card = staff.get(f"/desk/comments/{comment.id}").text
    assert "<strong>The key “cms”</strong>" in card
    assert "She &lt;b&gt;owns&lt;/b&gt; the pub." in card
    assert "The key “cms”" in staff.get(f"/desk/authors/{author}").text
    assert moderator.get(path).json()["comment"]["author_id"] == author
    assert "cms" in staff.get("/desk/log").text


@sqlite_only
def test_what_is_no_note_is_refused(paper: Paper, moderator: Client, comment: Comment) -> None:
    path, author = f"{DESK}/comments/{comment.id}/notes", f"{DESK}/authors/1/notes"
    for there in (path, author):
        for told, why in (
            ({"note": " \n"}, (422, "invalid")),
            ({"note": "y" * (LONGEST_NOTE + 1)}, (422, "note-too-long")),
            ({"note": 1}, (400, "bad-request")),
            ({"note": "x", "by": "Edith"}, (400, "bad-request")),
            ({}, (400, "bad-request")),
        ):
            assert code_of(moderator.post(there, json=told)) == why, told
        assert code_of(moderator.get(f"{there}?cursor=x")) == (422, "bad-cursor")
        assert moderator.get(there).json() == {"notes": [], "next": None}
    for gone in (f"{DESK}/comments/999/notes", f"{DESK}/authors/{2**70}/notes"):
        assert moderator.get(gone).status_code == 404
        assert moderator.post(gone, json={"note": "x"}).status_code == 404


@sqlite_only
def test_no_other_key_reads_or_writes_notes(paper: Paper, comment: Comment) -> None:
    keys = [holder(paper, each, name=each) for each in (Scope.READ, Scope.POST, Scope.ARTICLES)]
    for client in (*keys, paper.browser()):
        for there in (f"{DESK}/comments/{comment.id}/notes", f"{DESK}/authors/1/notes"):
            assert client.get(there).status_code == 403
            assert client.post(there, json={"note": "x"}).status_code == 403
        assert client.post(f"{DESK}/passings/1/undoing").status_code == 403
        assert client.post(f"{DESK}/passings/1/answers", json={"note": "x"}).status_code == 403
        passed = client.post(f"{DESK}/comments/{comment.id}/passings", json={"seen": 1})
        assert passed.status_code == 403


def test_software_passes_a_comment_on_and_an_editor_gives_it_back(
    paper: Paper, moderator: Client, comment: Comment
) -> None:
    editor = with_editor(paper)
    passed = pass_on(moderator, comment)
    assert passed.status_code == 201, passed.text
    told = passed.json()
    assert (told["by"], told["note"], told["answer"]) == ("The key “cms”", "Is this libel?", None)
    one = f"{DESK}/comments/{comment.id}"
    assert moderator.get(one).json()["comment"]["passing"] == told
    assert moderator.get(f"{DESK}/queue").json()["counts"]["passed"] == 1
    assert code_of(pass_on(moderator, comment)) == (409, "changed-meanwhile")
    page = editor.get(f"/desk/comments/{comment.id}").text
    assert "The key “cms” passed it on to an editor" in page
    form, script = {"note": "No, it is fair."}, {"x-fragment": "desk"}
    given = editor.post(f"/desk/passings/{told['id']}/answer", data=form, headers=script)
    assert "The key “cms” has it back, with your answer." in given.text
    answer = moderator.get(one).json()["comment"]["passing"]["answer"]
    assert (answer["by"], answer["note"]) == ("Edith", "No, it is fair.")
    # A colleague's answer is an editor's to take back.
    undoing = f"{DESK}/passings/{told['id']}/undoing"
    assert code_of(moderator.post(undoing)) == (403, "editors-only")
    administrator = holder(paper, Scope.ADMIN, name="all")
    left = administrator.post(undoing)
    assert (left.status_code, left.json()) == (201, {"comment_id": comment.id, "passing": told})
    assert moderator.post(undoing).json()["passing"] is None
    assert code_of(moderator.post(undoing)) == (409, "changed-meanwhile")


@sqlite_only
def test_a_key_with_admin_answers_and_a_moderators_does_not(
    paper: Paper, moderator: Client, comment: Comment
) -> None:
    assert code_of(pass_on(moderator, comment)) == (409, "no-editor")
    editor = with_editor(paper)
    number = pass_on(moderator, comment, note="").json()["id"]
    path = f"{DESK}/passings/{number}/answers"
    assert code_of(moderator.post(path, json={"note": "Fair."})) == (403, "editors-only")
    administrator = holder(paper, Scope.ADMIN, name="all")
    assert administrator.post(path, json={"note": " "}).status_code == 422
    answered = administrator.post(path, json={"note": "Fair."})
    assert (answered.status_code, answered.json()["answer"]["by"]) == (201, "The key “all”")
    assert "The key “all” gave it back" in editor.get(f"/desk/comments/{comment.id}").text
    assert code_of(administrator.post(path, json={"note": "Fair."})) == (409, "changed-meanwhile")


@sqlite_only
def test_what_cannot_be_passed_on_is_told(
    paper: Paper, moderator: Client, comment: Comment
) -> None:
    with_editor(paper)
    for told, why in (
        ({"seen": 999}, (409, "changed-meanwhile")),
        ({"seen": 0}, (400, "bad-request")),
        ({"note": "y" * (LONGEST_NOTE + 1)}, (422, "note-too-long")),
        ({"note": ["x"]}, (400, "bad-request")),
    ):
        assert code_of(pass_on(moderator, comment, **told)) == why, told
    for number in (999, 2**70):
        there = f"{DESK}/passings/{number}"
        assert moderator.post(f"{there}/undoing").status_code == 404
        assert moderator.post(f"{there}/answers", json={"note": "x"}).status_code == 404
