"""How a call is made: one HTTP request, one JSON answer, or an ApiError."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import msgspec

T = TypeVar("T")
TIMEOUT_SECONDS = 10.0


class ApiError(Exception):
    """A call that was refused."""

    def __init__(self, status: int, error: Mapping[str, Any], retry_after: int | None) -> None:
        """`error` is the API's own shape: `code` for programs, `message` for people, `details`."""
        super().__init__(f"{status} {error.get('code', '')}: {error.get('message', '')}")
        self.status = status
        self.code: str = error.get("code", "")
        self.message: str = error.get("message", "")
        self.details: dict[str, Any] = error.get("details", {})
        self.retry_after = retry_after
        """Seconds after which to try again, where that may help."""


class Transport:
    """A connection to one site, with a key or a session if there is one."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str = "",
        timeout: float = TIMEOUT_SECONDS,
        http: httpx.Client | None = None,
    ) -> None:
        """`base_url` is the site's address; `token` a key, or a session `rjs_…`.

        `timeout` is in seconds. `http` is your own client instead, whose address counts then.
        """
        self.token = token
        self._http = http or httpx.Client(base_url=base_url, timeout=timeout)

    def close(self) -> None:
        """Gives its connections back."""
        self._http.close()

    def __enter__(self) -> "Transport":
        """Closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the block."""
        self.close()

    def call(
        self,
        method: str,
        path: str,
        answer: type[T],
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: object = None,
    ) -> T:
        """One call.

        Raises:
            ApiError: it is refused, or what is there answers otherwise than this API.
            httpx.HTTPError: none answers.
        """
        told = {name: value for name, value in (headers or {}).items() if value is not None}
        if self.token:
            told["authorization"] = f"Bearer {self.token}"
        if body is not None:
            told["content-type"] = "application/json"
        response = self._http.request(
            method,
            path,
            params=list(_parameters(query or {})),
            headers=told,
            content=None if body is None else msgspec.json.encode(body),
        )
        if not response.is_success:
            raise _error(response)
        return msgspec.json.decode(response.content or b"null", type=answer)


def _parameters(query: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A list's members one by one, each under its name; what is not told is left out."""
    for name, value in query.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not None:
                yield name, str(each)


def segment(word: str) -> str:
    """A word as one part of a path, whatever is in it; `.` and `..` alone would lead elsewhere."""
    return quote(word, safe="") if word.strip(".") else word.replace(".", "%2E")


def _error(response: httpx.Response) -> ApiError:
    after = response.headers.get("retry-after", "")
    try:
        error = response.json()["error"]
    except (ValueError, KeyError, TypeError):  # a proxy in front of it, say
        error = {"code": "unreadable", "message": response.reason_phrase}
    return ApiError(response.status_code, error, int(after) if after.isdigit() else None)
