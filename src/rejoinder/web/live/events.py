"""What happens in a thread as everybody may see it, and how it stands in a stream. Pure.

A stream is `text/event-stream` (HTML Standard, 9.2): a line a field, an empty one after each event.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rejoinder.comments.model import Leaf, State
from rejoinder.storage import Change, ChangeKind


class EventKind(StrEnum):
    """What a reader's page can be told."""

    COMMENT = "comment"
    """Somebody wrote, or what was taken off the page is there again."""
    EDITED = "edited"
    """Its words are others, or it is a pick now, or no more."""
    REMOVED = "removed"
    """Withdrawn, or taken off the page."""
    COUNT = "count"
    """How many comments are published now."""
    RESET = "reset"
    """The page must read its thread anew: it was closed, opened or taken off, or more has happened
    than is remembered."""


_REMOVING = {
    ChangeKind.COMMENT_HELD,
    ChangeKind.COMMENT_DECLINED,
    ChangeKind.COMMENT_WITHDRAWN,
}
_SHOWING = {
    ChangeKind.COMMENT_PUBLISHED: EventKind.COMMENT,
    ChangeKind.COMMENT_EDITED: EventKind.EDITED,
    # It stands where it stood until the page is loaded anew: nothing moves under who reads.
    ChangeKind.COMMENT_PINNED: EventKind.EDITED,
    # What stands beside its words is another.
    ChangeKind.COMMENT_PICKED: EventKind.EDITED,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a thread."""

    article_id: int
    change_id: int
    """The change that it was told by; after this one a reader goes on."""
    kind: EventKind
    data: Mapping[str, int | None]
    frame: bytes = field(init=False, repr=False, compare=False)
    """As it stands in a stream, made once for all who are told."""

    def __post_init__(self) -> None:
        """Makes the frame."""
        object.__setattr__(self, "frame", frame(self.kind, self.data, self.change_id))


def frame(kind: EventKind, data: Mapping[str, int | None], change_id: int) -> bytes:
    """An event as it stands in a stream; 0 as its change leaves the reader's place as it was."""
    place = f"id: {change_id}\n" if change_id else ""
    told = json.dumps(data, separators=(",", ":"))
    return f"{place}event: {kind}\ndata: {told}\n\n".encode()


def events_of(
    changes: Iterable[Change], leaves: Mapping[int, Leaf], counts: Mapping[int, int]
) -> list[Event]:
    """What readers are told of these changes, in their order; then the counts that they led to.

    `leaves` are the comments as they stand now, by number; `counts` the threads' published ones.
    What is not to be seen any more is not told, whatever it was a moment ago.
    """
    told = [event for change in changes for event in _event_of(change, leaves)]
    last = {event.article_id: event.change_id for event in told}
    return [*told, *_counted(last, counts)]


def _counted(last: Mapping[int, int], counts: Mapping[int, int]) -> Iterator[Event]:
    for article_id, change_id in last.items():
        if article_id in counts:
            yield Event(article_id, change_id, EventKind.COUNT, {"count": counts[article_id]})


def _event_of(change: Change, leaves: Mapping[int, Leaf]) -> Iterator[Event]:
    if change.kind is ChangeKind.ARTICLE_CHANGED:
        yield Event(change.article_id, change.id, EventKind.RESET, {})
        return
    leaf = leaves.get(change.comment_id or 0)
    if leaf is None or not change.public:
        return
    if change.kind in _REMOVING:
        yield Event(change.article_id, change.id, EventKind.REMOVED, {"id": leaf.id})
    elif leaf.state is State.PUBLISHED and change.kind in _SHOWING:
        kind = _SHOWING[change.kind]
        parent = {"parent_id": leaf.parent_id} if kind is EventKind.COMMENT else {}
        yield Event(change.article_id, change.id, kind, {"id": leaf.id, **parent})
