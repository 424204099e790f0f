"""Joins the formats to HTTP: the framework's request becomes ours, our response the framework's."""

import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from litestar import Litestar, route
from litestar import Response as HTTPResponse
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import Operation

from rejoinder.compression import WORTH_COMPRESSING, best_of, encoded
from rejoinder.dropin.base_url import DropinRequest, base_url_of, with_slash
from rejoinder.dropin.errors import BodyTooLarge, InternalError, NoSuchEndpoint, ServiceError
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response
from rejoinder.errors import RejoinderError

log = logging.getLogger(__name__)

PREFLIGHT = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "*, authorization",
    "access-control-max-age": "86400",
}
EXPOSED_HEADERS = (
    "retry-after, x-rejoinder-model, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset"
)
# Each kind that the application has its own answer for: the nearest kind wins there.
CAUGHT: tuple[type[Exception], ...] = (
    HTTPException,
    RejoinderError,
    RecursionError,
    UnicodeDecodeError,
    Exception,
)


def handlers_of(formats: Sequence[Format]) -> list[HTTPRouteHandler]:
    """The routes of all formats."""
    return [_handler(one, endpoint) for one in formats for endpoint in one.endpoints]


def judge_service_of(app: Litestar) -> JudgeService:
    """What the application's formats work with."""
    service: JudgeService = app.state.judge_service
    return service


async def start(app: Litestar) -> None:
    """Called at the application's start."""
    judge_service_of(app).start()


async def stop(app: Litestar) -> None:
    """Called at its end."""
    await judge_service_of(app).stop()


def http_response(
    response: Response, spoken: Format, service: JudgeService, request: DropinRequest
) -> HTTPResponse[bytes]:
    """A response as the framework sends it, made smaller for whoever accepts that."""
    headers = {"x-rejoinder-model": service.judge_pool.model, **response.headers}
    if spoken.cross_origin:
        headers["access-control-allow-origin"] = "*"
        headers["access-control-expose-headers"] = EXPOSED_HEADERS
    body = response.body
    if len(body) >= WORTH_COMPRESSING:
        encoding = best_of(request.headers.get("accept-encoding", "").encode("latin-1", "ignore"))
        body = encoded(body, encoding)
        if encoding:
            headers["content-encoding"] = encoding.decode()
        headers["vary"] = "accept-encoding"
    return HTTPResponse(
        body, status_code=response.status, media_type=response.media_type, headers=headers
    )


def as_service_error(failure: Exception, max_bytes: int) -> ServiceError:
    """What the framework or the newspaper refused, as an error that every format can tell of."""
    status = getattr(failure, "status_code", 500)
    if isinstance(failure, ServiceError):
        return failure
    if status == 413:
        return BodyTooLarge(max_bytes)
    if isinstance(failure, HTTPException) and status < 500:
        return NoSuchEndpoint(status)
    if isinstance(failure, RejoinderError):
        return NoSuchEndpoint(400)  # the newspaper's guards: an address that nothing can have
    return InternalError()


def _handler(spoken: Format, endpoint: Endpoint) -> HTTPRouteHandler:
    def on_error(request: DropinRequest, failure: Exception) -> HTTPResponse[bytes]:
        if not isinstance(failure, ServiceError | HTTPException | RejoinderError):
            log.error("%s: %s", endpoint.paths[0], type(failure).__name__, exc_info=failure)
        response = spoken.error_response(as_service_error(failure, endpoint.max_bytes))
        return http_response(response, spoken, judge_service_of(request.app), request)

    # One handler for both: the framework would make its own OPTIONS first, and take no other.
    methods: Any = [endpoint.method, *(["OPTIONS"] if spoken.cross_origin else [])]

    @route(
        list(endpoint.paths),
        http_method=methods,
        include_in_schema=endpoint.operation is not None,
        operation_class=endpoint.operation or Operation,
        request_max_body_size=endpoint.max_bytes,
        exception_handlers=dict.fromkeys(CAUGHT, on_error),
    )
    async def answer(request: DropinRequest) -> HTTPResponse[bytes]:
        if request.method == "OPTIONS":
            return HTTPResponse(b"", status_code=204, headers=PREFLIGHT)
        service = judge_service_of(request.app)
        try:
            response = await endpoint.handler(service, await _request_from(request, service))
        except ServiceError as error:
            response = spoken.error_response(error)
        return http_response(response, spoken, service, request)

    return answer


async def _request_from(request: DropinRequest, service: JudgeService) -> Request:
    query = request.scope["query_string"].decode("latin-1")
    return Request(
        method=request.method,
        path=request.scope["path"],
        query=dict(parse_qsl(query, keep_blank_values=True)),
        headers=dict(request.headers.items()),
        body=await request.body(),
        base_url=with_slash(service.settings.url) or base_url_of(request, service.trusted_proxies),
    )
