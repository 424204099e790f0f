"""Refusals. Coral looks at the status only, and goes on as if there were no phase."""

import msgspec

from rejoinder.dropin.model import BadKey, Busy, NoKey, Problem, TooFast, TooLarge, Unknown
from rejoinder.dropin.protocol import Reply


class Refused(Problem):
    """A call that Coral did not sign, or that nobody can read."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        """`message` is for whoever sets the phase up."""
        super().__init__(message)
        self.message = message
        self.status = status


def refuse(problem: Problem) -> Reply:
    """Any problem, as JSON with one sentence."""
    told = problem if isinstance(problem, Refused) else _shared(problem)
    body = msgspec.json.encode({"error": {"message": told.message}})
    return Reply(body, status=told.status, headers=problem.headers())


def _shared(problem: Problem) -> Refused:
    match problem:
        case NoKey():
            told = Refused("The phase's address needs a key: ?key=KEY.", status=401)
        case BadKey():
            told = Refused("This key is not known here.", status=401)
        case TooFast():
            told = Refused("This key has made all its calls of this minute.", status=429)
        case Busy():
            told = Refused("The judge has no answer now.", status=503)
        case TooLarge():
            told = Refused(f"The body is longer than {problem.most} bytes.", status=413)
        case Unknown():
            status = problem.status if 400 <= problem.status < 500 else 404
            told = Refused("There is nothing here, or not by this method.", status=status)
        case _:
            told = Refused("Something went wrong on our side.", status=500)
    return told
