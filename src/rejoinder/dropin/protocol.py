"""A call and its reply as plain values: what a format's functions take and give, without HTTP."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Problem

JSON = "application/json; charset=UTF-8"
# One text with room for escapes, an article and a parent beside it.
ONE_TEXT_BYTES = 4_000_000


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
    root: str = "http://127.0.0.1/"
    """By which address the caller reached us, with a slash at its end."""

    def header(self, name: str) -> str:
        """One header, empty where it is missing; `name` in small letters."""
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call is answered with."""

    body: bytes
    status: int = 200
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[JudgeService, Request], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, in each way it may be written, and what answers there."""

    method: str
    paths: tuple[str, ...]
    answer: Answer
    most_bytes: int = ONE_TEXT_BYTES
    """Bodies longer than this are a TooLarge."""
    described: type[Any] | None = None
    """The framework's operation by which the API's document tells of it; None: it does not."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name in usage counts and feedback, its addresses, its shape of a refusal."""

    name: str
    endpoints: tuple[Endpoint, ...]
    refuse: Callable[[Problem], Reply]
    """Must know every Problem of `model`."""
    cross_origin: bool = False
    """Whether pages of any origin may call it; keys are in the call, never in a cookie."""
