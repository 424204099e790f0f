"""Notices of something illegal, given and decided about, for the tests of them."""

from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.model import StaffMember
from tests.support.newspaper import Paper

WHOLE = {
    "kind": "copyright",
    "explanation": "The second sentence is from my own book, word for word.",
    "name": "Maud Gray",
    "email": "maud@example.org",
    "good_faith": "1",
}


def send(browser: TestClient[Newspaper], comment: Comment, **told: str) -> Response:
    """Sends the form, whole unless told otherwise, without following where it leads."""
    form = {**WHOLE, **told}
    return browser.post(f"/comments/{comment.id}/notices", data=form, follow_redirects=False)


def decide(
    paper: Paper,
    comment: Comment,
    member: StaffMember,
    outcome: Outcome,
    reason: str = "",
    *,
    seconds: int = 60,
) -> Decision:
    """A person decides about the comment, a minute later if not told."""
    paper.clock.turn(seconds=seconds)
    with paper.database.writing() as connection:
        found = find(connection, paper.site.id, comment.id)
        wanted = StaffDecision(outcome, latest_decision(connection, comment.id).id, reason)
        return decide_as_staff(connection, found, member, wanted, now=paper.clock())
