"""Where the log goes, and what never gets into it.

A line is one event: what a stranger sent can begin none. No private address is in it, and no text
of a reader's: what an exception says of itself may quote one, so of most only the kind is told.
"""

import logging
import re
import traceback
from typing import Any

# Whoever holds one of these addresses is let in.
_PRIVATE = re.compile(r"((?:^|/)(?:sign-in|your-comment)/|[?&](?:posted|token|key)=)[^/?&#\s\"']+")
# What begins a line on some terminal, moves its cursor, or turns its letters round.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# A failure of these names, or a kind of theirs, speaks of the store or the machine: locked, gone.
_SPEAKS_OF_THE_MACHINE = frozenset({"OperationalError", "InterfaceError"})
_LONGEST_REASON = 200


class OneLineFormatter(logging.Formatter):
    """An event as one line, and after it the trace of a failure, in lines that are indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as it is written."""
        line = loggable(f"{record.levelname} {record.name}: {record.getMessage()}")
        failure = record.exc_info[1] if record.exc_info else None
        return line if failure is None else f"{line}\n{_trace(failure)}"


# Granian, which serves us, writes through loggers of its own.
SERVER_LOGGING: dict[str, Any] = {
    "formatters": {
        "generic": {"()": OneLineFormatter},
        "access": {"()": OneLineFormatter},
    },
}


def log_to_stderr() -> None:
    """Called once by a server's worker, before anything is logged."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLineFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def loggable(text: str) -> str:
    """A text as one line of a log: what is private left out, what is no letter written out."""
    hidden = _PRIVATE.sub(r"\1…", text)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", hidden)


def reason_of(failure: BaseException) -> str:
    """The kind of a failure; with its words where they speak of the machine, and of no reader."""
    kind = type(failure).__name__
    original = getattr(failure, "orig", None) or failure
    if not _SPEAKS_OF_THE_MACHINE.isdisjoint(each.__name__ for each in type(failure).__mro__):
        words = str(original).strip().partition("\n")[0]
    elif isinstance(failure, OSError):
        words = failure.strerror or ""
    else:
        return kind
    return loggable(f"{kind}: {words}"[:_LONGEST_REASON])


def _trace(failure: BaseException) -> str:
    """Where it happened, the first cause first: files, lines and our own code."""
    parts: list[str] = []
    for each in reversed(_with_causes(failure)):
        parts += traceback.format_tb(each.__traceback__)
        parts.append(f"  {reason_of(each)}\n")
    return "".join(parts).rstrip("\n")


def _with_causes(failure: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = failure
    while cause is not None and cause not in found:
        found.append(cause)
        suppressed = None if cause.__suppress_context__ else cause.__context__
        cause = cause.__cause__ or suppressed
    return found
