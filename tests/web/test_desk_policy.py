"""The rules at the desk: read, written, tried on what was posted, put in force."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import select

from rejoinder.app import Newspaper
from rejoinder.moderation.policy import default_source
from rejoinder.moderation.policy.writing import with_settings
from rejoinder.sites.actions import keep_default_policy
from rejoinder.sites.model import Role
from rejoinder.sites.queries import policy_in_force, put_policies
from rejoinder.storage.audit_log import audit_log
from rejoinder.web.desk.policy_fields import with_code
from tests.support.newspaper import DECLINED, HELD, KIND, POLICY, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DESK = "/desk/policy"


@pytest.fixture
def editor(paper: Paper) -> TestClient[Newspaper]:
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("ed@example.org")


def draft(editor: TestClient[Newspaper], **form: str) -> str:
    """The path of a draft that was written."""
    answer = editor.post(f"{DESK}/drafts", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def seen(paper: Paper) -> str:
    with paper.database.reading() as connection:
        put = policy_in_force(connection, paper.site.id)
    return "" if put is None else str(put.id)


def put(paper: Paper, editor: TestClient[Newspaper], path: str, **form: str) -> Response:
    told = {"reason": "Elections.", "seen": seen(paper), **form}
    return editor.post(f"{path}/switching-on", data=told, follow_redirects=False)


def source_now(paper: Paper) -> str:
    with paper.database.reading() as connection:
        found = policy_in_force(connection, paper.site.id)
    return "" if found is None else found.source


def test_everybody_at_the_desk_reads_every_rule_in_its_words(paper: Paper) -> None:
    paper.invite("obs@example.org", role=Role.OBSERVER)
    page = paper.sign_in("obs@example.org").get(DESK).text
    for words in ("A word that we do not print", "The author reads", "Held below", "zounds"):
        assert words in page
    assert "/desk/policy/edit" not in page
    assert "has … characters" in page  # where an author reads a number
    assert "%(" not in page


def test_what_the_words_of_a_setting_name_stands_as_code(editor: TestClient[Newspaper]) -> None:
    page = editor.get(f"{DESK}/edit").text
    assert "<code>rejoinder sign-on subscribers</code>" in page
    assert "`" not in page.split("<main", 1)[1]
    assert with_code("<b> `a<b`") == "&lt;b&gt; <code>a&lt;b</code>"


def test_a_form_changes_what_was_chosen_and_leaves_the_rest_as_it_was_written(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    form = editor.get(f"{DESK}/edit").text
    assert 'name="set.topic.hold_below" value="0"' in form
    path = draft(editor, **{"set.topic.hold_below": "0,25", "set.words.banned": "zounds\r\nfie"})
    page = editor.get(path).text
    assert "<del>0</del>" in page
    assert "<ins>0.25</ins>" in page
    assert "The subject: Held below" in page  # many settings are called alike
    assert source_now(paper) == POLICY
    assert put(paper, editor, path).headers["location"] == f"{DESK}?done=put"
    expected = POLICY.replace("hold_below = 0\n", "hold_below = 0.25\n")
    assert source_now(paper) == expected.replace('["zounds"]', '["zounds", "fie"]')


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"source": "# ours\n\n[topic]\nhold_below = 2"}, ("Line 4:", "hold_below = 2")),
        ({"source": "[topic\x00"}, ("This is not TOML",)),
        ({"set.topic.hold_below": "much"}, ("topic.hold_below", 'value="much"')),
        ({"set.length.minimum": "9" * 5000}, ("length.minimum",)),
        ({"set.topic.hold_below": "nan"}, ('value="nan"',)),
    ],
)
def test_what_cannot_be_read_comes_back_with_each_mistake(
    editor: TestClient[Newspaper], form: dict[str, str], told: tuple[str, ...]
) -> None:
    answer = editor.post(f"{DESK}/drafts", data=form)
    assert answer.status_code == 422
    for words in told:
        assert words in answer.text


def test_a_section_has_rules_of_its_own_and_loses_them_again(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    there = {"kind": "sections", "name": "City  life"}
    path = draft(editor, **there, **{"set.mode": "all-held", "set.topic.hold_below": "0.95"})
    assert "Section “City life”" in editor.get(path).text
    assert put(paper, editor, path).status_code == 303
    assert '[sections."City life"]\nmode = "all-held"\n' in source_now(paper)
    city, sport = paper.article("a", section="City life"), paper.article("b", section="Sport")
    assert paper.submit(paper.browser(), city).json()["status"] == "held"
    assert paper.submit(paper.browser(), sport, name="Bob").json()["status"] == "published"
    card = editor.get("/desk/comments/1").text
    assert "held below 0.95" in card
    faq = paper.browser().get("/comments-faq").text
    assert "In the section “City life”" in faq
    empty = {"set.mode": "", "set.topic.hold_below": ""}
    path = draft(editor, kind="sections", name="city life", **empty)
    put(paper, editor, path)
    assert source_now(paper).strip() == POLICY.strip()


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    paper.invite("bob@example.org", name="Bob", role=Role.EDITOR)
    bob, before = paper.sign_in("bob@example.org"), seen(paper)
    hers, his = (
        draft(editor, **{"set.links.allowed": "5"}),
        draft(bob, **{"set.links.allowed": "7"}),
    )
    assert put(paper, editor, hers).status_code == 303
    answer = bob.post(f"{his}/switching-on", data={"seen": before, "reason": "More links."})
    assert answer.status_code == 409
    for words in (
        "Somebody put other rules in force",
        "those that Edith put",
        "Elections.",
        "More links.",
    ):
        assert words in answer.text
    assert "allowed = 5" in source_now(paper)
    assert put(paper, bob, his, reason="").status_code == 422
    assert put(paper, bob, his).status_code == 303
    with paper.database.reading() as connection:
        newest = put_policies(connection, paper.site.id)[0]
    assert (newest.put_by, newest.reason) == ("bob@example.org", "Elections.")


def test_the_faq_follows_at_once_and_an_earlier_policy_comes_back(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    reader, first = paper.browser(), seen(paper)
    assert "more than 9" not in reader.get("/comments-faq").text
    page = paper.article().path
    assert 'data-longest="5000"' in reader.get(page).text
    reader.get(page)  # kept by now
    put(paper, editor, draft(editor, **{"set.links.allowed": "9", "set.length.maximum": "700"}))
    assert 'data-longest="700"' in reader.get(page).text
    assert "more than 9" in reader.get("/comments-faq").text
    page = editor.get(f"{DESK}/versions/{seen(paper)}").text
    assert "links.allowed" in page
    assert page.count('<pre tabindex="0">') == 2  # wider than a telephone: keys move it
    assert f"{DESK}/versions/{first}" in editor.get(f"{DESK}/versions").text
    path = draft(editor, version=first)
    assert put(paper, editor, path, reason="It was better.").status_code == 303
    assert source_now(paper) == POLICY
    assert put(paper, editor, path).status_code == 409  # in force already


def test_the_first_rules_are_compared_with_the_default_of_their_day(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    page = f"{DESK}/versions/{seen(paper)}"
    assert "links.allowed" not in editor.get(page).text
    then = with_settings(default_source(), {("links", "allowed"): 7})
    with paper.database.writing() as connection:
        keep_default_policy(connection, then, now=paper.clock() - timedelta(days=400))
        keep_default_policy(connection, default_source(), now=paper.clock() + timedelta(days=1))
    assert "links.allowed" in editor.get(page).text


def test_rules_that_keep_everything_back_ask_again(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    article = paper.article()
    for number in range(3):
        paper.submit(paper.browser(), article, name=f"Ann{number}", text=f"{KIND} {number}")
    path = draft(editor, **{"set.mode": "all-held"})
    answer = put(paper, editor, path)
    assert answer.status_code == 409
    told = " ".join(answer.text.split())
    assert "Of the last 3 comments these rules would have posted 0, held 3 and declined 0." in told
    assert "A friendly comment" in told
    assert 'name="sure"' in told
    assert source_now(paper) == POLICY
    assert put(paper, editor, path, sure="1").status_code == 303


def test_a_replay_is_asked_for_and_read(paper: Paper, editor: TestClient[Newspaper]) -> None:
    article = paper.article()
    for number, text in enumerate((KIND, HELD, DECLINED)):
        paper.submit(paper.browser(), article, name=f"Ann{number}", text=text)
    path = draft(editor, **{"set.words.banned": "repairs", "set.words.watched": ""})
    asked = editor.post(f"{path}/replays", data={"days": "7"}, follow_redirects=False)
    page = asked.headers["location"]
    assert '<noscript><meta http-equiv="refresh"' in editor.get(page).text
    piece = editor.get(page, headers={"x-fragment": "desk"}).text
    assert 'data-state="running"' in piece
    assert "<html" not in piece
    assert editor.post(f"{path}/replays", data={"days": "7"}).status_code == 409
    assert paper.app_state.policy_worker.run_once()
    told = editor.get(page).text
    for words in (
        "What would have become of 3 comments",
        "3 comments would change",
        "Posted → Declined <strong>1</strong>",
        "Held → Posted <strong>1</strong>",
        "Declined → Posted <strong>1</strong>",
    ):
        assert words in told
    read = editor.get(f"{page}?move=publish-decline").text
    assert KIND[:30] in read
    assert "no rule → A word that we do not print" in read
    assert 'href="/desk/comments/1"' in read


def test_a_replay_is_stopped(paper: Paper, editor: TestClient[Newspaper]) -> None:
    asked = editor.post(f"{draft(editor)}/replays", data={"days": "7"}, follow_redirects=False)
    page = asked.headers["location"]
    assert "It was stopped." in editor.post(f"{page}/cancelling").text
    assert not paper.app_state.policy_worker.run_once()


def test_a_policy_runs_in_the_shadow_until_it_is_ended(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    assert "No rules have run" in editor.get(f"{DESK}/shadow").text
    path = draft(editor, **{"set.words.watched": "bridge"})
    editor.post(f"{path}/shadow")
    receipt = paper.submit(
        paper.browser(), paper.article(), text="A bridge is there for everybody."
    ).json()
    assert receipt["status"] == "published"
    paper.app_state.policy_worker.run_once()
    page = editor.get(f"{DESK}/shadow").text
    assert "0 of 1 comments would be decided the same" in page
    assert "Posted → Held" in page
    assert "A bridge is there" in page
    assert "It does not run any more" in editor.post(f"{DESK}/shadow/ending").text
    log = [(each.kind, each.actor) for each in logged(paper)]
    assert log[-2:] == [("shadow.begun", "ed@example.org"), ("shadow.ended", "ed@example.org")]


def test_that_rules_were_put_in_force_is_one_row_of_the_log_that_says_all(
    paper: Paper, editor: TestClient[Newspaper]
) -> None:
    with paper.database.reading() as connection:
        before = policy_in_force(connection, paper.site.id)
    assert before is not None
    put(paper, editor, draft(editor, **{"set.links.allowed": "5"}))
    page = editor.get("/desk/log?kind=policy").text.split("<tbody>")[1]
    assert page.count("Rules put in force") == 2  # the test's own are the other ones
    row = page.split("</tr>")[0]
    for told in ("Elections.", before.version, "Edith"):
        assert told in row


def logged(paper: Paper) -> list[Any]:
    with paper.database.reading() as connection:
        return list(connection.execute(select(audit_log).order_by(audit_log.c.id)))
