"""What may go wrong with a call; each format tells of it in its own shape."""

from rejoinder.dropin.model import Allowance


class ServiceError(Exception):
    """A refusal; each format adds an error of its own for what only it refuses.

    ServiceError
    ├── MissingKey, InvalidKey   no key was shown; the one shown opens nothing
    ├── RateLimited              the key's minute is used up
    ├── JudgeUnavailable         the judge is full, slow or missing: nothing was judged
    ├── BodyTooLarge             the body is longer than `max_bytes`
    ├── NoSuchEndpoint           there is nothing at this address, or not by this method
    └── InternalError            our own fault
    """

    def headers(self) -> dict[str, str]:
        """What the answer's headers tell whatever its format: when to try again, what is left."""
        return {}


class MissingKey(ServiceError):
    """A key is needed and none was shown."""


class InvalidKey(ServiceError):
    """The key that was shown opens nothing here."""


class RateLimited(ServiceError):
    """The key's minute is used up; another begins in `allowance.reset_seconds`."""

    def __init__(self, allowance: Allowance) -> None:
        """`allowance` tells the limit and when the next minute begins."""
        super().__init__()
        self.allowance = allowance

    def headers(self) -> dict[str, str]:
        """When the next minute begins, and the limit."""
        wait = {"retry-after": str(self.allowance.reset_seconds)}
        return {**wait, **self.allowance.headers()}


class JudgeUnavailable(ServiceError):
    """The judge has no answer now; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        """`retry_after` is in seconds."""
        super().__init__()
        self.retry_after = retry_after

    def headers(self) -> dict[str, str]:
        """When to try again."""
        return {"retry-after": str(self.retry_after)}


class BodyTooLarge(ServiceError):
    """The body is longer than `max_bytes`."""

    def __init__(self, max_bytes: int) -> None:
        """`max_bytes` is the limit."""
        super().__init__()
        self.max_bytes = max_bytes


class NoSuchEndpoint(ServiceError):
    """There is nothing at this address, or it does not take this method."""

    def __init__(self, status: int = 404) -> None:
        """`status` is 404 or 405, or what else the framework said."""
        super().__init__()
        self.status = status


class InternalError(ServiceError):
    """Our own fault; the log knows more."""
