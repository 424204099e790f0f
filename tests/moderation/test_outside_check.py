"""What a check by URL may answer, and what each answer is made into."""

import pytest

from rejoinder.moderation.model import Outcome, OutsideAnswer
from rejoinder.moderation.outside_check import BadAnswer, OutsideCheck, read_answer
from rejoinder.outbound.signing import SigningSecrets

CHECK = OutsideCheck(7, "Check", "https://check.example/", 500, SigningSecrets("whsec_"))


@pytest.mark.parametrize("body", [b"", b" \n", b"{}", b'{"outcome": "publish"}', b'{"x": [1]}'])
def test_a_check_may_have_nothing_to_say(body: bytes) -> None:
    assert read_answer(CHECK, body) == OutsideAnswer(7, Outcome.PUBLISH)


@pytest.mark.parametrize("outcome", [Outcome.HOLD, Outcome.DECLINE])
def test_a_reason_is_taken_as_one_tidy_line(outcome: Outcome) -> None:
    body = f'{{"outcome": "{outcome}", "reason": " It\\r\\nsells \\u202eshoes\\u0000. "}}'
    assert read_answer(CHECK, body.encode()) == OutsideAnswer(7, outcome, "It sells shoes.")


@pytest.mark.parametrize(
    "body",
    [
        b"no",
        b"[]",
        b'"hold"',
        b"null",
        b"\xff\xfe",
        b'{"outcome": "HOLD", "reason": "x"}',
        b'{"outcome": "refuse", "reason": "x"}',
        b'{"outcome": null}',
        b'{"outcome": "hold"}',
        b'{"outcome": "decline", "reason": "  "}',
        b'{"outcome": "decline", "reason": 7}',
        b'{"outcome": "hold", "reason": "' + b"x" * 301 + b'"}',
        b'{"reason": "' + b"x" * 60_000 + b'"}',
        b'{"outcome": "hold", "reason": "\\ud800"}',
        b"[" * 60_000,
        b'{"x": ' + b"[" * 60_000,
    ],
)
def test_any_other_answer_is_none(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_answer(CHECK, body)
