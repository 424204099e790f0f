"""What every format shares, apart from HTTP: who calls, and what was suggested."""

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
