"""The parts that every face works with, joined once in `app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from litestar import Request
from litestar.datastructures import State

from rejoinder.engine.pool import JudgePool
from rejoinder.readership.collector import Collector
from rejoinder.settings import Settings
from rejoinder.storage import Database
from rejoinder.web.rate_limits import Limits
from rejoinder.web.thread_slots import ThreadSlots

Clock = Callable[[], datetime]
WebRequest = Request[None, None, State]


@dataclass(frozen=True, slots=True)
class AppState:
    """The store, the judge at work, the counter of readers, limits, turns, settings, the clock."""

    database: Database
    judge_pool: JudgePool
    collector: Collector
    limits: Limits
    thread_slots: ThreadSlots
    settings: Settings
    clock: Clock


def app_state_of(request: WebRequest) -> AppState:
    """The parts of the application that got this request."""
    app_state: AppState = request.app.state.app_state
    return app_state
