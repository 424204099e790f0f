"""Answers to the byte: body, status and the headers that a format has, as its golden file has them.

`GOLDEN=write pytest tests/dropin/test_golden.py` writes the files anew; look at what changed.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.keys import add_to_file
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, Language
from tests.support.judge_servers import ANALYZE, SUGGEST, body, judge_server, refusal, told, under

Client = TestClient[Litestar]
Calls = Mapping[str, Callable[[Client], Response]]

FOLDER = Path(__file__).parent / "golden"
KEY = "abc123def456"
FORM = {"api_key": KEY, "blog": "https://paper.example", "user_ip": "192.0.2.7"}
SHOWN = re.compile(r"content-type|retry-after|x-(?!ratelimit-reset).*|access-control-.*")
CHANGING = (
    (r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(a UUID)"),
    (r"modr-[0-9a-f]{32}", "modr-(a number)"),
    (r"batch_[0-9a-f]{32}", "batch_(a number)"),
    (r"retry-after: [1-6]?\d\b", "retry-after: (seconds)"),
)


def judge(question: Case) -> Judgement:
    """The usual one, to whom shares are nothing but advertising, and who may be broken."""
    if "[broken]" in question.text:
        raise RuntimeError
    if "shares" in question.text:
        abuse = {name: AbuseScore(0.99 if name == "spam" else 0.0) for name in ATTRIBUTES}
        return Judgement(abuse, None, "told-1", Language("en", 0.9, True))
    return told(question)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that one key opens."""
    keys = tmp_path_factory.mktemp("keys") / "keys"
    add_to_file(keys, "paper", KEY)
    with judge_server(judge, open=False, keys=keys, per_minute=0) as client:
        yield client


def checked(content: str = "A civil word.", **more: str) -> Callable[[Client], Response]:
    sent = {**FORM, "comment_content": content, **more}
    return lambda client: client.post("/1.1/comment-check", data=sent)


def form(path: str, **sent: str) -> Callable[[Client], Response]:
    return lambda client: client.post(path, data=sent)


def json_to(path: str, sent: object, key: str = KEY) -> Callable[[Client], Response]:
    return lambda client: client.post(path, json=sent, params={"key": key} if key else {})


AKISMET: Calls = {
    "a good key": form("/1.1/verify-key", key=KEY, blog="https://paper.example"),
    "a good key under its newer name": form("/1.1/verify-key", api_key=KEY),
    "a wrong key": form("/1.1/verify-key", key="abc123def457", blog="https://paper.example"),
    "a civil comment": checked(),
    "an abusive comment": checked("You idiot."),
    "blatant advertising": checked("Buy shares."),
    "the guaranteed spam": checked(comment_author="viagra-test-123"),
    "an administrator": checked("You idiot.", user_role="administrator", is_test="1"),
    "a comment with a wrong key": checked(api_key="wrong"),
    "a comment without a key": checked(api_key=""),
    "a comment without its author's address": checked(user_ip=""),
    "a comment in another language": checked("[ur]"),
    "a comment without an answer": checked("[broken]"),
    "spam that was missed": form("/1.1/submit-spam", **FORM, comment_content="Buy now."),
    "what was no spam": form("/1.1/submit-ham", **FORM, comment_content="Good morning."),
    "how much was used": form("/1.2/usage-limit", api_key=KEY),
    "how much was used, of a wrong key": form("/1.2/usage-limit", api_key="wrong"),
    "WordPress asks for the subscription": form("/1.1/get-subscription", key=KEY),
    "WordPress asks for figures": form("/1.1/get-stats", api_key=KEY),
    "WordPress says good-bye": form("/1.1/deactivate", key=KEY),
    "WordPress with a wrong key": form("/1.1/get-subscription", key="wrong"),
}

