"""The judge server: the formats and nothing else, without a store. `judge-server` starts it."""

from typing import Any

import msgspec
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from rejoinder import garbage_collector
from rejoinder.clock import now
from rejoinder.dropin.articles import ArticleFetcher
from rejoinder.dropin.base_url import DropinRequest, with_slash
from rejoinder.dropin.feedback import JsonLinesFile, NoFeedback
from rejoinder.dropin.formats.perspective.scale import tables_for
from rejoinder.dropin.http import judge_service_of, start, stop
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.keys import keyring_for
from rejoinder.dropin.protocol import JSON
from rejoinder.dropin.routes import handlers
from rejoinder.dropin.usage import RateLimiter, UsageInMemory
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.logs import log_to_stderr
from rejoinder.open_judge import open_judge_pool
from rejoinder.request_guard import RequestGuard
from rejoinder.settings import Settings, from_environment


@get("/healthz", include_in_schema=False)
async def healthz(request: DropinRequest) -> Response[dict[str, str]]:
    """Whether the judge stands ready; 503 where no model could be loaded."""
    model = judge_service_of(request.app).judge_pool.model
    content = {"status": "ok" if model else "no model", "judge": model}
    return Response(content, status_code=200 if model else 503)


def create_judge_server(settings: Settings, *, judge_pool: JudgePool | None = None) -> Litestar:
    """The application; `judge_pool` is the packaged judge's unless a test brings its own.

    Raises:
        Invalid: it is not open and there is no file of keys, or that file or that of its scale
            cannot be used.
    """
    keys = keyring_for(settings)  # first: a server that may not start needs no judge
    judge_pool = judge_pool or open_judge_pool(settings)
    path = settings.dropin.feedback
    service = JudgeService(
        judge_pool=judge_pool,
        keys=keys,
        rate_limiter=RateLimiter(settings.dropin.per_minute),
        usage=UsageInMemory(),
        feedback=JsonLinesFile(path) if path else NoFeedback(),
        clock=now,
        settings=settings.dropin,
        trusted_proxies=settings.trusted_proxies,
        fetcher=fetcher_for(settings),
        scale=tables_for(judge_pool.model, settings.dropin.scale),
    )
    return Litestar(
        route_handlers=[healthz, *handlers()],
        exception_handlers={HTTPException: _on_http_error},
        openapi_config=None,
        state=State({"judge_service": service}),
        on_startup=[start],
        on_shutdown=[stop, judge_pool.close],
        logging_config=None,
    )


def fetcher_for(settings: Settings) -> ArticleFetcher | None:
    """What gets articles from the web, where the operator wants that."""
    if not settings.dropin.fetch:
        return None
    # What it is made of costs a fifth of a second to load, and most servers fetch nothing.
    from rejoinder.dropin.fetching.articles import web_fetcher  # noqa: PLC0415

    return web_fetcher(
        settings.dropin.fetch_hosts,
        shared=settings.dropin.open,
        base_url=with_slash(settings.dropin.url),
    )


def serve() -> ASGIApp:
    """What the web server calls in its worker."""
    log_to_stderr()
    app = RequestGuard(create_judge_server(from_environment()))
    garbage_collector.settle()
    return app


def _on_http_error(_request: DropinRequest, failure: HTTPException) -> Response[Any]:
    """What no format answers for: an address or a method that nothing here has."""
    codes = {404: "not-found", 405: "method-not-allowed"}
    code = codes.get(failure.status_code, "bad-request")
    message = "There is nothing at this address, or not by this method."
    body = {"error": {"code": code, "message": message, "details": {}}}
    return Response(
        msgspec.json.encode(body),
        status_code=failure.status_code,
        media_type=JSON,
        headers=failure.headers or {},
    )
