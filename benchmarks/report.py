"""The report: a plain table for people, and the same as JSON for programs."""

import math
from collections.abc import Sequence
from datetime import datetime

from benchmarks import machine
from benchmarks.machine import Memory
from benchmarks.measurements import Measurement
from benchmarks.reads import tool
from benchmarks.result import LARGE_THREAD, POST, SMALL_THREAD, LoadConfig, Result

# A reader's browser takes gzip; where a peer does not compress, both columns say so.
COMPARED = ((SMALL_THREAD, "gzip"), (LARGE_THREAD, "gzip"), (POST, ""))
HEADINGS = (
    *("what", "encoding", "bytes", "req/s", "p50 ms", "p99 ms", "cpu ms"),
    *("errors", "by", "others", "mark"),
)


def heading(config: LoadConfig, at: datetime) -> list[str]:
    """The machine, the moment and the conditions."""
    described = machine.describe()
    return [
        f"{at:%d %B %Y, %H:%M} UTC. {described['system']}, {described['cores']} cores"
        f" ({described['processor'] or 'processor unknown'}), Python {described['python']}.",
        f"{config.connections} connections on the loopback, load generator on the same cores.",
        "bytes: of one answer, head and body. cpu ms: of the server, an answer.",
        "others: the share of all cores that other processes, steal and interrupts took meanwhile;",
        "  * = measured twice because of it, and the quieter try is shown.",
        f"by: what sent the requests{'' if tool() == 'wrk' else ' (wrk is not installed)'}.",
    ]


def table(rows: Sequence[Measurement]) -> list[str]:
    """The rows in columns, each note below its row's."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(
            text.ljust(width) if column < 2 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    notes = [f"{row.name}: {row.note}" for row in rows if row.note]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:], *notes]


def summary(result: Result) -> list[str]:
    """Memory, what became of the posts, and whether each was found again."""
    lines = [f"Memory: {_memory(result.idle)} idle, {_memory(result.loaded)} after the run."]
    if result.checked:
        counts = ", ".join(f"{count:,} {status}" for status, count in result.outcomes.items())
        lines.append(f"Posts: {counts}{_rules(result)}.")
        lines.append(
            f"Killed with SIGKILL afterwards; of {result.checked:,} acknowledged posts"
            f" {result.checked - len(result.wrong):,} stand in the store with their decision."
        )
    return [*lines, *(f"WRONG: {each}" for each in result.wrong[:10])]


def comparison(ours: Result, peer: Result, name: str) -> list[str]:
    """How many times the peer's rate ours is, and how many times our CPU it needs, row by row."""
    lines = [f"{'what':<24}{'Rejoinder/s':>14}{f'{name}/s':>12}{'times':>10}{'times by cpu':>14}"]
    for what, encoding in COMPARED:
        mine, theirs = _find(ours, what, encoding), _find(peer, what, encoding)
        if mine is None or theirs is None:
            continue
        left, right = mine.figures.rate, theirs.figures.rate
        lines.append(
            f"{what:<24}{_number(left):>14}{_number(right):>12}{_times(left, right):>10}"
            f"{_times(theirs.cpu_each, mine.cpu_each):>14}"
        )
    return lines


def as_dict(results: Sequence[Result], config: LoadConfig, at: datetime) -> dict[str, object]:
    """Everything, for the JSON file."""
    return {
        "at": at.isoformat(timespec="seconds"),
        "machine": machine.describe(),
        "connections": config.connections,
        "seconds": config.seconds,
        "servers": [_result(result) for result in results],
    }


def _result(result: Result) -> dict[str, object]:
    return {
        "server": result.server,
        "rows": [row.as_dict() for row in result.rows],
        "memory_idle": _bytes(result.idle),
        "memory_loaded": _bytes(result.loaded),
        "posts": result.outcomes,
        "rules": result.rules,
        "posts_checked_after_kill": result.checked,
        "posts_wrong": list(result.wrong),
    }


def _cells(row: Measurement) -> tuple[str, ...]:
    figures = row.figures
    others = "unknown" if row.foreign is None else f"{row.foreign:.0%}"
    return (
        row.name,
        row.encoding,
        f"{row.wire_bytes:,}" if row.wire_bytes else "",
        _number(figures.rate),
        _milliseconds(figures.p50),
        _milliseconds(figures.p99),
        "-" if row.cpu_each is None else f"{row.cpu_each * 1000:.2f}",
        str(figures.errors),
        row.tool,
        others + ("*" if row.repeated else ""),
        "" if row.target is None else row.target.verdict(figures, row.cpu_each),
    )


def _rules(result: Result) -> str:
    if not result.rules:
        return ""
    return f" (by {', '.join(f'{rule} {count}' for rule, count in result.rules.items())})"


def _find(result: Result, name: str, encoding: str) -> Measurement | None:
    rows = (row for row in result.rows if row.name == name and row.encoding == encoding)
    return next(rows, None)


def _times(more: float | None, less: float | None) -> str:
    return f"{more / less:,.1f}" if more is not None and less else "-"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _milliseconds(seconds: float) -> str:
    return "-" if math.isnan(seconds) else f"{seconds * 1000:,.1f}"


def _memory(memory: Memory | None) -> str:
    if memory is None:
        return "unknown"
    shared_once, resident = memory.proportional / 2**20, memory.resident / 2**20
    return f"{shared_once:.0f} MiB (PSS; RSS {resident:.0f})"


def _bytes(memory: Memory | None) -> dict[str, int] | None:
    if memory is None:
        return None
    return {"resident": memory.resident, "proportional": memory.proportional}
