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
    """What a row should reach on two cores; None where that is not asked."""

    rate: int | None = None
    """Requests a second."""
    p50: float | None = None
    """The most seconds that every second answer may take."""
    p99: float | None = None
    """The most seconds that 99 of 100 answers may take."""
    cpu: float | None = None
    """The most seconds of the server's CPU that an answer may take."""

    def met(self, figures: Figures, cpu: float | None = None) -> bool:
        """Whether all were reached; what was not measured was not."""
        limits = ((self.p50, figures.p50), (self.p99, figures.p99), (self.cpu, cpu))
        within = all(
            limit is None or (value is not None and value < limit) for limit, value in limits
        )
        return within and (self.rate is None or figures.rate >= self.rate)

    def verdict(self, figures: Figures, cpu: float | None = None) -> str:
        """In words."""
        parts = [] if self.rate is None else [f"{self.rate:,}"]
        for name, limit in (("p50", self.p50), ("p99", self.p99), ("cpu", self.cpu)):
            if limit is not None:
                parts.append(f"{name} < {limit * 1000:g}")
        return f"{', '.join(parts)} {'met' if self.met(figures, cpu) else 'SHORT'}"


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
            "met": None if self.target is None else self.target.met(figures, self.cpu_each),
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
