"""When a message is tried again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from rejoinder.webhooks.model import TRIED_FOR
from rejoinder.webhooks.retries import FIRST_RETRY, LONGEST_PAUSE, pause, retry_after

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def test_each_pause_is_twice_the_last_up_to_an_hour_and_a_half() -> None:
    pauses = [pause(tries, 0.5) for tries in range(1, 30)]
    assert pauses[0] == FIRST_RETRY
    assert all(after == min(2 * before, LONGEST_PAUSE) for before, after in pairwise(pauses))
    assert pauses[-1] == LONGEST_PAUSE


def test_what_failed_together_comes_back_apart() -> None:
    assert pause(3, 0) == 0.75 * pause(3, 0.5)
    assert pause(3, 0.999) > 1.24 * pause(3, 0.5)


def test_a_message_has_some_twenty_five_tries_in_its_day() -> None:
    at, tries = timedelta(0), 0
    while at < TRIED_FOR:
        tries += 1
        at += pause(tries, 0.5)
    assert 20 <= tries <= 30


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 15 Jun 2026 12:10:00 GMT", 600),
        ("Mon, 15 Jun 2026 11:00:00 GMT", 0),
        ("999999", 86_400),
        ("9" * 40, 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_an_endpoint_may_ask_for_time(header: str, seconds: float) -> None:
    assert retry_after(header, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "header", ["", "soon", "-5", "1.5", "²", "٣x", "Mon, 99 Jun 2026 12:10:00 GMT", "\x00", "0x10"]
)
def test_what_makes_no_sense_asks_for_nothing(header: str) -> None:
    assert retry_after(header, now=NOW) is None
