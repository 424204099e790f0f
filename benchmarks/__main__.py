"""`python -m benchmarks`: the command behind `make bench`."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError

import click

from benchmarks import rejoinder, report
from benchmarks.measurements import Say
from benchmarks.peers import isso
from benchmarks.reads import WrongAnswer
from benchmarks.result import LoadConfig, Result
from benchmarks.server import NotReady
from benchmarks.workload import build_workload
from benchmarks.wrk import UnreadableOutput


@click.command()
@click.option("--seconds", default=3.0, show_default=True, type=click.FloatRange(1, 60))
@click.option("--connections", default=16, show_default=True, type=click.IntRange(1, 256))
@click.option("--peer", type=click.Choice(["isso"]), help="Measure this server too.")
@click.option("--only", default="", metavar="TEXT", help="Only rows whose name holds this.")
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the figures here.",
)
def main(seconds: float, connections: int, peer: str | None, only: str, file: Path | None) -> None:
    """Measure the real server: reads, posts, both at once, memory."""
    at = datetime.now(UTC)
    config = LoadConfig(seconds=seconds, connections=connections, only=only)
    say = _say_since(time.monotonic())
    workload = build_workload()
    try:
        results = rejoinder.measure(workload, config, say)
        isso_result = None if peer is None else isso.measure(workload, config, say)
    except (NotReady, WrongAnswer, UnreadableOutput, CalledProcessError) as failure:
        raise SystemExit(f"benchmarks: {failure}") from failure
    _print(results, isso_result, config, at)
    if file is not None:
        everybody = [*results, *([isso_result] if isso_result else [])]
        payload = report.as_dict(everybody, config, at)
        file.write_text(json.dumps(payload, indent=2) + "\n", encoding="utf-8")
    if any(result.wrong for result in results):
        raise SystemExit("An acknowledged post is not in the store as its author was told.")


def _print(
    results: list[Result], isso_result: Result | None, config: LoadConfig, at: datetime
) -> None:
    lines = report.heading(config, at)
    for result in [*results, *([isso_result] if isso_result else [])]:
        lines += ["", result.server, *report.table(result.rows), *report.summary(result)]
    if isso_result is not None and results:
        lines += ["", *report.comparison(results[0], isso_result, "Isso")]
    click.echo("\n".join(lines))


def _say_since(begun: float) -> Say:
    def say(what: str) -> None:
        click.echo(f"{time.monotonic() - begun:5.0f} s  {what}", err=True)

    return say


if __name__ == "__main__":
    main()
