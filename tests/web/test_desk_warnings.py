"""An author is warned, watched or suspended by one press at the desk, and it is taken back."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment, State
from rejoinder.mail import Email
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import given_standing
from rejoinder.sites.model import Role
from tests.support.factories import make_reader
from tests.support.newspaper import Paper, Postbox

SCRIPT = {"x-fragment": "desk"}
INSULT = Finding("abuse-insult", Severity.HOLD)
Browser = TestClient[Newspaper]


@pytest.fixture(scope="module")
def ilse(everybodys: Paper) -> Browser:
    everybodys.invite("ilse@example.org", name="Ilse", role=Role.MODERATOR)
    return everybodys.sign_in("ilse@example.org")


@pytest.fixture
def comment(everybodys: Paper) -> Comment:
    """Of an author with a proved address, which stands."""
    with everybodys.database.writing() as connection:
        author = make_reader(connection, everybodys.site, now=everybodys.clock())
    return everybodys.comment(everybodys.article(), reader=author, findings=(INSULT,))


@pytest.fixture
def letters(everybodys: Paper) -> Callable[[], list[Email]]:
    """What the worker sends from now on, as often as it is asked."""
    postbox = Postbox()
    jobs = replace(everybodys.jobs, mailer=postbox)
    everybodys.clock.turn(minutes=5)
    jobs.run_once()
    postbox.emails.clear()

    def sent() -> list[Email]:
        jobs.run_once()
        return postbox.emails

    return sent


def press(browser: Browser, comment: Comment, to: str, **form: str) -> Response:
    return browser.post(f"/desk/comments/{comment.id}/{to}", data=form, headers=SCRIPT)


def undo(browser: Browser, answer: Response) -> Response:
    path = re.search(r'action="(/desk/comments/[^"]+/undoing)"', answer.text)
    assert path is not None
    return browser.post(path[1], headers=SCRIPT)


def test_a_warning_goes_by_letter_and_counts_in_the_record(
    everybodys: Paper, ilse: Browser, comment: Comment, letters: Callable[[], list[Email]]
) -> None:
    answer = press(ilse, comment, "warnings", reason="abuse-insult")
    assert "is warned" in answer.text
    assert "<dt>Warned</dt><dd>1</dd>" in answer.text
    assert everybodys.comment_now(comment.id).state is State.PUBLISHED
    assert letters() == []
    everybodys.clock.turn(seconds=31)
    (letter,) = letters()
    assert letter.to == comment.author.email
    assert "a warning" in letter.subject
    assert "Reads as an insult" in letter.text
    assert "It reads as an insult to somebody." in letter.text
    assert press(ilse, comment, "warnings", reason="staff-abuse").status_code == 409
    refused = undo(ilse, answer)
    assert refused.status_code == 409
    assert "The letter has gone" in refused.text


def test_a_warning_taken_back_in_time_was_never_given(
    everybodys: Paper, ilse: Browser, comment: Comment, letters: Callable[[], list[Email]]
) -> None:
    answer = press(ilse, comment, "warnings", reason="staff-abuse")
    undone = undo(ilse, answer)
    assert "no letter goes" in undone.text
    assert "<dt>Warned</dt>" not in undone.text
    everybodys.clock.turn(minutes=5)
    assert letters() == []
    assert undo(ilse, answer).status_code == 409
    # It was a slip: they can still be warned.
    assert press(ilse, comment, "warnings", reason="staff-abuse").status_code == 200


@pytest.mark.parametrize("reason", ["", "abuse-threat", "staff-house", "x" * 401])
def test_nobody_is_warned_for_what_cannot_be_told(
    everybodys: Paper,
    ilse: Browser,
    comment: Comment,
    letters: Callable[[], list[Email]],
    reason: str,
) -> None:
    assert press(ilse, comment, "warnings", reason=reason).status_code == 422
    everybodys.clock.turn(minutes=5)
    assert letters() == []


def standing(paper: Paper, comment: Comment) -> Standing | None:
    with paper.database.reading() as connection:
        address = (paper.site.id, comment.author.email)
        given = given_standing(connection, *address, proved=True, now=paper.clock())
    return None if given is None else given.standing


def test_one_press_watches_or_suspends_and_one_takes_back_to_what_was(
    everybodys: Paper, ilse: Browser, comment: Comment
) -> None:
    watched = press(ilse, comment, "standing", act="watch", reason="Insults")
    assert "is watched" in watched.text
    assert standing(everybodys, comment) is Standing.WATCHED
    everybodys.clock.turn(seconds=1)
    suspended = press(ilse, comment, "standing", act="suspend", reason="Insults")
    assert standing(everybodys, comment) is Standing.BANNED
    everybodys.clock.turn(seconds=1)
    assert undo(ilse, watched).status_code == 409
    assert "as it was" in undo(ilse, suspended).text
    assert standing(everybodys, comment) is Standing.WATCHED
    suspended = press(ilse, comment, "standing", act="suspend", reason="Insults")
    everybodys.clock.turn(days=7)
    assert standing(everybodys, comment) is not Standing.BANNED
    assert undo(ilse, suspended).status_code == 409


def test_what_a_colleague_gave_is_taken_back_by_whoever_may(
    everybodys: Paper, ilse: Browser, comment: Comment
) -> None:
    everybodys.invite("mo@example.org", role=Role.MODERATOR)
    everybodys.invite("edda@example.org", role=Role.EDITOR)
    answer = press(ilse, comment, "standing", act="suspend", reason="Insults")
    assert undo(everybodys.sign_in("mo@example.org"), answer).status_code == 403
    assert standing(everybodys, comment) is Standing.BANNED
    assert undo(everybodys.sign_in("edda@example.org"), answer).status_code == 200
    assert standing(everybodys, comment) is Standing.NEW


def test_nobody_is_watched_without_a_reason_and_observers_watch_nobody(
    everybodys: Paper, ilse: Browser, comment: Comment
) -> None:
    assert press(ilse, comment, "standing", act="watch", reason=" ").status_code == 422
    assert press(ilse, comment, "standing", act="hang", reason="x").status_code == 422
    everybodys.invite("looker@example.org", role=Role.OBSERVER)
    looker = everybodys.sign_in("looker@example.org")
    assert press(looker, comment, "standing", act="watch", reason="x").status_code == 403
    offered = re.findall(r'data-key="([^"]+)"', looker.get(f"/desk/comments/{comment.id}").text)
    assert set(offered) <= {"t", "a", "e"}
    held = everybodys.comment(everybodys.article(), outcome=Outcome.HOLD)
    assert press(looker, held, "warnings", reason="staff-abuse").status_code == 403
