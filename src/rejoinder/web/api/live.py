"""A thread as it changes: as a stream of events, and for those who ask now and then."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, Parameter
from litestar.response import Stream

from rejoinder.articles import queries
from rejoinder.articles.model import Article
from rejoinder.errors import Forbidden, N_
from rejoinder.row_ids import LARGEST_ID, read_id
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.model import ThreadChange, ThreadChanges
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.live.events import Event, EventKind, frame
from rejoinder.web.live.slow_readers import SlowReadersLeave
from rejoinder.web.live.threads import Missed
from rejoinder.web.middleware.cached_answer import known_tags
from rejoinder.web.middleware.page_cache import wants_head_only
from rejoinder.web.thread_pool import run_in_turn

EVENT_STREAM = "text/event-stream"
STREAM_HEADERS = {
    "cache-control": "no-store",
    # A proxy that waited for a whole answer would pass nothing on (nginx).
    "x-accel-buffering": "no",
}
After = Annotated[
    int | None,
    Parameter(ge=0, le=LARGEST_ID, description="The last change that was told. None: from now on."),
]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which thread somebody asks for, and from where they ask."""

    article: Article
    network: str


@get(
    "/api/v1/articles/{article_id:int}/changes",
    operation_id="list_changes",
    tags=["comments"],
    responses={
        **error_responses(400, 404),
        304: ResponseSpec(None, description="Nothing since: the answer is the one that you have."),
    },
)
async def list_changes(
    request: WebRequest, article_id: FromPath[int], after: After = None
) -> Response[ThreadChanges]:
    """What happened in a thread since a change, for those who cannot keep a stream open.

    The answer's ETag stays the same while nothing happens in the thread.
    """
    missed = await app_state_of(request.app).live.missed(article_id, after)
    asked = await _asked(request, article_id)
    changes = _changes(asked.article, missed)
    tag = _tag_of(changes)
    headers = {"etag": tag, "cache-control": "no-cache"}
    known = known_tags(request.scope["headers"])
    if tag.removeprefix("W/").encode() in known or b"*" in known:
        unchanged: Response[Any] = Response(None, status_code=304, headers=headers)
        return unchanged
    return Response(changes, headers=headers)


@get(
    "/api/v1/articles/{article_id:int}/stream",
    operation_id="follow_thread",
    tags=["comments"],
    media_type=EVENT_STREAM,
    middleware=[SlowReadersLeave()],
    responses=error_responses(400, 403, 404, 429, 503),
)
async def follow_thread(
    request: WebRequest, article_id: FromPath[int], after: After = None
) -> Response[str] | Stream:
    """A thread as it changes, as server-sent events, until the reader leaves.

    `comment` {id, parent_id}, `edited` {id}, `removed` {id}, `count` {count}; first of all `count`
    with the thread's `version` too, and `reset` where it must be read anew: it was closed, opened
    or taken off, or more was missed than is remembered. Each event's id is that of a change: as
    `Last-Event-ID`, or as `after`, it is where to go on.
    """
    live = app_state_of(request.app).live
    newest = await live.newest()  # before the thread is read: what comes then is told
    asked = await _asked(request, article_id, streaming=True)
    if wants_head_only(request):
        return Response("", media_type=EVENT_STREAM, headers=STREAM_HEADERS)
    place = live.places.take(asked.network)
    last = _last_event(request)
    data = {"count": asked.article.comment_count, "version": asked.article.thread_version}
    # Whoever goes on has their place already.
    goes_on = last is not None or after is not None
    opening = frame(EventKind.COUNT, data, 0 if goes_on else newest)
    begin = last if last is not None else after if after is not None else newest
    frames = live.stream(article_id, begin, opening, place)
    return Stream(frames, media_type=EVENT_STREAM, headers=STREAM_HEADERS)


async def _asked(request: WebRequest, article_id: int, *, streaming: bool = False) -> _Asked:
    def read() -> _Asked:
        context = context_of(request)
        if streaming:
            _refuse_strangers(context)
        with context.database.reading() as connection:
            article = queries.by_id(connection, context.site.id, article_id)
        return _Asked(article, context.visitor.network)

    return await run_in_turn(request, read)


def _refuse_strangers(context: RequestContext) -> None:
    """A page that could not read a stream could still have its readers' browsers hold it open.

    So many would come from as many networks, and take all places. Browsers say where a request
    comes from (Fetch Metadata, W3C; `Origin`, Fetch); what says nothing of it is none.
    """
    headers = context.request.headers
    origin, where = headers.get("origin"), headers.get("sec-fetch-site")
    foreign = where in {"cross-site", "same-site"} or (where is None and origin is not None)
    if foreign and origin not in context.site.origins:
        raise Forbidden(
            N_("Pages of this origin cannot follow a thread here."), code="unknown-origin"
        )


def _last_event(request: WebRequest) -> int | None:
    """What a browser says by itself when it comes back; -1, which is nothing's, for nonsense."""
    raw = request.headers.get("last-event-id", "")
    try:
        return read_id(raw) if raw else None
    except ValueError:
        return -1


def _changes(article: Article, missed: Missed) -> ThreadChanges:
    told = [_change(event) for event in missed.events if "id" in event.data]
    anew = any(event.kind is EventKind.RESET for event in missed.events)
    return ThreadChanges(
        changes=told,
        count=article.comment_count,
        version=article.thread_version,
        last=missed.newest,
        reset=missed.reset or anew,
    )


def _change(event: Event) -> ThreadChange:
    return ThreadChange(
        id=event.change_id,
        event=event.kind.value,  # type: ignore[arg-type] # others are left out above
        comment_id=event.data["id"] or 0,
        parent_id=event.data.get("parent_id"),
    )


def _tag_of(changes: ThreadChanges) -> str:
    """The same while nothing happens in this thread, whatever happens in others."""
    told = (changes.changes, changes.count, changes.version, changes.reset)
    return f'W/"{hashlib.blake2b(msgspec.json.encode(told), digest_size=12).hexdigest()}"'
