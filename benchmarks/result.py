"""What a run is asked to do, and what it found out about one server."""

from dataclasses import dataclass, field

from benchmarks.machine import Memory
from benchmarks.measurements import Measurement

# The rows that every server has; the report compares by these names.
SMALL_THREAD = "thread of 20, whole"
LARGE_THREAD = "thread of 500, whole"
POST = "post a comment"


@dataclass(frozen=True, slots=True)
class LoadConfig:
    """How hard and how long each row is measured."""

    seconds: float = 3.0
    connections: int = 16
    only: str = ""
    """Part of a row's name: other rows are left out."""


@dataclass(frozen=True, slots=True)
class Result:
    """One server's figures."""

    server: str
    """Its name and version, and how it was run."""
    rows: tuple[Measurement, ...]
    idle: Memory | None = None
    """Before the first request."""
    loaded: Memory | None = None
    """After the last."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """What became of the posts, the warm-up's too."""
    rules: dict[str, int] = field(default_factory=dict)
    """The rules by which posts were held or declined."""
    checked: int = 0
    """Acknowledged posts that were looked for in the store after the server was killed."""
    wrong: tuple[str, ...] = ()
    """Those that did not stand there as acknowledged."""
