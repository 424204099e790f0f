"""What the log says: a line an event, no private address, no word of a reader's."""

import logging
import sqlite3

import pytest
from psycopg.errors import DeadlockDetected, UniqueViolation
from sqlalchemy.exc import OperationalError

from rejoinder.logs import OneLineFormatter, loggable, reason_of

TOKEN = "q3bXh0Yd-_Jk2mWzPp9Lr5TtVvBbNn17"


def logged(message: str, *values: object, failure: BaseException | None = None) -> str:
    exc_info = None if failure is None else (type(failure), failure, failure.__traceback__)
    record = logging.LogRecord("web", logging.ERROR, "x.py", 1, message, values, exc_info)
    return OneLineFormatter().format(record)


@pytest.mark.parametrize(
    "sent",
    [
        "\nERROR web: all is lost",
        "\r\x1b[2Kgone",
        "\x85next",
        "\u2028line",
        "\u202egnorw",
        "\udc0a",
    ],
)
def test_nothing_that_was_sent_begins_a_line(sent: str) -> None:
    line = logged("GET %s", f"/articles/x{sent}")
    assert line.isprintable()
    assert line.splitlines() == [line]
    assert "\\u" in line


@pytest.mark.parametrize(
    "address",
    [
        f"/sign-in/{TOKEN}",
        f"https://paper.example/sign-in/{TOKEN}",
        f"/your-comment/{TOKEN}/revision",
        f"/articles/bridge?posted={TOKEN}#notice",
        f"/sign-in?next=/your-comment/{TOKEN}",
        f"/api/v1/phase?timeout=200&key={TOKEN}",
        f'"GET /your-comment/{TOKEN} HTTP/1.1" 200',
    ],
)
def test_no_private_address_is_told(address: str) -> None:
    assert TOKEN not in loggable(address)
    assert TOKEN not in logged("%s", address)
    assert loggable("/articles/bridge?sort=oldest") == "/articles/bridge?sort=oldest"


def test_of_a_failure_the_place_is_told_and_not_what_it_quotes() -> None:
    def read(text: str) -> int:
        return int(text)

    words = "a reader's own words\nERROR web: forged"
    try:
        try:
            read(words)
        except ValueError as cause:
            words = "and their address, ann@example.org"
            raise KeyError(words) from cause
    except KeyError as failure:
        text = logged("GET /: %s", "KeyError", failure=failure)
    assert "reader's own" not in text
    assert "ann@" not in text
    assert "forged" not in text
    assert "in read" in text
    assert text.index("ValueError") < text.rindex("KeyError")  # the first cause first
    first, *others = text.splitlines()
    assert first == "ERROR web: GET /: KeyError"
    assert all(line.startswith("  ") for line in others)


def test_what_the_store_or_the_machine_says_of_itself_is_told() -> None:
    locked = sqlite3.OperationalError("database is locked\nDETAIL: Key (email)=(ann@example.org)")
    assert reason_of(locked) == "OperationalError: database is locked"
    wrapped = OperationalError("SELECT 1", None, locked)
    assert reason_of(wrapped) == "OperationalError: database is locked"
    assert reason_of(OSError(28, "No space left on device", "/a/path")).endswith("on device")
    assert reason_of(sqlite3.IntegrityError("UNIQUE: x")) == "IntegrityError"
    own_name = DeadlockDetected("deadlock detected\nDETAIL: Key (email)=(ann@example.org)")
    assert reason_of(own_name) == "DeadlockDetected: deadlock detected"
    assert reason_of(UniqueViolation("Key (email)=(ann@example.org)")) == "UniqueViolation"
