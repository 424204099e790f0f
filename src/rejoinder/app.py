"""The one place where the parts are joined into an application."""

from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from rejoinder import garbage_collector
from rejoinder.article_reader import ArticleReader
from rejoinder.clock import Clock, now
from rejoinder.desk.queue import QueueMemory
from rejoinder.desk_worker import DeskWorker
from rejoinder.dropin import http as dropin_http
from rejoinder.dropin import routes as dropin
from rejoinder.dropin.app import fetcher_for
from rejoinder.dropin.formats.perspective.scale import tables_for
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.keys import AnyKey
from rejoinder.dropin.stored import StoredArticles, StoredFeedback, StoredKeys, StoredUsage
from rejoinder.dropin.usage import RateLimiter
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.errors import RejoinderError
from rejoinder.imported_judge import ImportedJudge
from rejoinder.jobs import Jobs
from rejoinder.logs import log_to_stderr
from rejoinder.mail import mailer_for
from rejoinder.moderation.actions.ask_outside import asker_for
from rejoinder.open_judge import open_judge_pool
from rejoinder.outbound.client import Client
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.policy_worker import PolicyWorker
from rejoinder.readership.actions import DailySaltCache
from rejoinder.readership.collector import Collector
from rejoinder.request_guard import RequestGuard
from rejoinder.settings import Settings, from_environment
from rejoinder.sign_on.fetching import Fetching
from rejoinder.storage import StoreCache, open_database
from rejoinder.storage.migrations import bring_up_to_date
from rejoinder.web import errors
from rejoinder.web.api import routes as api
from rejoinder.web.app_state import AppState, app_state_of
from rejoinder.web.desk import routes as desk
from rejoinder.web.desk.readiness import get_ready_beside
from rejoinder.web.embed_files import files
from rejoinder.web.end_streams import end_streams_when_told
from rejoinder.web.forms import receive_form
from rejoinder.web.health import HealthCheck
from rejoinder.web.live.threads import LiveThreads
from rejoinder.web.middleware.cached_counts import CachedCounts
from rejoinder.web.middleware.change_watch import ChangeWatch
from rejoinder.web.middleware.cors import CorsMiddleware
from rejoinder.web.middleware.csrf import refuse_forgery
from rejoinder.web.middleware.one_address import OneAddress
from rejoinder.web.middleware.page_cache import CachedReads
from rejoinder.web.middleware.path_guard import refuse_impossible
from rejoinder.web.middleware.security_headers import add_security_headers
from rejoinder.web.rate_limit_headers import tell_rate_limits
from rejoinder.web.rate_limits import RateLimits
from rejoinder.web.site import routes as site
from rejoinder.web.thread_pool import EMBEDDED_THREADS, SERVED_THREADS, make_room
from rejoinder.web.thread_slots import ThreadSlots
from rejoinder.web.warm_up import read_newest_articles
from rejoinder.webhooks.worker import WebhookWorker

# An article may be a very long read; a comment never comes near this.
LARGEST_BODY = 1_000_000

# Names that are looked up at once for signing on.
LOOKUPS = 2

# What is answered where a route fails.
ON_FAILURE: ExceptionHandlersMap = {
    RejoinderError: errors.on_refusal,
    HTTPException: errors.on_http_error,
    RecursionError: errors.on_unreadable,
    UnicodeDecodeError: errors.on_unreadable,
    Exception: errors.on_crash,
}

# Before the first request, in this order.
START = (make_room, read_newest_articles, end_streams_when_told)


class Newspaper(Litestar):
    """The application, with what it answered before standing in front of its routes."""

    def join(self, app_state: AppState) -> None:
        """Gives the routes what they work with; called before the first request."""
        self.state = State({"app_state": app_state})
        if app_state.settings.dropin.enabled:
            self.state.judge_service = judge_service_over(app_state)
        watch = ChangeWatch(app_state.database)
        reads = CachedReads(super().__call__, app_state.database, watch)
        counts = CachedCounts(reads, app_state.database, watch)
        self._front = RequestGuard(OneAddress(CorsMiddleware(counts, app_state.cache)))

    async def __call__(self, *asgi: Any) -> None:
        """ASGI."""
        await self._front(*asgi)


