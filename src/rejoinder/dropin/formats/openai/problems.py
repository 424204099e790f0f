"""OpenAI's shape of an error: four names, two of which may be null."""

import msgspec

from rejoinder.dropin.model import BadKey, Busy, NoKey, Problem, TooFast, TooLarge, Unknown
from rejoinder.dropin.protocol import Reply

_INVALID = "invalid_request_error"
_SERVER = "server_error"


class Refused(Problem):
    """A call whose input, or part of it, cannot be judged."""

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        kind: str = _INVALID,
        status: int = 400,
    ) -> None:
        """The four values as they stand in the error; `kind` is told as its `type`."""
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code
        self.kind = kind
        self.status = status


def refuse(problem: Problem) -> Reply:
    """Any problem as OpenAI's clients expect it."""
    told = problem if isinstance(problem, Refused) else _shared(problem)
    error = {
        "message": told.message,
        "type": told.kind,
        "param": told.param,
        "code": told.code,
    }
    body = msgspec.json.encode({"error": error})
    return Reply(body, status=told.status, headers=problem.headers())


def _shared(problem: Problem) -> Refused:
    match problem:
        case NoKey():
            message = "No key was sent. It belongs in a header: Authorization: Bearer KEY."
            told = Refused(message, status=401)
        case BadKey():
            told = Refused("This key is not known here.", code="invalid_api_key", status=401)
        case TooFast():
            message = "This key has made all the calls that it may make in this minute."
            told = Refused(message, kind="requests", code="rate_limit_exceeded", status=429)
        case Busy():
            told = Refused("The judge is busy. Please try again.", kind=_SERVER, status=503)
        case TooLarge():
            told = Refused(f"The body is longer than {problem.most} bytes.", status=413)
        case Unknown():
            status = problem.status if 400 <= problem.status < 500 else 404
            told = Refused("There is nothing here, or not by this method.", status=status)
        case _:
            told = Refused("Something went wrong on our side.", kind=_SERVER, status=500)
    return told