_SCORE = {"INSULT": {"scoreType": "PERCENTILE"}}
_BOTH = {**under(), "entries": [{"text": "Before."}]}
PERSPECTIVE_REFUSALS: Calls = {
    "no text": json_to(ANALYZE, body("")),
    "too long a text": json_to(ANALYZE, body("ä" * 10_241)),
    "no attributes": json_to(ANALYZE, {"comment": {"text": "Well."}}),
    "a language that is not read, named": json_to(ANALYZE, body("Oui.", languages=["fr", "ur"])),
    "a language that is not read, found": json_to(ANALYZE, body("[om]", "SEXUALLY_EXPLICIT")),
    "a language that nobody can tell": json_to(ANALYZE, body("[und]")),
    "an unknown attribute": json_to(ANALYZE, body("Well.", "TOXICITY", "NICENESS")),
    "another type of score": json_to(ANALYZE, {**body("Well."), "requestedAttributes": _SCORE}),
    "HTML": json_to(ANALYZE, {**body(), "comment": {"text": "<p>", "type": "HTML"}}),
    "another type of text": json_to(ANALYZE, {**body(), "comment": {"text": "a", "type": "RTF"}}),
    "both contexts": json_to(ANALYZE, body(context=_BOTH)),
    "off-topic without an article": json_to(ANALYZE, body("Well.", "OFF_TOPIC")),
    "no key": json_to(ANALYZE, body(), key=""),
    "a wrong key": json_to(ANALYZE, body(), key="wrong"),
    "no JSON": lambda client: client.post(f"{ANALYZE}?key={KEY}", content=b"{"),
    "a field of another type": json_to(ANALYZE, {"comment": {"text": 7}}),
    "a judge without an answer": json_to(ANALYZE, body("[broken]")),
    "no score suggested": json_to(SUGGEST, {"comment": {"text": "Well."}}),
    "too long a suggestion": json_to(SUGGEST, {"comment": {"text": "a" * 250_000}}),
    "another version": lambda client: client.get("/$discovery/rest?version=v2"),
}

_SUGGESTED = {
    "comment": {"text": "You idiot."},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
}
_PARTS = (
    "--x\r\nContent-Type: application/http\r\nContent-ID: <1b4e28ba + 0>\r\n\r\n"
    f"POST {ANALYZE}?key={KEY}&fields=languages HTTP/1.1\r\n\r\n"
    '{"comment": {"text": "Well."}, "requestedAttributes": {"TOXICITY": {}}}\r\n'
    "--x\r\nContent-Type: application/http\r\nContent-ID: <1b4e28ba + 1>\r\n\r\n"
    f"POST {ANALYZE}?key=wrong HTTP/1.1\r\n\r\n{{}}\r\n--x--\r\n"
)
_ABOUT = body("Why?", "OFF_TOPIC", "TOXICITY@6", context=under(), spanAnnotations=True)
PERSPECTIVE: Calls = {
    "under an article, with spans": json_to(ANALYZE, {**_ABOUT, "clientToken": "c-7"}),
    "a suggestion": json_to(SUGGEST, _SUGGESTED),
    "a suggestion with its token and languages": json_to(
        SUGGEST, {**_SUGGESTED, "clientToken": "comment:7", "languages": ["en"]}
    ),
    "a batch": lambda client: client.post(
        "/batch",
        content=_PARTS.encode(),
        headers={"content-type": "multipart/mixed; boundary=x"},
    ),
    "a page asks whether it may": lambda client: client.options(ANALYZE),
    "the models": lambda client: client.get("/v1alpha1/models"),
    "the discovery document": lambda client: client.get("/$discovery/rest?version=v1alpha1"),
}


def written(answer: Response) -> str:
    """An answer as its golden file has it; what is another each time has a name instead."""
    headers = [f"{name}: {value}" for name, value in answer.headers.items() if SHOWN.match(name)]
    content = answer.text
    if "json" in answer.headers.get("content-type", ""):
        content = msgspec.json.format(answer.content, indent=1).decode()
    shown = "\n".join(
        [str(answer.status_code), *sorted(headers), "", content.replace("\r\n", "\n")]
    )
    for pattern, name in CHANGING:
        shown = re.sub(pattern, name, shown)
    return shown


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("akismet", AKISMET),
        ("perspective", PERSPECTIVE),
        ("perspective-refusals", PERSPECTIVE_REFUSALS),
    ],
)
def test_answers_are_as_in_the_golden_file(paper: Client, name: str, calls: Calls) -> None:
    shown = "\n".join(f"=== {what}\n{written(call(paper))}\n" for what, call in calls.items())
    path = FOLDER / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_the_quotas_words_are_googles() -> None:
    with judge_server(per_minute=1) as client:
        client.post(ANALYZE, json=body())
        answer = client.post(ANALYZE, json=body())
    refusal(answer, 429)
    path = FOLDER / "perspective-quota.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(written(answer), encoding="utf-8")
    assert written(answer) == path.read_text(encoding="utf-8")
