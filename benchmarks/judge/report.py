"""The judge's table: what was measured, how many times better than MiniLM, and the marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.judge.fresh import Start
from benchmarks.judge.measure import Batches, Round

# The marks were set where MiniLM needs 8 ms for a comment. Elsewhere they move with it, so that
# what is held is the ratio and not the machine.
_MINILM_P50 = 0.008
_P50, _P99 = 0.0015, 0.004
_BATCH_TIMES = 6.0
_WEIGHTS, _LOAD, _MEMORY = 32e6, 0.5, 150e6


@dataclass(frozen=True, slots=True)
class Target:
    """What should be reached, in the units of its line."""

    limit: float
    at_least: bool = False
    """Otherwise it is the most that the judge may take."""

    def met(self, value: float) -> bool:
        """Whether a value reaches it."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; None where there is nothing to tell."""

    what: str
    judge: float
    minilm: float | None = None
    times: float | None = None
    """How many times better the judge is: over 1 is to its credit."""
    target: Target | None = None
    compared: float | None = None
    """What the target is held against, where that is not the judge's own figure."""
    digits: int = 2

    @property
    def met(self) -> bool | None:
        """Whether the target was reached; None without one."""
        value = self.judge if self.compared is None else self.compared
        return None if self.target is None else self.target.met(value)

    def as_dict(self) -> dict[str, object]:
        """For the JSON file, in the units of its name."""
        return {
            "what": self.what,
            "judge": self.judge,
            "minilm": self.minilm,
            "times": self.times,
            "mark": None if self.target is None else self.target.limit,
            "met": self.met,
        }


def latency_lines(rounds: Sequence[Round], new_article: float) -> list[Line]:
    """One comment at a time: medians over the rounds, and of the ratios within each."""
    minilm_p50 = median(each.minilm.p50 for each in rounds)
    slower = minilm_p50 / _MINILM_P50
    names = ("p50", "p99", "cpu")
    targets = {"p50": Target(_P50 * slower * 1000), "p99": Target(_P99 * slower * 1000)}
    return [
        *(
            Line(
                f"one comment, {'CPU' if name == 'cpu' else name} ms",
                median(getattr(each.judge, name) for each in rounds) * 1000,
                median(getattr(each.minilm, name) for each in rounds) * 1000,
                median(getattr(each.minilm, name) / getattr(each.judge, name) for each in rounds),
                targets.get(name),
            )
            for name in names
        ),
        Line("one comment, article not seen before, p50 ms", new_article * 1000),
    ]


def batch_line(batches: Batches) -> Line:
    """All comments at once."""
    pairs = zip(batches.judge, batches.minilm, strict=True)
    times = median(judge / minilm for judge, minilm in pairs)
    return Line(
        "batches on two threads, comments a second",
        median(batches.judge),
        median(batches.minilm),
        times,
        Target(_BATCH_TIMES, at_least=True),
        compared=times,
        digits=0,
    )


def size_lines(weights: int, minilm: int, start: Start) -> list[Line]:
    """Bytes on the disk and in memory, and the time until a process can answer."""
    together = start.importing + start.loading + start.first
    lines = [
        Line("weights, MB", weights / 1e6, minilm / 1e6, target=Target(_WEIGHTS / 1e6), digits=1),
        Line("Judge.load() in a fresh process, s", start.loading, target=Target(_LOAD)),
        Line("importing it before, s", start.importing),
        Line("importing, loading and the first comment, s", together),
    ]
    if start.judged:
        lines += [
            Line("resident memory after loading, MB", start.loaded / 1e6, digits=0),
            Line(
                "resident memory after judging, MB",
                start.judged / 1e6,
                target=Target(_MEMORY / 1e6),
                digits=0,
            ),
        ]
    return lines


def table(lines: Sequence[Line]) -> list[str]:
    """The lines in columns."""
    cells = [("what", "judge", "MiniLM", "times", "mark"), *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    rows = [
        "  ".join(
            text.rjust(width) if column else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return [rows[0], "-" * max(map(len, rows)), *rows[1:]]


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.what,
        f"{line.judge:,.{line.digits}f}",
        "" if line.minilm is None else f"{line.minilm:,.{line.digits}f}",
        "" if line.times is None else f"{line.times:,.1f}",
        _verdict(line),
    )


def _verdict(line: Line) -> str:
    if line.target is None:
        return ""
    limit = f"{line.target.limit:.2f}".rstrip("0").rstrip(".")
    side = f"{limit} times" if line.target.at_least else f"at most {limit}"
    return f"{side} {'met' if line.met else 'SHORT'}"
