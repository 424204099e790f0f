"""Feedback: a text, and what somebody says that it should have scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said of a text, after a person decided about it."""

    format: str
    """The format in which it came, such as `perspective`."""
    text: str
    labels: Mapping[str, Any]
    """What the caller said, under the names of its format."""
    community: str = ""
    token: str = ""
    """The caller's own name for the comment."""
    context: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedFeedback:
    """Feedback as it was saved: by whose key, and when."""

    feedback: Feedback
    key_name: str
    received_at: datetime


def as_json_line(saved: SavedFeedback) -> bytes:
    """One line of JSON, the same from a judge server's file and from the store."""
    feedback = saved.feedback
    line = {
        "received_at": saved.received_at.isoformat(),
        "key": saved.key_name,
        "face": feedback.format,
        "text": feedback.text,
        "labels": feedback.labels,
        "community": feedback.community,
        "token": feedback.token,
        "context": feedback.context,
        "languages": feedback.languages,
    }
    return msgspec.json.encode(line) + b"\n"
