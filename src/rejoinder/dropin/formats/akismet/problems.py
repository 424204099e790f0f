"""Refusals as Akismet's clients read them: a word in the body, the reason in a header.

A body that is neither `true` nor `false` makes a good client hold the comment and ask again later.
"""

from collections.abc import Mapping

from rejoinder.dropin.model import BadKey, Busy, NoKey, Problem, TooFast, TooLarge, Unknown
from rejoinder.dropin.protocol import Reply

PLAIN = "text/plain"
INVALID = "invalid"


class Refused(Problem):
    """A call that has no yes or no."""

    def __init__(self, message: str) -> None:
        """`message` stands in the body and in the header."""
        super().__init__(message)
        self.message = message


def plain(word: str, headers: Mapping[str, str] | None = None, status: int = 200) -> Reply:
    """A body of this and nothing else, not even a line's end: clients compare the whole of it."""
    return Reply(word.encode(), status, PLAIN, headers or {})


def bad_key(why: str = "We were unable to find this key.") -> Reply:
    """What every call with a wrong key, or none, is answered with."""
    return plain(INVALID, {"x-akismet-debug-help": why})


def refuse(problem: Problem) -> Reply:
    """Any problem, as a client of Akismet's is told of it."""
    match problem:
        case NoKey():
            told = bad_key("No key was sent.")
        case BadKey():
            told = bad_key()
        case Refused():
            told = _failed(problem.message, 200)
        case TooFast():
            message = "This key has made all its calls of this minute."
            told = _failed(message, 429, problem.headers())
        case Busy():
            told = _failed("The judge is busy.", 503, problem.headers())
        case TooLarge():
            told = _failed("The body is too long.", 413)
        case Unknown():
            status = problem.status if 400 <= problem.status < 500 else 404
            told = _failed("There is nothing here.", status)
        case _:
            told = _failed("Something went wrong on our side.", 500)
    return told


def _failed(message: str, status: int, headers: Mapping[str, str] | None = None) -> Reply:
    told = {"x-akismet-error": message, "x-akismet-debug-help": message}
    return plain(message, {**told, **(headers or {})}, status)
