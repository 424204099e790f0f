"""The desk's actions under a comment of the thread: for staff who read, and nobody else."""

import re

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.comments.model import State
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.sites.model import Role
from tests.support.newspaper import Paper

PANEL = {"x-fragment": "panel"}
INSULT = Finding("abuse-insult", Severity.HOLD)
Browser = TestClient[Newspaper]


@pytest.fixture(scope="module")
def ilse(everybodys: Paper) -> Browser:
    everybodys.invite("ilse@example.org", name="Ilse", role=Role.MODERATOR)
    return everybodys.sign_in("ilse@example.org")


def forms(panel: str) -> dict[str, str]:
    """What the panel's forms send, in one."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', panel))


def test_a_comment_is_decided_and_undone_where_it_stands(everybodys: Paper, ilse: Browser) -> None:
    article = everybodys.article()
    comment = everybodys.comment(article, text="What an idiot.", findings=(INSULT,))
    path = f"/desk/comments/{comment.id}"
    panel = ilse.get(f"{path}/in-thread", headers=PANEL).text
    assert "<html" not in panel
    assert 'name="rule" value="abuse-insult"' in panel
    sent = {**forms(panel), "outcome": "decline", "reason": "staff-abuse"}
    declined = ilse.post(f"{path}/decisions", data=sent, headers=PANEL)
    assert "is declined" in declined.text
    assert "data-panel" in declined.text
    assert "What an idiot." not in everybodys.browser().get(article.path).text
    back = re.search(r'action="([^"]+/undoing)"', declined.text)
    assert back is not None
    assert "published again" in ilse.post(back[1], headers=PANEL).text
    assert "What an idiot." in everybodys.browser().get(article.path).text
    stale = ilse.post(f"{path}/decisions", data=sent, headers=PANEL)
    assert stale.status_code == 409
    assert "Please look at it again" in stale.text
    assert everybodys.comment_now(comment.id).state is State.PUBLISHED


def test_a_comment_is_pinned_and_unpinned_where_it_stands(everybodys: Paper, ilse: Browser) -> None:
    comment = everybodys.comment(everybodys.article("pinned-here"))
    path = f"/desk/comments/{comment.id}"
    assert f'action="{path}/unpinning"' in ilse.post(f"{path}/pinning", headers=PANEL).text
    assert f'action="{path}/pinning"' in ilse.post(f"{path}/unpinning", headers=PANEL).text
    everybodys.comment(everybodys.article("pinned-here"), parent=comment)
    held = everybodys.comment(everybodys.article("pinned-here"), outcome=Outcome.HOLD)
    refused = ilse.post(f"/desk/comments/{held.id}/pinning", headers=PANEL)
    assert refused.status_code == 409
    assert "Only a published comment" in refused.text


def test_readers_pages_know_nothing_of_it(everybodys: Paper, ilse: Browser) -> None:
    article = everybodys.article("for-readers")
    everybodys.comment(article)
    staffs = ilse.get(article.path).text
    assert "desk-in-thread" in staffs
    assert "data-desk" in staffs
    one, other = (everybodys.browser().get(article.path).content for _ in range(2))
    assert one == other
    assert b"desk" not in one


def test_a_panel_is_for_staff_and_without_a_script_the_card_has_it_all(
    everybodys: Paper, ilse: Browser
) -> None:
    comment = everybodys.comment(everybodys.article())
    path = f"/desk/comments/{comment.id}/in-thread"
    assert ilse.get(path, follow_redirects=False).headers["location"] == path[: -len("/in-thread")]
    reader = everybodys.sign_in("reader@example.org")
    assert reader.get(path, headers=PANEL).status_code == 403
    everybodys.invite("looker@example.org", role=Role.OBSERVER)
    looked = everybodys.sign_in("looker@example.org").get(path, headers=PANEL).text
    assert "<form" not in looked
