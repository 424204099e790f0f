"""A row of the report, and how one is measured: warmed up, with the load of others beside it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.figures import Figures
from benchmarks.machine import TICKS_A_SECOND, Moment, family, foreign_share

# Above this share of the machine taken by others, a row is measured once more.
TOO_NOISY = 0.25
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Target:
    """What a row should reach on two cores."""

    rate: int
    """Requests a second."""
    p99: float | None = None
    """The most seconds that 99 of 100 answers may take; None where that is not asked."""

    def met(self, rate: float, p99: float = math.nan) -> bool:
        """Whether both were reached; what was not measured was not."""
        return rate >= self.rate and (self.p99 is None or p99 < self.p99)

    def verdict(self, rate: float, p99: float = math.nan) -> str:
        """In words."""
        within = "" if self.p99 is None else f", p99 < {self.p99 * 1000:.0f}"
        return f"{self.rate:,}{within} {'met' if self.met(rate, p99) else 'SHORT'}"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the report."""

    name: str
    figures: Figures
    encoding: str = ""
    wire_bytes: int = 0
    """Of one answer, head and body; 0 where answers differ."""
    tool: str = ""
    target: Target | None = None
    foreign: float | None = None
    """The share of all cores that others took meanwhile, 0 to 1; None where unknown."""
    server_cpu: float | None = None
    """Seconds of CPU that the server and its workers used in all; None where unknown."""
    repeated: bool = False
    note: str = ""

    @property
    def cpu_each(self) -> float | None:
        """Seconds of the server's CPU per answer: what changes least when others are busy."""
        if self.server_cpu is None or not self.figures.requests:
            return None
        return self.server_cpu / self.figures.requests

    def as_dict(self) -> dict[str, object]:
        """For the JSON file: milliseconds, and null where nothing was measured."""
        figures = self.figures
        return {
            "name": self.name,
            "encoding": self.encoding,
            "wire_bytes": self.wire_bytes,
            "tool": self.tool,
            "requests": figures.requests,
            "seconds": round(figures.seconds, 3),
            "rate": round(figures.rate, 1),
            "p50_ms": _milliseconds(figures.p50),
            "p99_ms": _milliseconds(figures.p99),
            "errors": figures.errors,
            "foreign_share": None if self.foreign is None else round(self.foreign, 3),
            "server_cpu_ms_each": None if self.cpu_each is None else round(self.cpu_each * 1000, 3),
            "repeated": self.repeated,
            "mark": None if self.target is None else self.target.rate,
            "met": None if self.target is None else self.target.met(figures.rate, figures.p99),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Task:
    """A row to be measured."""

    name: str
    measure: Callable[[], Measurement]
    warm_up: Callable[[], object] = lambda: None
    """Called first, and not counted."""


def quietest(task: Task, server: int, say: Say) -> Measurement:
    """The row; where others took over a quarter of the machine, the quieter of two tries.

    `server` is the number of the process whose CPU is counted, with all below it.
    """
    first = _beside(task, server)
    if first.foreign is None or first.foreign <= TOO_NOISY:
        return first
    say(f"  others took {first.foreign:.0%} of the machine; once more")
    second = _beside(task, server)
    quieter = min(first, second, key=lambda row: row.foreign or 0.0)
    return replace(quieter, repeated=True)


def _beside(task: Task, server: int) -> Measurement:
    task.warm_up()
    before, begun = Moment.now(), _ticks(server)
    row = task.measure()
    used, after = _ticks(server) - begun, Moment.now()
    return replace(
        row,
        foreign=foreign_share(before, after),
        server_cpu=None if after is None else used / TICKS_A_SECOND,
    )


def _ticks(pid: int) -> int:
    return sum(process.ticks for process in family(pid))


def _milliseconds(seconds: float) -> float | None:
    return None if math.isnan(seconds) else round(seconds * 1000, 3)
