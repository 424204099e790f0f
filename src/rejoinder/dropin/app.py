"""The judge server: the formats and nothing else, without a store. `judge-server` starts it."""

import logging
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from rejoinder.dropin.articles import Fetching
from rejoinder.dropin.feedback import JsonLines, Nowhere
from rejoinder.dropin.formats.perspective.scale import tables_for
from rejoinder.dropin.http import start, stop
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.keys import keys_of
from rejoinder.dropin.protocol import JSON
from rejoinder.dropin.root import DropinRequest
from rejoinder.dropin.routes import handlers
from rejoinder.dropin.usage import Rates, UsesInMemory
from rejoinder.engine.pool import JudgePool, packaged_judge
from rejoinder.settings import Settings, from_environment


@get("/healthz", include_in_schema=False)
async def healthz(request: DropinRequest) -> Response[dict[str, str]]:
    """Whether the judge stands ready; 503 where no model could be loaded."""
    model = request.app.state.dropin.judge_pool.model
    content = {"status": "ok" if model else "no model", "judge": model}
    return Response(content, status_code=200 if model else 503)


def create_judge_server(settings: Settings, *, judge_pool: JudgePool | None = None) -> Litestar:
    """The application; `judge_pool` is the packaged judge's unless a test brings its own.

    Raises:
        Invalid: it is not open and there is no file of keys, or that file or that of its scale
            cannot be used.
    """
    judge_pool = judge_pool or _bench(settings)
    dropin = JudgeService(
        judge_pool=judge_pool,
        keys=keys_of(settings),
        rates=Rates(settings.dropin_per_minute),
        uses=UsesInMemory(),
        keeper=JsonLines(settings.dropin_feedback) if settings.dropin_feedback else Nowhere(),
        clock=_now,
        strict_languages=settings.dropin_strict_languages,
        root=with_slash(settings.dropin_url),
        trusted_proxies=settings.trusted_proxies,
        coral_secrets=settings.dropin_coral_secrets,
        fetching=fetching_of(settings),
        scale=tables_for(judge_pool.model, settings.dropin_scale),
    )
    return Litestar(
        route_handlers=[healthz, *handlers()],
        exception_handlers={HTTPException: _on_http_error},
        openapi_config=None,
        state=State({"dropin": dropin}),
        on_startup=[start],
        on_shutdown=[stop, dropin.judge_pool.close],
        logging_config=None,
    )


def fetching_of(settings: Settings) -> Fetching | None:
    """What gets articles from the web, where the operator wants that."""
    if not settings.dropin_fetch:
        return None
    # What it is made of costs a fifth of a second to load, and most servers fetch nothing.
    from rejoinder.dropin.fetching.articles import from_the_web  # noqa: PLC0415

    return from_the_web(
        settings.dropin_fetch_hosts,
        shared=settings.dropin_open,
        root=with_slash(settings.dropin_url),
    )


def with_slash(address: str) -> str:
    """An address with a slash at its end; an empty one stays empty."""
    return f"{address.rstrip('/')}/" if address else ""


def serve() -> Litestar:
    """What the web server calls in its worker."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    return create_judge_server(from_environment())


def _bench(settings: Settings) -> JudgePool:
    model, ask = packaged_judge()
    return JudgePool(
        ask,
        threads=settings.judge_threads,
        capacity=settings.judge_queue,
        timeout=settings.judge_timeout,
        model=model,
    )


def _on_http_error(_request: DropinRequest, failure: HTTPException) -> Response[Any]:
    """What no format answers for: an address or a method that nothing here has."""
    words = {404: "not-found", 405: "method-not-allowed"}
    code = words.get(failure.status_code, "bad-request")
    message = "There is nothing at this address, or not by this method."
    body = {"error": {"code": code, "message": message, "details": {}}}
    return Response(
        msgspec.json.encode(body),
        status_code=failure.status_code,
        media_type=JSON,
        headers=failure.headers or {},
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge reads the clock
