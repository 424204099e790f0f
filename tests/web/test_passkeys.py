"""Staff show a passkey after the link; whatever is not exactly that opens nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from rejoinder.engine.judge_pool import AskJudge
from rejoinder.passkeys.tables import passkey_challenges, passkeys
from rejoinder.sites.model import Role
from rejoinder.storage.audit_log import audit_log
from tests.support.authenticator import Authenticator
from tests.support.newspaper import Paper, open_paper
from tests.support.passkey_desk import HOME, ILSE, Desk, is_at_desk, send
from tests.web.conftest import NOON

ADA = "ada@example.org"


@pytest.fixture
def desk(database_url: str, judge: AskJudge) -> Iterator[Desk]:
    with open_paper(database_url, judge=judge, now=NOON, site={"base_url": HOME}) as paper:
        paper.invite(ILSE, role=Role.MODERATOR)
        paper.invite(ADA, name="Ada", role=Role.ADMINISTRATOR)
        yield Desk(paper, Authenticator(HOME, "desk.example"))


sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_who_has_a_passkey_comes_in_by_link_and_passkey(desk: Desk) -> None:
    first = desk.sign_in()
    assert is_at_desk(first)
    assert desk.register(first).headers["location"] == "/desk/passkeys?done=added"
    assert is_at_desk(first)  # it was shown in this browser just now
    second = desk.sign_in()
    assert not is_at_desk(second)
    comment = desk.paper.comment(desk.paper.article())
    refused = send(second, f"/desk/comments/{comment.id}/decisions", outcome="hold", seen="1")
    assert refused.status_code == 403
    assert desk.show(second).headers["location"] == "/desk"
    assert is_at_desk(second)
    page = second.get("/desk/passkeys").text
    assert "<strong>laptop</strong>" in page
    assert "last used" in page


@sqlite_only
def test_until_then_a_colleague_is_a_reader_like_any_other(desk: Desk) -> None:
    desk.register(desk.sign_in())
    article = desk.paper.article()
    behind, at_desk = desk.sign_in(), desk.sign_in()
    desk.show(at_desk)
    for browser, badge in ((behind, None), (at_desk, "staff")):
        browser.post(f"{article.path}/comments", data={"text": f"A word of {badge} on the bridge."})
    shown = desk.paper.browser(HOME).get(f"/api/v1/articles/{article.id}/comments").json()
    badges = [each["author_badge"] for each in shown["comments"] if "staff" in each["html"]]
    assert badges == ["staff"]
    assert {each["author_badge"] for each in shown["comments"]} == {"staff", None}


@sqlite_only
@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://desk.example.evil.example"},
        {"origin": "http://desk.example"},
        {"rp_id": "evil.example"},
        {"count": 0},
        {"credential_id": bytes(32)},
        {"key": None},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_answer_from_elsewhere_or_of_another_key_opens_nothing(
    desk: Desk, wrong: dict[str, object]
) -> None:
    desk.device.count = 7
    desk.register(desk.sign_in())
    if "key" in wrong:
        wrong = {"key": Authenticator(HOME, "desk.example").key}
    browser = desk.sign_in()
    options = browser.post("/desk/passkey/options").text
    forged = replace(desk.device, **{"count": 8, **wrong})  # type: ignore[arg-type]
    refused = send(browser, "/desk/passkey", answer=forged.get(options))
    assert refused.status_code == 403
    assert "That passkey was not recognised" in refused.text
    assert not is_at_desk(browser)
    assert desk.show(browser).status_code == 303  # the right one still does


@sqlite_only
def test_a_count_that_goes_back_is_a_copys_and_one_that_never_counts_is_well(desk: Desk) -> None:
    desk.device.count = 5
    desk.register(desk.sign_in())
    browser = desk.sign_in()
    desk.show(browser)
    for count in (6, 3, 0):
        copy = replace(desk.device, count=count)
        again = desk.sign_in()
        options = again.post("/desk/passkey/options").text
        assert send(again, "/desk/passkey", answer=copy.get(options)).status_code == 403
    uncounted = Authenticator(HOME, "desk.example")
    desk.register(browser, uncounted)
    for _ in range(2):
        again = desk.sign_in()
        options = again.post("/desk/passkey/options").text
        assert send(again, "/desk/passkey", answer=uncounted.get(options)).status_code == 303


@sqlite_only
def test_an_answer_is_good_once_in_its_own_session_and_for_five_minutes(desk: Desk) -> None:
    desk.register(desk.sign_in())
    first, other = desk.sign_in(), desk.sign_in()
    desk.device.count = 1
    options = first.post("/desk/passkey/options").text
    answer = desk.device.get(options)
    other.post("/desk/passkey/options")
    assert send(other, "/desk/passkey", answer=answer).status_code == 403
    assert send(first, "/desk/passkey", answer=answer).status_code == 303
    assert send(first, "/desk/passkey", answer=answer).status_code == 403
    late = desk.sign_in()
    desk.device.count = 2
    options = late.post("/desk/passkey/options").text
    desk.paper.clock.turn(minutes=5, seconds=1)
    assert send(late, "/desk/passkey", answer=desk.device.get(options)).status_code == 403
    desk.paper.jobs.run_once()
    with desk.paper.database.reading() as connection:
        assert connection.execute(select(passkey_challenges)).all() == []


@sqlite_only
def test_a_wrong_answer_uses_the_challenge_up(desk: Desk) -> None:
    desk.register(desk.sign_in())
    browser = desk.sign_in()
    desk.device.count = 1
    options = browser.post("/desk/passkey/options").text
    assert send(browser, "/desk/passkey", answer="{}").status_code == 403
    assert send(browser, "/desk/passkey", answer=desk.device.get(options)).status_code == 403


@sqlite_only
def test_a_registrations_challenge_is_no_sign_ins(desk: Desk) -> None:
    at_desk = desk.sign_in()
    desk.register(at_desk)
    options = at_desk.post("/desk/passkeys/options").text
    desk.device.count = 1
    assert send(at_desk, "/desk/passkey", answer=desk.device.get(options)).status_code == 403


@sqlite_only
@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        "null",
        "[" * 15_000,
        '{"id": {"a": 1}}',
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": {"clientDataJSON": "e30", "attestationObject": "oWNm" * 3000},
            }
        ),
        "\x00\ud800",
    ],
)
def test_whatever_is_sent_as_an_answer_is_one_refusal(desk: Desk, answer: str) -> None:
    browser = desk.sign_in()
    desk.register(browser)
    for path, options in (
        ("/desk/passkeys", "/desk/passkeys/options"),
        ("/desk/passkey", "/desk/passkey/options"),
    ):
        browser.post(options)
        form = {"answer": answer.encode("utf-8", "surrogatepass").decode("latin-1"), "name": "x"}
        refused = browser.post(path, data=form, follow_redirects=False)
        assert refused.status_code == 403, path
    assert browser.post("/desk/passkey", data={"answer": "x" * 20_001}).status_code == 422


@sqlite_only
def test_whoever_reads_the_mail_can_add_no_passkey_of_their_own(desk: Desk) -> None:
    desk.register(desk.sign_in())
    thief = desk.sign_in()
    assert thief.post("/desk/passkeys/options").status_code == 403
    answer = desk.device.create(json.dumps({"challenge": "AA"}))
    assert send(thief, "/desk/passkeys", answer=answer, name="mine").status_code == 403
    assert thief.get("/desk/passkeys", follow_redirects=False).status_code == 303


@sqlite_only
def test_several_are_named_and_removed_and_those_of_others_are_not(desk: Desk) -> None:
    ilse, ada = desk.sign_in(), desk.sign_in(ADA)
    desk.register(ilse)
    desk.register(ilse, Authenticator(HOME, "desk.example"))
    assert send(ilse, "/desk/passkeys/2/name", name=" key  ring ").status_code == 303
    assert "key ring" in ilse.get("/desk/passkeys").text
    for wrong in ("", "x" * 61):
        assert send(ilse, "/desk/passkeys/2/name", name=wrong).status_code == 422
    for path in ("/desk/passkeys/1/removal", "/desk/passkeys/1/name", "/desk/passkeys/99/removal"):
        assert send(ada, path, name="hers").status_code == 404
    assert send(ilse, "/desk/passkeys/1/removal").status_code == 303
    assert "<strong>laptop</strong>" not in ilse.get("/desk/passkeys").text
    for _ in range(9):
        desk.register(ilse, Authenticator(HOME, "desk.example"))
    assert ilse.post("/desk/passkeys/options").status_code == 422


@sqlite_only
def test_a_site_may_want_one_of_everybody(desk: Desk) -> None:
    ilse, ada = desk.sign_in(), desk.sign_in(ADA)
    assert send(ada, "/desk/passkeys/rule", required="1").status_code == 422  # has none yet
    adas = Authenticator(HOME, "desk.example")
    desk.register(ada, adas)
    assert send(ilse, "/desk/passkeys/rule", required="1").status_code == 403
    assert send(ada, "/desk/passkeys/rule", required="1").status_code == 303
    assert send(ada, "/desk/passkeys/1/removal").status_code == 409  # her last one
    assert not is_at_desk(ilse)
    assert "Add a passkey" in ilse.get("/desk/passkey").text
    assert desk.register(ilse).status_code == 303
    assert is_at_desk(ilse)
    assert send(ada, "/desk/passkeys/rule", required="0").status_code == 303
    with desk.paper.database.reading() as connection:
        kinds = list(
            connection.execute(select(audit_log.c.kind).order_by(audit_log.c.id)).scalars()
        )
    assert kinds[-4:] == ["passkey.added", "site.changed", "passkey.added", "site.changed"]


@sqlite_only
def test_an_administrator_lets_somebody_begin_anew_and_not_themselves(desk: Desk) -> None:
    ilse, ada = desk.sign_in(), desk.sign_in(ADA)
    desk.register(ilse)
    desk.register(ada, Authenticator(HOME, "desk.example"))
    assert send(ilse, "/desk/staff/passkeys", email=ADA).status_code == 403
    assert send(ada, "/desk/staff/passkeys", email=ADA).status_code == 403
    assert send(ada, "/desk/staff/passkeys", email="no@example.org").status_code == 404
    assert send(ada, "/desk/staff/passkeys", email=ILSE).status_code == 303
    assert ilse.get("/desk", follow_redirects=False).headers["location"].startswith("/sign-in")
    assert is_at_desk(desk.sign_in())


@sqlite_only
def test_the_passkeys_of_whoever_is_removed_go_with_them(desk: Desk) -> None:
    desk.register(desk.sign_in())
    send(desk.sign_in(ADA), "/desk/staff/removal", email=ILSE)
    with desk.paper.database.reading() as connection:
        assert connection.execute(select(passkeys)).all() == []


@sqlite_only
def test_a_site_without_a_name_can_have_none_and_says_so(paper: Paper) -> None:
    paper.invite(ADA, role=Role.ADMINISTRATOR)
    ada = paper.sign_in(ADA)
    assert "Passkeys need a site that is reached by a name" in ada.get("/desk/passkeys").text
    assert ada.post("/desk/passkeys/options").status_code == 422
