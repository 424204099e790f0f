"""What every format shares, apart from HTTP: who calls, what may go wrong, what was suggested."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key was shown. The numbers are those of the store, and None where there is none."""

    name: str
    key_id: int | None = None
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key may still do in the minute that runs; without a limit, `limit` is 0."""

    limit: int = 0
    remaining: int = 0
    reset_seconds: int = 0
    """Whole seconds until the next minute begins."""

    def headers(self) -> dict[str, str]:
        """As response headers; none where there is no limit."""
        if not self.limit:
            return {}
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-reset": str(self.reset_seconds),
        }


@dataclass(frozen=True, slots=True)
class Admission:
    """A caller who may go on, and what is left of the minute."""

    caller: Caller
    allowance: Allowance = Allowance()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody says a text should have scored, after a person decided about it."""

    face: str
    """The format in which it came, such as `perspective`."""
    text: str
    labels: Mapping[str, Any]
    """What the caller said, under the names of its format."""
    community: str = ""
    token: str = ""
    """The caller's own name for the comment."""
    context: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


class Problem(Exception):
    """A refusal; each format tells of it in its own shape.

    Problem
    ├── NoKey, BadKey       no key was shown; the one shown opens nothing
    ├── TooFast             the key's minute is used up
    ├── Busy                the judge is full, slow or missing: nothing was judged
    ├── TooLarge            the body is longer than `most` bytes
    ├── Unknown             there is nothing at this address, or not by this method
    └── Broken              our own fault
    """

    def headers(self) -> dict[str, str]:
        """What the answer's headers tell whatever its format: when to try again, what is left."""
        return {}


class NoKey(Problem):
    """A key is needed and none was shown."""


class BadKey(Problem):
    """The key that was shown opens nothing here."""


class TooFast(Problem):
    """The key's minute is used up; another begins in `allowance.reset_seconds`."""

    def __init__(self, allowance: Allowance) -> None:
        """`allowance` tells the limit and when the next minute begins."""
        super().__init__()
        self.allowance = allowance

    def headers(self) -> dict[str, str]:
        """When the next minute begins, and the limit."""
        wait = {"retry-after": str(self.allowance.reset_seconds)}
        return {**wait, **self.allowance.headers()}


class Busy(Problem):
    """The judge has no answer now; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        """`retry_after` is in seconds."""
        super().__init__()
        self.retry_after = retry_after

    def headers(self) -> dict[str, str]:
        """When to try again."""
        return {"retry-after": str(self.retry_after)}


class TooLarge(Problem):
    """The body is longer than `most` bytes."""

    def __init__(self, most: int) -> None:
        """`most` is in bytes."""
        super().__init__()
        self.most = most


class Unknown(Problem):
    """There is nothing at this address, or it does not take this method."""

    def __init__(self, status: int = 404) -> None:
        """`status` is 404 or 405, or what else the framework said."""
        super().__init__()
        self.status = status


class Broken(Problem):
    """Our own fault; the log knows more."""
