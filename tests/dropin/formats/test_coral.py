"""Coral's external moderation phase, as Coral calls it."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.errors import (
    BodyTooLarge,
    InternalError,
    JudgeUnavailable,
    NoSuchEndpoint,
    ServiceError,
)
from rejoinder.dropin.formats.coral import error_response, is_signed, opinion_of
from rejoinder.dropin.keys import add_to_file
from rejoinder.dropin.model import Caller
from rejoinder.engine import ATTRIBUTES, AbuseScore, Article, Case, Judgement, Language, OnTopic
from rejoinder.engine.judge_pool import AskJudge
from tests.support.fake_judges import Slow
from tests.support.judge_servers import Asked, judge_server, told

PHASE = "/coral/moderation?key=any&timeout=5000"
GOLDEN = Path(__file__).parents[1] / "golden"
HERE = "https://paper.example/bridge"
OLD, NEW = "empsec_old", "empsec_0123456789abcdef"
Client = TestClient[Litestar]


class Known:
    """Knows the article about the bridge."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """By its address."""
        return Article("The harbour bridge closes") if caller.name and url == HERE else None


@contextmanager
def phase(judge: AskJudge = told, *secrets: str, **more: Any) -> Iterator[Client]:
    """A server that has the phase's secrets and knows one article."""
    with judge_server(judge, coral_secrets=secrets or (NEW,), **more) as client:
        client.app.state.judge_service.articles = Known()
        yield client


@pytest.fixture(scope="module")
def ready() -> Iterator[Client]:
    with phase() as client:
        yield client


def body_of(text: str = "You idiot.", url: str = HERE) -> bytes:
    """As Coral writes it: with two spaces."""
    sent = {
        "action": "NEW",
        "comment": {"body": text, "parentID": None},
        "author": {"id": "b1", "role": "COMMENTER"},
        "story": {"id": "s1", "url": url},
        "site": {"id": "t1"},
        "tenantID": "u1",
        "tenantDomain": "talk.paper.example",
    }
    return json.dumps(sent, indent=2).encode()


def signature(body: bytes, secret: str = NEW) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()


def asked(client: Client, body: bytes, path: str = PHASE, signed: str | None = None) -> Response:
    headers = {"x-coral-signature": signature(body) if signed is None else signed}
    return client.post(path, content=body, headers=headers)


def measured(topic: OnTopic | None = None, **scores: float) -> Judgement:
    abuse = {name: AbuseScore(scores.get(name, 0.0)) for name in ATTRIBUTES}
    return Judgement(abuse, topic, "told-1", Language("en", 0.9, True))


def test_abuse_is_rejected_as_in_the_golden_file(ready: Client) -> None:
    answer = asked(ready, body_of())
    assert answer.status_code == 200
    assert answer.json() == json.loads((GOLDEN / "coral.json").read_text(encoding="utf-8"))


def test_of_a_civil_comment_nothing_is_said(ready: Client) -> None:
    answer = asked(ready, body_of("The bridge is old."))
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_off_topic_comment_waits_where_the_article_is_known(ready: Client) -> None:
    assert asked(ready, body_of("I like tea.")).json()["status"] == "SYSTEM_WITHHELD"
    assert asked(ready, body_of("I like tea.", f"{HERE}/2")).status_code == 204


@pytest.mark.parametrize(
    ("judgement", "status", "code", "reasons"),
    [
        (measured(), None, None, []),
        (measured(insult=0.55), None, None, []),
        (measured(insult=0.56), "SYSTEM_WITHHELD", None, ["TOXIC"]),
        (measured(insult=0.85), "REJECTED", "HARASSMENT_BULLYING", ["TOXIC"]),
        (measured(threat=0.95, insult=0.9), "REJECTED", "ABUSIVE", ["TOXIC"]),
        (measured(identity_attack=0.92), "REJECTED", "HATE_SPEECH", ["TOXIC"]),
        (measured(profanity=0.97), "REJECTED", "OFFENSIVE", ["TOXIC"]),
        (measured(sexually_explicit=1.0), "SYSTEM_WITHHELD", None, ["TOXIC"]),
        (measured(spam=0.45), "SYSTEM_WITHHELD", None, ["SPAM"]),
        (measured(spam=0.95), "REJECTED", "SPAM", ["SPAM"]),
        (measured(spam=0.95, toxicity=0.95), "REJECTED", "SPAM", ["TOXIC", "SPAM"]),
        (measured(OnTopic(0.04)), "REJECTED", "IRRELEVANT_CONTENT", []),
        (measured(OnTopic(0.17)), "SYSTEM_WITHHELD", None, []),
        (measured(OnTopic(0.18)), None, None, []),
        (measured(OnTopic(0.01, meta=0.5)), None, None, []),
        (Judgement({}, None, "told-1", Language("xx", 0.9, False)), None, None, []),
    ],
)
def test_the_thresholds_are_the_default_policys(
    judgement: Judgement, status: str | None, code: str | None, reasons: list[str]
) -> None:
    opinion = opinion_of(judgement)
    if status is None or opinion is None:
        assert (opinion, status) == (None, None)
        return
    assert opinion["status"] == status
    assert opinion["actions"] == [
        {"actionType": "FLAG", "reason": f"COMMENT_DETECTED_{each}"} for each in reasons
    ]
    action = {"status": "REJECTED", "rejectionReason": {"code": code}}
    assert opinion.get("moderationAction") == (action if code else None)


