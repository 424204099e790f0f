"""What an endpoint is, what it is told of, and what a delivery knows of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from rejoinder.outbound.signing import SigningSecrets

# Each is written to for everything that happens.
MOST_ENDPOINTS: Final = 20
# How long a message is tried, and how long it can be looked up and sent again.
TRIED_FOR: Final = timedelta(days=1)
KEPT: Final = timedelta(days=21)
# An endpoint that nothing has reached for so long is switched off.
SWITCHED_OFF_AFTER: Final = timedelta(days=5)


class Event(StrEnum):
    """What an endpoint can be told of: the change feed's kinds, and a test."""

    COMMENT_PUBLISHED = "comment.published"
    COMMENT_HELD = "comment.held"
    COMMENT_DECLINED = "comment.declined"
    COMMENT_EDITED = "comment.edited"
    COMMENT_WITHDRAWN = "comment.withdrawn"
    COMMENT_REPORTED = "comment.reported"
    COMMENT_DECIDED = "comment.decided"
    COMMENT_PICKED = "comment.picked"
    COMMENT_PINNED = "comment.pinned"
    ARTICLE_SEEN = "article.seen"
    TEST = "webhook.test"


# What an endpoint can ask for.
EVENTS: Final = tuple(event.value for event in Event if event is not Event.TEST)


class Format(StrEnum):
    """In which form an endpoint is told."""

    JSON = "json"
    SLACK = "slack"


class Fate(StrEnum):
    """What has become of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """An address that is to be told what happens on a site."""

    url: str
    events: tuple[str, ...] = EVENTS
    format: Format = Format.JSON
    with_text: bool = False
    """Whether it is told what a comment says."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The same as it is stored."""

    id: int
    site_id: int
    url: str
    events: tuple[str, ...]
    format: Format
    with_text: bool
    secrets: SigningSecrets = field(repr=False)
    made_at: datetime
    off_at: datetime | None
    off_because: str
    """In a few words; empty while it is on."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint. It holds no word that anybody wrote: what is sent is
    made when it is sent, so that a text that was taken back is told to nobody.
    """

    id: int
    endpoint_id: int
    message_id: str
    kind: str
    article_id: int | None
    comment_id: int | None
    decision_id: int | None
    """The decision in force when it happened."""
    state: str
    """The comment's, when it happened."""
    happened_at: datetime
    fate: Fate
    due_at: datetime
    give_up_at: datetime
    tries: int
    tried_at: datetime | None
    status: int | None
    """Of the last answer."""
    problem: str
    """Why the last try came to nothing, in a few words of ours."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one try."""

    status: int | None = None
    problem: str = ""
    retry_after: timedelta | None = None
    """As long as the endpoint asks to be left alone."""

    @property
    def arrived(self) -> bool:
        """Whether the endpoint has it."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Message:
    """What one delivery sends, and where."""

    delivery: Delivery
    endpoint: Endpoint
    body: Mapping[str, Any]
