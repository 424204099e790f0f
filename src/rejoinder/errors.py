"""What can go wrong, as the business sees it. The web maps each class to a status in one place.

RejoinderError
├── NotFound        there is no such thing here
├── Gone            there was, and it has ended: an expired link, a withdrawn comment
├── Invalid         what was sent cannot be taken; `details` names the fields
├── Refused         the rules in force do not take it now; `details` carries the reasons
├── Forbidden       this person may not do that
├── TooMany         too often; try again after `retry_after` seconds
└── Unavailable     a part we need does not answer
"""

from collections.abc import Mapping
from typing import Any


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extractors look for
    """Marks a message for translation where it is written; it is translated where it is shown."""
    return message


class RejoinderError(Exception):
    """A refusal with a stable `code`, a translatable `message` and plain-data `details`."""

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        details: Mapping[str, Any] | None = None,
        **fields: object,
    ) -> None:
        """`message` may hold %(name)s places, filled from `fields` after translation."""
        super().__init__(message % fields if fields else message)
        self.message = message
        self.fields = fields
        self.details = dict(details or {})
        if code is not None:
            self.code = code


class NotFound(RejoinderError):
    """There is no such article, comment, page or site here."""

    code = "not-found"


class Gone(RejoinderError):
    """It was here and has ended."""

    code = "gone"


class Invalid(RejoinderError):
    """What was sent cannot be taken as it is."""

    code = "invalid"


class Refused(RejoinderError):
    """The rules in force do not take this comment now; nothing was stored."""

    code = "refused"


class Forbidden(RejoinderError):
    """This person may not do that."""

    code = "forbidden"


class TooMany(RejoinderError):
    """Asked too often."""

    code = "too-many"

    def __init__(self, message: str, *, retry_after: int, **fields: object) -> None:
        """`retry_after` is in seconds."""
        super().__init__(message, code=None, details=None, **fields)
        self.retry_after = retry_after


class Unavailable(RejoinderError):
    """A part that is needed does not answer; nothing was lost."""

    code = "unavailable"
