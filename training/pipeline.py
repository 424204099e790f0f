"""The stages of the training in their order; `python -m training` runs them."""

from __future__ import annotations

import json
import pickle
import sys
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
from training.calibration import cascade
from training.data.debates import newspaper_debates
from training.dataset import Dataset, load_dataset
from training.measures import own_topics, spans
from training.measures.figures import measure_model
from training.measures.misses import misses
from training.networks import distillation, vocabulary
from training.networks.encoder import load_minilm
from training.networks.export import export
from training.networks.multi_task import MultiTaskEncoder
from training.networks.train import TrainingConfig, TrainingSet, train
from training.networks.training_set import build_training_set
from training.ngrams.train import train_ngrams
from training.packaging import model_card, model_folder
from training.topic import heads

CARD = Path(__file__).parent.parent / "docs" / "model-card.md"
OWN_TOPICS = Path(__file__).parent.parent / "tests" / "data" / "on_topic"

Settings = dict[str, Any]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What one run learns from, and where it stores what it has finished."""

    data: Path
    """Folder of the labelled sets."""
    minilm: Path
    """Folder with all-MiniLM-L6-v2's model.safetensors, config.json and tokenizer.json."""
    work: Path
    """Folder of finished stages and checkpoints."""
    seed: int
    minutes: float
    """How long the larger network learns at most."""

    def cached(self, stage: str, compute: Callable[[], Result]) -> Result:
        """Gives what an earlier run stored of a stage, or computes and stores it."""
        path = self.work / f"{stage}.pickle"
        if path.is_file():
            sys.stderr.write(f"Taking {stage} from {self.work}\n")
            stored: Result = pickle.loads(path.read_bytes())  # noqa: S301 - this very run's own
            return stored
        result = compute()
        path.write_bytes(pickle.dumps(result))
        return result


def run_pipeline(run: RunConfig, out: Path) -> str:
    """Runs every stage that is not finished, and writes the model; gives its version."""
    dataset = run.cached("dataset", lambda: load_dataset(run.data, run.seed))
    debates = newspaper_debates(run.data)
    ngrams, settings = run.cached("ngrams", lambda: train_ngrams(dataset))
    training_set = run.cached(
        "training-set", lambda: build_training_set(dataset, run.data, run.minilm, run.seed)
    )
    table, steps = vocabulary.pieces(run.minilm, training_set.pieces)
    networks = train_networks(run, dataset, training_set)
    words = vocabulary.vocabulary(run.minilm, table, steps)
    small, large = (Encoder(network, words, "") for network in networks)
    first = AbuseModel(ngrams, settings, ATTRIBUTES)
    rows = cascade.chosen(dataset, run.seed)
    seen = run.cached("seen", lambda: cascade.see(first, (small, large), words, dataset, rows))
    settings |= cascade.calibrate(seen, dataset)
    unfitted = TopicModel(heads.UNFITTED, words, small, large)
    topic = heads.fit_heads(unfitted, words, large, debates, run.seed)
    fitted = TopicModel(topic, words, small, large)
    config = {
        "attributes": list(ATTRIBUTES),
        "abuse": settings,
        "pieces": steps,
        "topic": topic,
        "doubt": {
            "pieces": cascade.SHORT,
            "abuse": cascade.doubt(settings, seen, dataset),
            "topic": heads.doubt(fitted, words, debates),
        },
        "spans": {"grams": spans.GRAMS, "least": spans.LEAST[0]},
    }
    tokenizer = vocabulary.tokenizer_file(run.minilm)
    parts = model_folder.Parts(ngrams, table, *networks, tokenizer)
    return package_model(run, out, dataset, parts, config)


def train_networks(
    run: RunConfig, dataset: Dataset, training_set: TrainingSet
) -> tuple[bytes, bytes]:
    """Trains the larger network and distils the smaller one; gives both as ONNX files.

    Either goes on from its checkpoint if there is one.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def teach() -> MultiTaskEncoder:
        torch.manual_seed(run.seed)
        model = MultiTaskEncoder(load_minilm(run.minilm), len(dataset.names))
        model.to(device)
        config = TrainingConfig(seed=run.seed, minutes=run.minutes)
        train(model, training_set, config, run.work / "large.pt")
        model.to("cpu")
        return model

    large = run.cached("large", teach)

    def distil() -> MultiTaskEncoder:
        texts = distillation.rows_of(training_set, dataset, run.seed)
        answers = run.cached(
            "answers", lambda: distillation.lessons_from(large, texts, training_set)
        )
        model = distillation.seeded(run.seed, large.encoder.words)
        model.to(device)
        train(model, answers, distillation.PACE, run.work / "small.pt")
        model.to("cpu")
        return model

    return export(run.cached("small", distil)), export(large)


def package_model(
    run: RunConfig, out: Path, dataset: Dataset, parts: model_folder.Parts, config: Settings
) -> str:
    """Writes the model's folder and card, choosing the spans' threshold; gives its version."""
    model_folder.write(out, parts, config)
    config["spans"]["least"] = spans.best_least(Judge.load(out), spans.calibrating(run.data))
    version = model_folder.write(out, parts, config)
    judge = Judge.load(out)
    figures = measure_model(judge, dataset, run.data, run.seed) | own_topic_figures(judge)
    print(json.dumps(figures, indent=1))
    model_card.write(out, CARD, version, figures, misses(judge, dataset))
    model_folder.write_sums(out)
    return version


def own_topic_figures(judge: Judge) -> dict[str, float]:
    """Gives how well our own comments under the demo newsroom's articles are told apart."""
    figures = own_topics.figures(
        judge, own_topics.own_topics(OWN_TOPICS), own_topics.demo_articles()
    )
    return {f"own on-topic set, {name}": round(value, 4) for name, value in figures.items()}
