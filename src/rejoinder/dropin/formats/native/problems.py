"""Refusals in the shape that the rest of the API has: `{"error": {code, message, details}}`."""

from collections.abc import Mapping
from typing import Any

import msgspec

from rejoinder.dropin.model import BadKey, Busy, NoKey, Problem, TooFast, TooLarge, Unknown
from rejoinder.dropin.protocol import Reply


class Refused(Problem):
    """A call of which something cannot be judged."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "invalid",
        status: int = 422,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """The three values of the error, and the status."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.details = dict(details or {})


def refuse(problem: Problem) -> Reply:
    """Any problem as an error of the API."""
    told = problem if isinstance(problem, Refused) else _shared(problem)
    error = {"code": told.code, "message": told.message, "details": told.details}
    body = msgspec.json.encode({"error": error})
    return Reply(body, status=told.status, headers=problem.headers())


def _shared(problem: Problem) -> Refused:
    match problem:
        case NoKey():
            message = "This needs a key, in a header: Authorization: Bearer KEY."
            told = Refused(message, code="unauthorised", status=401)
        case BadKey():
            told = Refused("This key is not known here.", code="unauthorised", status=401)
        case TooFast():
            message = "This key has made all the calls that it may make in this minute."
            told = Refused(message, code="too-many", status=429)
        case Busy():
            message = "The judge has no answer now. Please try again in a moment."
            told = Refused(message, code="unavailable", status=503)
        case TooLarge():
            message = f"The body is longer than {problem.most} bytes."
            told = Refused(message, code="too-large", status=413)
        case Unknown(status=405):
            told = Refused("Only POST.", code="method-not-allowed", status=405)
        case Unknown():
            told = Refused("There is nothing here.", code="not-found", status=404)
        case _:
            told = Refused("Something went wrong on our side.", code="internal", status=500)
    return told
