"""The one place where the parts are joined into an application."""

import logging
from datetime import UTC, datetime
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from rejoinder.errors import RejoinderError
from rejoinder.jobs import Jobs
from rejoinder.mail import mailer_for
from rejoinder.moderation.judging import AskJudge, Bench, one_by_one, packaged
from rejoinder.reading.intake import Collector
from rejoinder.settings import Settings, from_environment
from rejoinder.storage import open_database
from rejoinder.storage.migrations import bring_up_to_date
from rejoinder.web import failures
from rejoinder.web.api import routes as api
from rejoinder.web.borders import Borders, add_security_headers
from rejoinder.web.cached import CachedReads
from rejoinder.web.crossing import refuse_forgery
from rejoinder.web.desk import routes as desk
from rejoinder.web.dropin import routes as dropin
from rejoinder.web.dropin import serving as dropin_serving
from rejoinder.web.dropin.joining import dropin_over
from rejoinder.web.files import files_router, site_stylesheet
from rejoinder.web.limits import Limits
from rejoinder.web.parts import Clock, Parts
from rejoinder.web.possible import refuse_impossible
from rejoinder.web.site import routes as site
from rejoinder.web.site.chrome import BesideCache
from rejoinder.web.threads import EMBEDDED_THREADS, SERVED_THREADS, make_room
from rejoinder.web.turns import Turns

# An article may be a very long read; a comment never comes near this.
LARGEST_BODY = 1_000_000


class Newspaper(Litestar):
    """The application, with what it answered before standing in front of its routes."""

    def join(self, parts: Parts, jobs: Jobs) -> None:
        """Gives the routes what they work with; called before the first request."""
        self.state = State({"parts": parts, "jobs": jobs, "beside": BesideCache()})
        if parts.settings.dropin:
            self.state.dropin = dropin_over(parts)
        self._front = Borders(CachedReads(super().__call__, parts.database), parts.database)

    async def __call__(self, *asgi: Any) -> None:
        """ASGI."""
        await self._front(*asgi)


def create_app(
    settings: Settings, *, clock: Clock | None = None, judge: AskJudge | None = None
) -> Newspaper:
    """An application over the store that the settings name; its tables are brought up to date.

    `clock` and `judge` are the real ones unless a test brings its own.
    """
    parts = make_parts(settings, clock=clock, judge=judge)
    jobs = Jobs(parts, mailer_for(settings.mail_url, settings.mail_from))
    others = settings.dropin
    app = Newspaper(
        route_handlers=[
            *api.handlers,
            *(dropin.handlers() if others else []),
            Router(
                path="/",
                route_handlers=[*site.handlers, *desk.handlers, files_router(), site_stylesheet],
                include_in_schema=False,  # pages for people; the schema tells of the API
            ),
        ],
        guards=[refuse_impossible],
        before_request=refuse_forgery,
        before_send=[add_security_headers],
        exception_handlers={
            RejoinderError: failures.on_refusal,
            HTTPException: failures.on_http_error,
            RecursionError: failures.on_unreadable,
            UnicodeDecodeError: failures.on_unreadable,
            Exception: failures.on_crash,
        },
        openapi_config=api.openapi,
        request_max_body_size=LARGEST_BODY,
        on_startup=[jobs.start, make_room, *([dropin_serving.start] if others else [])],
        on_shutdown=[
            *([dropin_serving.stop] if others else []),
            jobs.stop,
            parts.bench.close,
            parts.database.close,
        ],
        logging_config=None,
    )
    app.join(parts, jobs)
    return app


def make_parts(
    settings: Settings, *, clock: Clock | None = None, judge: AskJudge | None = None
) -> Parts:
    """The parts without the web: what the command line and the demo work with."""
    database = open_database(settings.database_url)
    bring_up_to_date(database)
    model, ask = packaged() if judge is None else ("test", one_by_one(judge))
    turns = Turns(EMBEDDED_THREADS if database.embedded else SERVED_THREADS)
    return Parts(
        database=database,
        bench=Bench(
            ask,
            threads=settings.judge_threads,
            places=settings.judge_queue,
            timeout=settings.judge_timeout,
            model=model,
            meanwhile=turns.aside,
        ),
        collector=Collector(),
        limits=Limits(settings.posts_per_minute),
        turns=turns,
        settings=settings,
        clock=clock or now,
    )


def now() -> datetime:
    """The time, in UTC: the clock of everything that is not a test."""
    return datetime.now(UTC)  # noqa: TID251 - the edge reads the clock


def serve() -> Newspaper:
    """What the web server calls in its worker."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    return create_app(from_environment())
