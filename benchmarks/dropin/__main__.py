"""`python -m benchmarks.dropin`: the command behind `make bench-dropin`."""

import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks import report
from benchmarks.dropin.calls import WORDS, analyze_task
from benchmarks.http_client import ServerAddress, ask_once
from benchmarks.machine import memory_of
from benchmarks.measurements import Say, quietest
from benchmarks.reads import WrongAnswer
from benchmarks.result import LoadConfig, Result
from benchmarks.server import NotReady, free_port, serving
from rejoinder import __version__


@click.command()
@click.option("--seconds", default=6.0, show_default=True, type=click.FloatRange(1, 60))
@click.option("--connections", default=16, show_default=True, type=click.IntRange(1, 256))
@click.option("--workers", default=(1, 2), show_default=True, multiple=True, type=int)
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the figures here.",
)
def main(seconds: float, connections: int, workers: tuple[int, ...], file: Path | None) -> None:
    """Measure `rejoinder judge-server` as Perspective's callers use it."""
    at, config = datetime.now(UTC), LoadConfig(seconds=seconds, connections=connections)
    begun = time.monotonic()

    def say(what: str) -> None:
        click.echo(f"{time.monotonic() - begun:5.0f} s  {what}", err=True)

    try:
        results = [measure(number, config, say) for number in workers]
    except (NotReady, WrongAnswer) as failure:
        raise SystemExit(f"benchmarks: {failure}") from failure
    lines = [*report.heading(config, at), f"Texts of {WORDS} words, each another, no article."]
    for result in results:
        lines += ["", result.server, *report.table(result.rows), *report.summary(result)]
    click.echo("\n".join(lines))
    if file is not None:
        payload = report.as_dict(results, config, at)
        file.write_text(json.dumps(payload, indent=2) + "\n", encoding="utf-8")


def measure(workers: int, config: LoadConfig, say: Say) -> Result:
    """Starts a judge server with so many workers and measures its row."""
    address = ServerAddress(free_port())
    command = [sys.executable, "-m", "rejoinder", "judge-server", "--open"]
    command += ["--port", str(address.port), "--workers", str(workers)]
    # All calls come with one key.
    environment = {"REJOINDER_DROPIN_PER_MINUTE": "0"}
    with tempfile.TemporaryDirectory(prefix="rejoinder-bench-") as folder:
        log = Path(folder) / "server.log"
        with serving(command, address, environment, log, ready="/healthz") as server:
            model = asyncio.run(ask_once(address, address.get("/healthz"))).json()["judge"]
            idle = memory_of(server.process.pid)
            say(f"judge-server with {workers} worker{'s' if workers > 1 else ''}")
            row = quietest(analyze_task(address, config), server.process.pid, say)
            loaded = memory_of(server.process.pid)
    name = f"Rejoinder {__version__}, judge-server, {workers} worker{'s' if workers > 1 else ''}"
    return Result(f"{name}, judge {model or 'MISSING'}", (row,), idle=idle, loaded=loaded)


if __name__ == "__main__":
    main()
