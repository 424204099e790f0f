"""Batches: many calls in one body, each answered as if it had come alone."""

import json
import re
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.keys import add_to_file
from tests.support.judge_servers import ANALYZE, SUGGEST, body, judge_server, refusal

Client = TestClient[Litestar]
PREFIX = "6f1a9b2c-uuid"


def part(number: int, sent: object, *, path: str = f"{ANALYZE}?key=a&alt=json") -> str:
    """One call as Google's Python client writes it."""
    return (
        "Content-Type: application/http\r\nMIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: binary\r\n"
        f"Content-ID: <{PREFIX} + {number}>\r\n\r\n"
        f"POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nHost: 127.0.0.1\r\n"
        f"accept: application/json\r\n\r\n{json.dumps(sent)}"
    )


def post(client: Client, parts: list[str], *, end: str = "\r\n", **headers: str) -> Response:
    lines = "".join(f"--==frontier=={end}{each}{end}" for each in parts)
    sent = f"{lines}--==frontier==--{end}"
    kind = 'multipart/mixed; boundary="==frontier=="'
    return client.post("/batch", content=sent.encode(), headers={"content-type": kind, **headers})


def replies(answer: Response) -> list[tuple[str, int, dict[str, Any]]]:
    """Each part's name, status and body."""
    assert answer.status_code == 200, answer.text
    found = re.fullmatch(r"multipart/mixed; boundary=(\S+)", answer.headers["content-type"])
    assert found is not None
    first, *sections, last = answer.text.split(f"--{found[1]}")
    assert (first, last) == ("", "--\r\n")
    return [_reply(section) for section in sections]


def _reply(section: str) -> tuple[str, int, dict[str, Any]]:
    head, inner, sent = section.split("\r\n\r\n", 2)
    assert "Content-Type: application/http" in head
    name = re.search(r"Content-ID: (.+)", head)
    return (name[1].strip() if name else ""), int(inner.split(" ", 2)[1]), json.loads(sent)


def test_good_and_bad_calls_are_answered_each_for_itself(server: Client) -> None:
    told = replies(
        post(
            server,
            [
                part(0, body("You idiot.")),
                part(1, body("")),
                part(2, body("Well."), path="/v1alpha1/comments%3Aanalyze?key=a"),
                part(3, body("Well."), path=f"https://elsewhere.example{ANALYZE}"),
                part(4, {}, path="/v1alpha1/comments:delete"),
                "Content-Type: application/http\r\n\r\nnonsense",
                part(6, {"comment": {"text": "Well."}}, path=SUGGEST),
            ],
        )
    )
    assert [status for _, status, _ in told] == [200, 400, 200, 200, 404, 400, 400]
    assert told[0][0] == f"<response-{PREFIX} + 0>"
    assert told[4][0] == f"<response-{PREFIX} + 4>"
    assert told[0][2]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.9123456
    assert told[1][2]["error"]["message"] == "Comment must be non-empty."


def test_bare_line_ends_are_taken_too(server: Client) -> None:
    text = part(0, body("You idiot.")).replace("\r\n", "\n")
    ((_, status, told),) = replies(post(server, [text], end="\n"))
    assert status == 200
    assert "attributeScores" in told


def test_a_thousand_calls_are_answered_in_their_order_and_one_more_is_refused(
    server: Client,
) -> None:
    parts = [part(number, body(f"Well {number}.")) for number in range(1000)]
    told = replies(post(server, parts))
    assert [status for _, status, _ in told] == [200] * 1000
    assert [name for name, _, _ in told[::333]] == [
        f"<response-{PREFIX} + {number}>" for number in (0, 333, 666, 999)
    ]
    error = refusal(post(server, [*parts, part(1000, body())]))
    assert error["message"] == "The batch request exceeds the limit of 1000 calls."


def test_the_batchs_own_key_holds_for_its_parts(tmp_path: Any) -> None:
    add_to_file(tmp_path / "keys", "coral", "k")
    with judge_server(open=False, keys=tmp_path / "keys") as client:
        bare = part(0, body(), path=ANALYZE)
        assert [status for _, status, _ in replies(post(client, [bare]))] == [403]
        told = replies(post(client, [bare], authorization="Bearer k"))
        assert [status for _, status, _ in told] == [200]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (b"", "multipart/mixed; boundary=x"),
        (b"--x--", "multipart/mixed; boundary=x"),
        (b"nothing of the kind", "multipart/mixed; boundary=x"),
        (b"--x\r\n\r\n--x--", "multipart/mixed"),
        (b"--x\r\n\r\n--x--", "application/json; boundary=x"),
        (b"{}", ""),
    ],
)
def test_a_broken_batch_is_refused(server: Client, sent: bytes, kind: str) -> None:
    error = refusal(server.post("/batch", content=sent, headers={"content-type": kind}))
    assert error["message"].startswith("Failed to parse batch request")


@pytest.mark.parametrize(
    "sent",
    [
        b"--x\r\n\r\n--x--",
        b"--x",
        b"--x\r\nContent-ID: <a\x00b>\r\n\r\nPOST / HTTP/1.1\r\n\r\n",
        b"--x\n\nPOST http://[ HTTP/1.1\n\n{}\n--x--",
        b"--x\r\n\r\nPOST /v1alpha1/comments:analyze HTTP/1.1\r\n\r\n\xff\r\n--x--",
        b"--x\r\n" * 50,
    ],
)
def test_a_broken_part_breaks_no_batch(server: Client, sent: bytes) -> None:
    answer = server.post(
        "/batch", content=sent, headers={"content-type": "multipart/mixed; boundary=x"}
    )
    assert all(status in {400, 404} for _, status, _ in replies(answer))
