"""`python -m benchmarks`: the command behind `make bench`."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError

import click

from benchmarks import ours, report
from benchmarks.peers import isso
from benchmarks.press import print_press
from benchmarks.reads import WrongAnswer
from benchmarks.result import Effort, Result
from benchmarks.rows import Say
from benchmarks.server import NotReady
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
    effort = Effort(seconds=seconds, connections=connections, only=only)
    say = _say_since(time.monotonic())
    press = print_press()
    try:
        results = [ours.measure(press, effort, say)]
        if peer is not None:
            results.append(isso.measure(press, effort, say))
    except (NotReady, WrongAnswer, UnreadableOutput, CalledProcessError) as failure:
        raise SystemExit(f"benchmarks: {failure}") from failure
    _print(results, effort, at)
    if file is not None:
        told = report.as_dict(results, effort, at)
        file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if results[0].wrong:
        raise SystemExit("An acknowledged post is not in the store as its author was told.")


def _print(results: list[Result], effort: Effort, at: datetime) -> None:
    lines = report.heading(effort, at)
    for result in results:
        lines += ["", result.server, *report.table(result.rows), *report.summary(result)]
    for peer in results[1:]:
        lines += ["", *report.comparison(results[0], peer, "Isso")]
    click.echo("\n".join(lines))


def _say_since(begun: float) -> Say:
    def say(what: str) -> None:
        click.echo(f"{time.monotonic() - begun:5.0f} s  {what}", err=True)

    return say


if __name__ == "__main__":
    main()
