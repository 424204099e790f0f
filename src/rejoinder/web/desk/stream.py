"""The queue as it changes, as a stream of events to whoever has it open."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Response, get
from litestar.response import Stream

from rejoinder.desk.presence import SAID_EVERY, say_here
from rejoinder.desk.queue import Stretch, Waiting, sizes
from rejoinder.errors import Forbidden, NotFound, Unavailable
from rejoinder.sites.roles import Act
from rejoinder.storage import is_store_failure
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.desk.access import PRIVATE, DeskContext, staff_only
from rejoinder.web.desk.queue_address import place_of
from rejoinder.web.desk.queue_state import QueueState, colleagues, state_of, tabs, taken_words
from rejoinder.web.live.slow_readers import SlowReadersLeave
from rejoinder.web.middleware.page_cache import wants_head_only
from rejoinder.web.templating import fill
from rejoinder.web.thread_pool import run_in_turn

log = logging.getLogger(__name__)

EVENT_STREAM = "text/event-stream"
# A proxy that waited for a whole answer would pass nothing on (nginx).
HEADERS = {**PRIVATE, "x-accel-buffering": "no"}
# Where more is gone at once, the page looks itself what of its own still waits.
MOST_TOLD = 200


@get("/desk/stream", media_type=EVENT_STREAM, middleware=[SlowReadersLeave()])
async def follow_queue(request: WebRequest) -> Response[str] | Stream:
    """What comes and goes in the part of the queue that the address names.

    `queue` tells what changed since the last one: `gone` and `fresh` (numbers of comments), `tabs`
    and `people` (pieces of the page), `taken` (words by number). `end` tells whoever may not work
    at the desk any more, which is asked anew at each look.
    """
    desk = await run_in_turn(request, lambda: staff_only(request, Act.READ))
    if wants_head_only(request):
        return Response("", media_type=EVENT_STREAM, headers=HEADERS)
    app_state = app_state_of(request.app)
    place = app_state.live.places.take(desk.context.visitor.network)
    follower = _Follower(request, place_of(request.query_params))
    who = (desk.member.name, desk.member.id)
    frames = app_state.desk_streams.stream(desk.site_id, who, follower.look, place)
    return Stream(frames, media_type=EVENT_STREAM, headers=HEADERS)


@dataclass(slots=True)
class _Follower:
    """One page that has the queue open, and what it was told."""

    request: WebRequest
    place: Stretch
    _token: object = None
    """The store's change token at the last look."""
    _known: frozenset[int] | None = None
    """What waited at the last look; None before the first."""
    _told: dict[str, Any] = field(default_factory=dict)

    async def look(self, anew: bool) -> bytes | None:
        """What changed; None for whoever may not be here any more."""
        await self._say_who_is_here()
        token = app_state_of(self.request.app).database.change_token()
        if not anew and token == self._token:
            return b""
        try:
            news = await run_in_turn(self.request, self._news)
        except (Forbidden, NotFound):
            return None
        self._token = token
        if not news:
            return b""
        return f"event: queue\ndata: {json.dumps(news, separators=(',', ':'))}\n\n".encode()

    async def _say_who_is_here(self) -> None:
        app_state = app_state_of(self.request.app)
        streams, database = app_state.desk_streams, app_state.database
        people = streams.to_say(SAID_EVERY.total_seconds())
        if people is None:
            return

        def say() -> None:
            with database.writing() as connection:
                say_here(connection, streams.process, people, now=app_state.clock())

        try:
            await run_in_turn(self.request, say)
        except Exception as failure:
            # The queue goes on, and the others hear of it the next time.
            if not is_store_failure(failure) and not isinstance(failure, Unavailable):
                raise
            log.warning("who is at the desk could not be told: %s", type(failure).__name__)

    def _news(self) -> dict[str, Any]:
        desk = staff_only(self.request, Act.READ)  # who it is, looked up anew
        with desk.context.database.reading() as connection:
            state = state_of(connection, desk)
        place = replace(state.seen_from(desk, self.place), start=0)
        asked = place.filter.among(state.waiting, now=desk.context.now)
        here = self._here(desk, state, place, asked)
        changed = {name: value for name, value in here.items() if self._told.get(name) != value}
        self._told |= here
        given = (each for each in asked if each.comment_id not in state.passed_over)
        return {**self._moved(filter(place.view.test(place.mine), given)), **changed}

    def _moved(self, seen: Iterable[Waiting]) -> dict[str, Any]:
        now = frozenset(each.comment_id for each in seen)
        before, self._known = self._known, now
        if before is None:
            return {"fresh": []}  # the page was made a moment ago: it looks once more itself
        gone, fresh = sorted(before - now), sorted(now - before)
        told: dict[str, Any] = {"gone": gone[:MOST_TOLD]} if gone else {}
        return told | {"fresh": fresh[:MOST_TOLD]} if fresh or len(gone) > MOST_TOLD else told

    def _here(
        self, desk: DeskContext, state: QueueState, place: Stretch, asked: Sequence[Waiting]
    ) -> dict[str, Any]:
        values = {
            "tabs": tabs(desk, sizes(asked, place.mine), place),
            "people": colleagues(desk, state),
        }
        pieces = {
            name: str(fill(desk.context.site, f"desk/{name}.html", values))
            for name in ("tabs", "people")
        }
        return {**pieces, "taken": taken_words(desk, state.claims)}