@pytest.mark.parametrize(
    "signed",
    [
        signature(body_of(), NEW),
        f"{signature(body_of(), OLD)},{signature(body_of(), NEW)}",
        f"sha256=00, {signature(body_of(), NEW)}",
    ],
)
def test_any_good_signature_will_do(ready: Client, signed: str) -> None:
    assert asked(ready, body_of(), signed=signed).status_code == 200


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "sha256=",
        signature(body_of(), OLD),
        signature(body_of("Another.")),
        signature(body_of()).removeprefix("sha256="),
        signature(body_of()).upper(),
        "sha256=é",
        ",".join(["sha256=00"] * 8 + [signature(body_of())]),
    ],
)
def test_a_bad_signature_is_refused(ready: Client, signed: str) -> None:
    header = {b"x-coral-signature": signed.encode()}
    answer = ready.post(PHASE, content=body_of(), headers=header)
    assert answer.status_code == 401
    assert "status" not in answer.json()


def test_the_bytes_are_signed_and_not_what_they_say(ready: Client) -> None:
    other = json.dumps(json.loads(body_of())).encode()
    assert asked(ready, other, signed=signature(body_of())).status_code == 401


def test_each_secret_in_force_signs() -> None:
    assert is_signed(b"a", signature(b"a", OLD), [OLD, NEW])
    assert is_signed(b"a", signature(b"a", NEW), [OLD, NEW])
    assert not is_signed(b"a", signature(b"a", ""), [OLD, NEW])


def test_without_a_secret_every_call_is_refused(server: Client) -> None:
    assert asked(server, body_of()).status_code == 401


def test_a_key_is_needed_too(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    add_to_file(keys, "talk", "a-good-key")
    with phase(open=False, keys=keys, per_minute=1) as client:
        path = PHASE.replace("any", "a-good-key")
        assert asked(client, body_of(), "/coral/moderation").status_code == 401
        assert asked(client, body_of()).status_code == 401
        assert asked(client, body_of(), path).status_code == 200
        late = asked(client, body_of(), path)
        assert late.status_code == 429
        assert 1 <= int(late.headers["retry-after"]) <= 60


def test_a_judge_that_is_late_has_no_opinion() -> None:
    slow = Slow()
    with phase(slow) as client:
        answer = asked(client, body_of(), PHASE.replace("5000", "100"))
        assert not slow.let_go.is_set()
        slow.let_go.set()
    assert answer.status_code == 204


def _broken(_question: Case) -> Judgement:
    raise RuntimeError


def test_a_judge_without_an_answer_has_no_opinion() -> None:
    with phase(_broken) as client:
        answer = asked(client, body_of())
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_tags_are_not_judged_where_a_phase_sends_html() -> None:
    judge = Asked()
    with phase(judge) as client:
        asked(client, body_of("<div>Is 1 &lt; 2?</div><div><b>Yes</b></div>"))
        assert asked(client, body_of("<div><br></div>")).status_code == 204
    assert [question.text for question in judge.questions] == ["Is 1 < 2?\nYes"]


def test_an_empty_comment_is_not_put_to_the_judge() -> None:
    judge = Asked()
    with phase(judge) as client:
        assert asked(client, body_of(" ")).status_code == 204
    assert judge.questions == []


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"\xff", b"{}", b'{"comment": {"body": 7}}', b"[" * 100_000),
        body_of("a" * 100_001),
        body_of(url="a" * 2001),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_refused(ready: Client, body: bytes) -> None:
    assert asked(ready, body).status_code == 400


@pytest.mark.parametrize(
    "timeout", ["", "-1", "x", "1e3", "٣", "9" * 5000], ids=lambda each: each[:4] or "none"
)
def test_a_timeout_that_is_no_number_is_passed_over(ready: Client, timeout: str) -> None:
    path = f"/coral/moderation?timeout={timeout}"
    assert asked(ready, body_of(), path).status_code in {200, 204}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BodyTooLarge(9), 413),
        (NoSuchEndpoint(405), 405),
        (NoSuchEndpoint(302), 404),
        (InternalError(), 500),
        (JudgeUnavailable(), 503),
    ],
)
def test_no_problem_is_an_opinion(error: ServiceError, status: int) -> None:
    response = error_response(error)
    assert response.status == status
    assert json.loads(response.body).keys() == {"error"}


_VALUE = st.none() | st.integers() | st.text() | st.dictionaries(st.just("body"), st.text())


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["comment", "story", "author"]), _VALUE).map(
        lambda each: json.dumps(each).encode()
    )
    | st.binary(),
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])) | st.none(),
)
def test_nothing_that_is_sent_breaks_it(ready: Client, body: bytes, header: str | None) -> None:
    signed = (signature(body) if header is None else header).encode("latin-1")
    answer = ready.post(PHASE, content=body, headers={b"x-coral-signature": signed})
    assert answer.status_code in {200, 204, 400, 401}