def create_app(
    settings: Settings, *, clock: Clock | None = None, judge: AskJudge | None = None
) -> Newspaper:
    """An application over the store that the settings name; its tables are brought up to date.

    `clock` and `judge` are the real ones unless a test brings its own.
    """
    app_state = make_app_state(settings, clock=clock, judge=judge)
    workers = app_state.workers
    others = settings.dropin.enabled
    app = Newspaper(
        route_handlers=[
            *api.handlers,
            *(dropin.handlers() if others else []),
            Router(
                path="/",
                route_handlers=[*site.handlers, *desk.handlers, *files()],
                before_request=receive_form,
                include_in_schema=False,  # pages for people; the schema tells of the API
            ),
        ],
        guards=[refuse_impossible],
        before_request=refuse_forgery,
        before_send=[add_security_headers, tell_rate_limits],
        exception_handlers=ON_FAILURE,
        openapi_config=api.openapi,
        request_max_body_size=LARGEST_BODY,
        on_startup=[
            *START,
            *(each.start for each in workers),
            *([dropin_http.start] if others else []),
        ],
        on_shutdown=[
            *([dropin_http.stop] if others else []),
            *(each.stop for each in workers),
            app_state.sign_on.close,
            *(app_state.judge_pool.close, app_state.database.close),
        ],
        logging_config=None,
    )
    app.join(app_state)
    return app


def make_app_state(
    settings: Settings, *, clock: Clock | None = None, judge: AskJudge | None = None
) -> AppState:
    """What the newspaper works with, and what its commands and the demo use without serving."""
    database = open_database(settings.database_url)
    bring_up_to_date(database)
    collector, clock = Collector(), clock or now
    slots = ThreadSlots(EMBEDDED_THREADS if database.embedded else SERVED_THREADS)
    database.while_writing = slots.aside
    judge_pool = open_judge_pool(settings, judge, while_waiting=slots.aside)
    mailer = mailer_for(settings.mail_url, settings.mail_from)
    daily_salts = DailySaltCache(database)
    return AppState(
        database=database,
        cache=StoreCache(database),
        judge_pool=judge_pool,
        jobs=Jobs(database, collector, mailer, clock, daily_salts),
        collector=collector,
        rate_limits=RateLimits(settings.posts_per_minute, settings.key_calls_per_minute),
        thread_slots=slots,
        settings=settings,
        clock=clock,
        daily_salts=daily_salts,
        health=HealthCheck(database, judge_pool),
        live=LiveThreads(database, return_seconds=settings.return_seconds),
        article_reader=ArticleReader(database, clock, settings.inside_hosts),
        imported_judge=ImportedJudge(database, judge_pool, clock),
        policy_worker=PolicyWorker(database, settings.database_url, clock),
        desk_worker=DeskWorker(database, clock),
        outside=asker_for(settings.inside_hosts),
        sign_on=_sign_on_fetching(settings),
        webhooks=WebhookWorker(database, clock, settings.inside_hosts),
        queue=QueueMemory(database.reading),
    )


def _sign_on_fetching(settings: Settings) -> Fetching:
    """What asks for keys; nothing is asked before a site has a way to sign on that needs it."""
    guard = SsrfGuard(Resolver(LOOKUPS), inside=settings.inside_hosts)
    return Fetching(Client(guard), settings.inside_hosts)


def judge_service_over(app_state: AppState) -> JudgeService:
    """What answers other services' formats; asks the same judge, so that both share batches."""
    settings, database = app_state.settings, app_state.database
    return JudgeService(
        judge_pool=app_state.judge_pool,
        keys=AnyKey() if settings.dropin.open else StoredKeys(database),
        rate_limiter=RateLimiter(settings.dropin.per_minute),
        usage=StoredUsage(database),
        feedback=StoredFeedback(database),
        clock=app_state.clock,
        settings=settings.dropin,
        trusted_proxies=settings.trusted_proxies,
        articles=StoredArticles(database),
        fetcher=fetcher_for(settings),
        scale=tables_for(app_state.judge_pool.model, settings.dropin.scale),
    )


def serve() -> Newspaper:
    """What the web server calls in its worker."""
    log_to_stderr()
    app = create_app(from_environment())
    garbage_collector.settle()
    get_ready_beside(app_state_of(app))
    return app
