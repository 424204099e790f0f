"""The stages of the training in their order; `python -m training` runs them."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import torch

from rejoinder.engine import Judge
from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.model import MODEL_ATTRIBUTES
from rejoinder.engine.topic import TopicModel
from training.calibration import cascade
from training.calibration.escalation import abuse_thresholds
from training.calibration.span_threshold import best_span_threshold
from training.config import CASCADE, LARGE_NETWORK, SMALL_NETWORK, SPANS, RunConfig
from training.data.debates import newspaper_debates
from training.dataset import Dataset, load_dataset
from training.measures.figures import measure_model
from training.measures.misses import misses
from training.measures.own_topics import demo_articles, own_topic_figures, own_topics
from training.networks import distillation, vocabulary
from training.networks.encoder import load_minilm
from training.networks.export import export
from training.networks.multi_task import MultiTaskEncoder
from training.networks.train import train
from training.networks.training_set import TrainingSet, build_training_set
from training.ngrams.train import train_ngrams
from training.packaging.model_card import write_card
from training.packaging.model_folder import ModelParts, write_model, write_sums
from training.topic.heads import UNFITTED, fit_heads, on_topic_threshold

CARD = Path(__file__).parent.parent / "docs" / "model-card.md"
OWN_TOPICS = Path(__file__).parent.parent / "tests" / "data" / "on_topic"

Settings = dict[str, Any]
Result = TypeVar("Result")


def run_pipeline(run: RunConfig, out: Path) -> str:
    """Runs every stage that is not finished, and writes the model; gives its version."""
    dataset = cached(run, "dataset", lambda: load_dataset(run.data, run.seed))
    ngrams, settings = cached(run, "ngrams", lambda: train_ngrams(dataset))
    training_set = cached(
        run, "training-set", lambda: build_training_set(dataset, run.data, run.minilm, run.seed)
    )
    tokens, token_settings = vocabulary.token_tensors(run.minilm, training_set.tokens)
    networks = train_networks(run, dataset, training_set)
    tokenizer = vocabulary.tokenizer_file(run.minilm)
    parts = ModelParts(ngrams, tokens, *networks, tokenizer)
    config = fit_config(run, dataset, parts, settings, token_settings)
    return package_model(run, out, dataset, parts, config)


def cached(run: RunConfig, stage: str, compute: Callable[[], Result]) -> Result:
    """Gives what an earlier run stored of a stage, or computes and stores it."""
    path = run.work / f"{stage}.pickle"
    if path.is_file():
        sys.stderr.write(f"Taking {stage} from {run.work}\n")
        stored: Result = pickle.loads(path.read_bytes())  # noqa: S301 - our own, of this very run
        return stored
    result = compute()
    path.write_bytes(pickle.dumps(result))
    return result


def train_networks(
    run: RunConfig, dataset: Dataset, training_set: TrainingSet
) -> tuple[bytes, bytes]:
    """Trains the larger network and distils the smaller; gives the smaller's file, the larger's.

    Either goes on from its checkpoint if there is one.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def teach() -> MultiTaskEncoder:
        torch.manual_seed(run.seed)
        model = MultiTaskEncoder(load_minilm(run.minilm), len(dataset.names))
        model.to(device)
        config = replace(LARGE_NETWORK, seed=run.seed, minutes=run.minutes)
        train(model, training_set, config, run.work / "large.pt")
        model.to("cpu")
        return model

    large = cached(run, "large", teach)

    def distil() -> MultiTaskEncoder:
        texts = distillation.distillation_texts(training_set, dataset, run.seed)
        answers = cached(
            run, "answers", lambda: distillation.distillation_set(large, texts, training_set)
        )
        model = distillation.small_network(run.seed, large.encoder.token_embeddings)
        model.to(device)
        train(model, answers, SMALL_NETWORK, run.work / "small.pt")
        model.to("cpu")
        return model

    return export(cached(run, "small", distil)), export(large)


def fit_config(
    run: RunConfig,
    dataset: Dataset,
    parts: ModelParts,
    settings: Settings,
    token_settings: Settings,
) -> Settings:
    """Calibrates the cascade and fits the heads for the subject; gives the model's config."""
    words = vocabulary.served_vocabulary(run.minilm, parts.tokens, token_settings)
    first, second = (
        Encoder(network, words, "") for network in (parts.first_stage, parts.second_stage)
    )
    ngrams = AbuseModel(parts.ngrams, settings, MODEL_ATTRIBUTES)
    rows = cascade.calibration_rows(dataset, run.seed)
    scores = cached(
        run,
        "cascade-scores",
        lambda: cascade.score_cascade(ngrams, (first, second), words, dataset, rows),
    )
    settings = settings | cascade.calibrate(scores, dataset)
    debates = newspaper_debates(run.data)
    unfitted = TopicModel(UNFITTED, words, first, second)
    topic = fit_heads(unfitted, words, second, debates, run.seed)
    fitted = TopicModel(topic, words, first, second)
    return {
        "attributes": list(MODEL_ATTRIBUTES),
        "abuse": settings,
        "pieces": token_settings,
        "topic": topic,
        "doubt": {
            "pieces": CASCADE.short_tokens,
            "abuse": abuse_thresholds(settings, scores, dataset),
            "topic": on_topic_threshold(fitted, words, debates),
        },
        "spans": {"grams": SPANS.ngram_weight, "least": SPANS.thresholds[0]},
    }


def package_model(
    run: RunConfig, out: Path, dataset: Dataset, parts: ModelParts, config: Settings
) -> str:
    """Writes the model's folder and card, choosing the spans' threshold; gives its version."""
    write_model(out, parts, config)
    config["spans"]["least"] = best_span_threshold(Judge.load(out), run.data)
    version = write_model(out, parts, config)
    judge = Judge.load(out)
    figures = measure_model(judge, dataset, run.data, run.seed)
    own = own_topic_figures(judge, own_topics(OWN_TOPICS), demo_articles())
    figures |= {f"own on-topic set, {name}": round(value, 4) for name, value in own.items()}
    print(json.dumps(figures, indent=1))
    write_card(out, CARD, version, figures, misses(judge, dataset))
    write_sums(out)
    return version
