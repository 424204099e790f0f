"""A request and its response as plain values: what a format takes and gives, without HTTP."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rejoinder.dropin.errors import ServiceError
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.limits import MAX_BODY_BYTES

JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One call. Everything in it is hostile until it was checked."""

    method: str
    path: str
    """Decoded: `%3A` arrives as a colon."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes
    base_url: str = "http://127.0.0.1/"
    """By which address the caller reached us, with a slash at its end."""

    def header(self, name: str) -> str:
        """One header, empty where it is missing; `name` in small letters."""
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Response:
    """What a call is answered with."""

    body: bytes
    status: int = 200
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[JudgeService, Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, in each way it may be written, and what answers there."""

    method: str
    paths: tuple[str, ...]
    handler: Handler
    max_bytes: int = MAX_BODY_BYTES
    """Bodies longer than this are a BodyTooLarge."""
    operation: type[Any] | None = None
    """The framework's operation by which the API's document tells of it; None: it does not."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name in usage counts and feedback, its addresses, its shape of an error."""

    name: str
    endpoints: tuple[Endpoint, ...]
    error_response: Callable[[ServiceError], Response]
    """Must know every ServiceError."""
    cross_origin: bool = False
    """Whether pages of any origin may call it; keys are in the call, never in a cookie."""
