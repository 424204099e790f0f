"""wrk as the source of reads, where it is installed: it costs less of the machine than we do."""

import re
import shutil
import subprocess

from benchmarks.figures import Figures
from benchmarks.http_client import ServerAddress

# wrk gives up on an answer after this; longer than any that a server worth measuring needs.
PATIENCE = 30
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
_PERCENTILE = re.compile(r"^\s*(50|99)%\s+([\d.]+)(us|ms|s|m)\s*$", re.MULTILINE)
_TOTAL = re.compile(r"^\s*(\d+) requests in ([\d.]+)(us|ms|s|m),", re.MULTILINE)
_REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
_SOCKET = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")


class UnreadableOutput(Exception):
    """wrk printed something else than its summary."""


def installed() -> str | None:
    """Where wrk is, or None."""
    return shutil.which("wrk")


def run(
    address: ServerAddress, path: str, *, encoding: str, connections: int, seconds: float
) -> Figures:
    """Reads `path` over and over from one thread.

    Raises:
        UnreadableOutput: it failed, or printed no summary.
    """
    done = subprocess.run(
        [
            *("wrk", "--threads", "1", "--latency", "--timeout", f"{PATIENCE}s"),
            *("--connections", str(connections), "--duration", f"{max(round(seconds), 1)}s"),
            *("--header", f"Accept-Encoding: {encoding}", address.address + path),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 2 * PATIENCE,
    )
    if done.returncode:
        raise UnreadableOutput(done.stderr.strip() or done.stdout.strip())
    return read_summary(done.stdout)


def read_summary(printed: str) -> Figures:
    """The figures in wrk's summary.

    Raises:
        UnreadableOutput: there are none.
    """
    total = _TOTAL.search(printed)
    if total is None:
        raise UnreadableOutput(printed)
    refused = _REFUSED.search(printed)
    socket = _SOCKET.search(printed)
    not_successful = int(refused[1]) if refused else 0
    times = {share: float(value) * _UNITS[unit] for share, value, unit in _percentiles(printed)}
    return Figures(
        requests=int(total[1]) - not_successful,
        seconds=float(total[2]) * _UNITS[total[3]],
        p50=times.get("50", float("nan")),
        p99=times.get("99", float("nan")),
        errors=not_successful + (sum(map(int, socket.groups())) if socket else 0),
    )


def _percentiles(printed: str) -> list[tuple[str, str, str]]:
    return [(match[1], match[2], match[3]) for match in _PERCENTILE.finditer(printed)]
