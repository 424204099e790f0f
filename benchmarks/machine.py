"""What else the machine did during a row, and how much memory a server holds, from /proc.

On systems without /proc everything here answers None, and the report says "unknown".
"""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """A line of the process table; ticks of CPU include those of children that it outlived."""

    pid: int
    parent: int
    ticks: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process and all its children hold, in bytes."""

    resident: int
    proportional: int
    """Resident, with pages that several processes share counted once."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The machine's CPU ticks so far."""

    busy: int
    total: int
    own: int

    @classmethod
    def now(cls) -> "Moment | None":
        """The counters as they stand; own are those of this process and all below it."""
        try:
            line = (PROC / "stat").read_text(encoding="ascii").splitlines()[0]
        except OSError:
            return None
        user, nice, system, idle, iowait, *rest = map(int, line.split()[1:])
        irq, softirq, steal = (*rest, 0, 0, 0)[:3]
        busy = user + nice + system + irq + softirq + steal
        own = sum(process.ticks for process in family(os.getpid()))
        return cls(busy, busy + idle + iowait, own)


def foreign_share(before: Moment | None, after: Moment | None) -> float | None:
    """The share (0 to 1, of all cores) that others took between the two; None where unknown.

    Others are all processes but ours and the servers we started, the hypervisor's other guests
    (steal) and interrupts that no process was charged with.
    """
    if before is None or after is None or after.total <= before.total:
        return None
    foreign = (after.busy - before.busy) - (after.own - before.own)
    return max(foreign, 0) / (after.total - before.total)


def family(root: int) -> list[Process]:
    """A process and everything below it."""
    processes = {process.pid: process for process in _processes()}
    members = {root}
    grown = True
    while grown:
        more = {each.pid for each in processes.values() if each.parent in members} - members
        members |= more
        grown = bool(more)
    return [processes[pid] for pid in members if pid in processes]


def memory_of(root: int) -> Memory | None:
    """What a server holds, with its workers; None where it cannot be known."""
    try:
        sizes = [_rollup(process.pid) for process in family(root)]
    except OSError:
        return None
    if not sizes:
        return None
    return Memory(sum(each["Rss"] for each in sizes), sum(each["Pss"] for each in sizes))


def describe() -> dict[str, object]:
    """The machine in words and numbers, for the head of the report."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _processes() -> list[Process]:
    processes = []
    for folder in PROC.glob("[0-9]*"):
        try:
            raw = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it ended while we looked
            continue
        # The name stands in brackets and may hold anything, brackets and spaces too.
        fields = raw.rpartition(")")[2].split()
        processes.append(Process(int(folder.name), int(fields[1]), sum(map(int, fields[11:15]))))
    return processes


def _rollup(pid: int) -> dict[str, int]:
    lines = (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {
        name: int(rest.split()[0]) * 1024 for name, _, rest in (x.partition(":") for x in lines)
    }


def _processor() -> str:
    try:
        lines = (PROC / "cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
