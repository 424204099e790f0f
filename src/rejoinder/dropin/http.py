"""Joins the formats to HTTP: a request becomes a Call, a Reply the response."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from litestar import Litestar, Response, route
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import Operation

from rejoinder.compression import WORTH_COMPRESSING, best_of, encoded
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Broken, Problem, TooLarge, Unknown
from rejoinder.dropin.protocol import Endpoint, Format, Reply, Request
from rejoinder.dropin.root import DropinRequest, root_of
from rejoinder.errors import RejoinderError

log = logging.getLogger(__name__)

FLUSH_SECONDS = 5.0
PREFLIGHT = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "*, authorization",
    "access-control-max-age": "86400",
}
REFUSABLE: tuple[type[Exception], ...] = (
    HTTPException,
    RejoinderError,
    RecursionError,
    UnicodeDecodeError,
    Exception,
)
EXPOSED = (
    "retry-after, x-rejoinder-model, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset"
)


def handlers_of(faces: Sequence[Format]) -> list[HTTPRouteHandler]:
    """The routes of all formats."""
    return [_handler(face, endpoint) for face in faces for endpoint in face.endpoints]


def dropin_of(app: Litestar) -> JudgeService:
    """What the application's formats work with."""
    dropin: JudgeService = app.state.dropin
    return dropin


async def start(app: Litestar) -> None:
    """Called at the start: writes the counts down every few seconds from then on."""
    app.state.dropin_flushing = asyncio.create_task(_flush(dropin_of(app)))


async def stop(app: Litestar) -> None:
    """Called at the end."""
    task: asyncio.Task[None] = app.state.dropin_flushing
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    dropin = dropin_of(app)
    if dropin.fetching is not None:
        await dropin.fetching.close()
    await asyncio.to_thread(dropin.close)


def respond(
    reply: Reply, face: Format, dropin: JudgeService, request: DropinRequest
) -> Response[bytes]:
    """A reply as the framework sends it, made smaller for whoever accepts that."""
    headers = {"x-rejoinder-model": dropin.judge_pool.model, **reply.headers}
    if face.cross_origin:
        headers["access-control-allow-origin"] = "*"
        headers["access-control-expose-headers"] = EXPOSED
    body = reply.body
    if len(body) >= WORTH_COMPRESSING:
        encoding = best_of(request.headers.get("accept-encoding", "").encode("latin-1", "ignore"))
        body = encoded(body, encoding)
        if encoding:
            headers["content-encoding"] = encoding.decode()
        headers["vary"] = "accept-encoding"
    return Response(body, status_code=reply.status, media_type=reply.kind, headers=headers)


def as_problem(failure: Exception, most_bytes: int) -> Problem:
    """What the framework or the newspaper refused, as a problem that every format can tell of."""
    status = getattr(failure, "status_code", 500)
    if isinstance(failure, Problem):
        return failure
    if status == 413:
        return TooLarge(most_bytes)
    if isinstance(failure, HTTPException) and status < 500:
        return Unknown(status)
    if isinstance(failure, RejoinderError):
        return Unknown(400)  # the newspaper's guards: an address that nothing can have
    return Broken()


def _handler(face: Format, endpoint: Endpoint) -> HTTPRouteHandler:
    def refused(request: DropinRequest, failure: Exception) -> Response[bytes]:
        if not isinstance(failure, Problem | HTTPException | RejoinderError):
            path = request.scope["path"]
            log.error("%s: %s", path, type(failure).__name__, exc_info=failure)
        problem = as_problem(failure, endpoint.most_bytes)
        return respond(face.refuse(problem), face, dropin_of(request.app), request)

    # One handler for both: the framework would make its own OPTIONS first, and take no other.
    methods: Any = [endpoint.method, *(["OPTIONS"] if face.cross_origin else [])]

    @route(
        list(endpoint.paths),
        http_method=methods,
        include_in_schema=endpoint.described is not None,
        operation_class=endpoint.described or Operation,
        request_max_body_size=endpoint.most_bytes,
        # Each kind that the application has its own answer for: the nearest kind wins there.
        exception_handlers=dict.fromkeys(REFUSABLE, refused),
    )
    async def answer(request: DropinRequest) -> Response[bytes]:
        if request.method == "OPTIONS":
            return Response(b"", status_code=204, headers=PREFLIGHT)
        dropin = dropin_of(request.app)
        try:
            call = await _call(request, dropin)
            reply = await endpoint.answer(dropin, call)
        except Problem as problem:
            reply = face.refuse(problem)
        return respond(reply, face, dropin, request)

    return answer


async def _call(request: DropinRequest, dropin: JudgeService) -> Request:
    query = request.scope["query_string"].decode("latin-1")
    return Request(
        method=request.method,
        path=request.scope["path"],
        query=dict(parse_qsl(query, keep_blank_values=True)),
        headers=dict(request.headers.items()),
        body=await request.body(),
        root=dropin.root or root_of(request, dropin.trusted_proxies),
    )


async def _flush(dropin: JudgeService) -> None:
    while True:
        await asyncio.sleep(FLUSH_SECONDS)
        try:
            await asyncio.to_thread(dropin.uses.flush)
        except Exception as failure:  # noqa: BLE001 - nobody else would go on writing them down
            log.error("dropin: usage counts: %s", type(failure).__name__)
