"""The parts that every face works with, joined once in `app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from litestar import Request
from litestar.datastructures import State

from rejoinder.moderation.judging import Bench
from rejoinder.reading.intake import Collector
from rejoinder.settings import Settings
from rejoinder.storage import Database
from rejoinder.web.limits import Limits
from rejoinder.web.turns import Turns

Clock = Callable[[], datetime]
WebRequest = Request[None, None, State]


@dataclass(frozen=True, slots=True)
class Parts:
    """The store, the judge at work, the counter of readers, limits, turns, settings, the clock."""

    database: Database
    bench: Bench
    collector: Collector
    limits: Limits
    turns: Turns
    settings: Settings
    clock: Clock


def parts_of(request: WebRequest) -> Parts:
    """The parts of the application that got this request."""
    parts: Parts = request.app.state.parts
    return parts
