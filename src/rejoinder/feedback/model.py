"""A suggestion: a text, and what somebody says that it should have scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """What is told before it is kept."""

    site_id: int
    key_id: int
    face: str
    """The format in which it came, such as `perspective`."""
    text: str
    labels: Mapping[str, Any]
    """What the caller said, under the names of its format."""
    context: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    community: str = ""
    token: str = ""
    """The caller's own name for the comment."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion as it was kept."""

    id: int
    told: NewSuggestion
    received_at: datetime
