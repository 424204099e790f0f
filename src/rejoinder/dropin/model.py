"""Who calls, and what their key may still do."""

from dataclasses import dataclass


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
