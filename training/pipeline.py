"""The stages of the training in their order; `python -m training` runs them."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from rejoinder.engine import Judge, model_files
from rejoinder.engine.cascade import Cascade
from rejoinder.engine.encoder import (
    EMBEDDING_WIDTH,
    Encoder,
    LowerEmbedder,
    UpperEmbedder,
)
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.topic import TopicModel
from training.calibration import cascade
from training.calibration.saliency import UNFITTED, fit_saliency, token_log_odds
from training.calibration.span_threshold import best_span_threshold
from training.config import (
    FURTHER,
    FURTHER_DISTILLATION,
    LOWER_LAYERS,
    SPANS,
    STUDENT,
    STUDENT_LAYERS,
    TAUGHT_AGAIN,
    TEACHER,
    RunConfig,
    TrainingConfig,
)
from training.data.debates import newspaper_debates
from training.data.folds import HELD_OUT
from training.data.sources import read_all
from training.dataset import Dataset, build_dataset
from training.measures.figures import measure_model
from training.measures.kinds import kind_figures
from training.measures.misses import misses
from training.measures.newsroom import newsroom_figures
from training.measures.own_topics import demo_articles, own_topic_figures, own_topics
from training.measures.readings import reading_figures
from training.networks import distillation, vocabulary
from training.networks.answers import Answers, ask_network, sentence_embeddings
from training.networks.arithmetic import sixteen_bits_pay
from training.networks.averaging import mean_of_weights
from training.networks.batches import load_tokenizer
from training.networks.encoder import load_minilm
from training.networks.export import export
from training.networks.mpnet import load_mpnet
from training.networks.multi_task import Student, Teacher
from training.networks.packaged import packaged_student
from training.networks.pairs import TokenPair, debate_pairs, reply_pairs, sentence_pairs
from training.networks.teacher_inputs import TeacherInputs, embedded_texts, teacher_inputs
from training.networks.train import train
from training.networks.training_set import TrainingSet, build_training_set
from training.packaging.model_card import write_card
from training.packaging.model_folder import ModelParts, write_model, write_sums
from training.topic.heads import fit_heads, on_topic_threshold

CARD = Path(__file__).parent.parent / "docs" / "model-card.md"
OWN_TOPICS = Path(__file__).parent.parent / "tests" / "data" / "on_topic"
KINDS = Path(__file__).parent.parent / "tests" / "data" / "judge_kinds"

Settings = dict[str, Any]
Result = TypeVar("Result")


def run_pipeline(run: RunConfig, out: Path) -> str:
    """Runs every stage that is not finished, and writes the model; gives its version."""
    published = cached(run, "published", lambda: read_all(run.data))
    dataset = cached(run, "dataset", lambda: build_dataset(published, run.seed))
    training_set = cached(
        run, "training-set", lambda: build_training_set(dataset, run.data, run.minilm, run.seed)
    )
    student = cached(run, "student", lambda: first_student(run, dataset, training_set))
    if run.further_minutes > 0:
        student = cached(run, "further", lambda: teach_further(run, dataset, training_set, student))
    tokens, token_settings = vocabulary.token_tensors(run.minilm, training_set.tokens)
    words = vocabulary.served_vocabulary(run.minilm, tokens, token_settings)
    tokens["marked"] = token_log_odds(run.data, words, len(tokens["vectors"]))
    tokenizer = vocabulary.tokenizer_file(run.minilm)
    parts = ModelParts(tokens, export(student), tokenizer)
    config = fit_config(run, dataset, parts, token_settings)
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


def first_student(run: RunConfig, dataset: Dataset, training_set: TrainingSet) -> Student:
    """Gives the packaged student that was named, or teaches a teacher and a student of its own."""
    mpnet = run.mpnet
    if mpnet is None:
        return new_student(run)
    teacher = cached(run, "teacher", lambda: train_teacher(run, mpnet, dataset, training_set))
    return train_student(run, mpnet, dataset, training_set, teacher)


def new_student(run: RunConfig) -> Student:
    """Gives what the student begins at: the packaged one that was named, or MiniLM's layers."""
    encoder = load_minilm(run.minilm, STUDENT_LAYERS)
    if run.packaged is None:
        return Student(encoder, LOWER_LAYERS)
    return packaged_student(model_files.load(run.packaged).network, encoder, LOWER_LAYERS)


def train_teacher(
    run: RunConfig, mpnet: Path, dataset: Dataset, training_set: TrainingSet
) -> Teacher:
    """Teaches MPNet the labels, going on from its checkpoint if there is one."""
    torch.manual_seed(run.seed)
    model = Teacher(load_mpnet(mpnet), len(dataset.names))
    model.to(device())
    config = on_this_machine(TEACHER, run.seed, run.minutes)
    train(model, training_set, config, run.work / "teacher.pt")
    model.to("cpu")
    return model


def train_student(
    run: RunConfig, mpnet: Path, dataset: Dataset, training_set: TrainingSet, teacher: Teacher
) -> Student:
    """Teaches some layers of MiniLM what the teacher answers, and where MPNet points.

    A packaged student that was named begins where it is, but where it points is aimed anew: a
    run's directions are its own.
    """
    tokenizer = load_tokenizer(run.minilm)
    inputs = teacher_inputs(training_set, dataset, tokenizer, run.seed)
    answers = cached(
        run,
        "answers",
        lambda: ask_network(teacher.to(device()), inputs.tokens, "Asking the teacher"),
    )
    embeddings = cached(run, "embeddings", lambda: embedding_targets(run, mpnet, dataset, inputs))
    training_set.pairs = cached(run, "pairs", lambda: text_pairs(run, dataset))
    lessons = distillation.student_set(inputs, answers, training_set, embeddings, run.seed)
    torch.manual_seed(run.seed)
    model = new_student(run)
    model.to(device())
    distillation.aim_embeddings(model, lessons)
    learning = STUDENT if run.packaged is None else TAUGHT_AGAIN
    config = on_this_machine(learning, run.seed, run.student_minutes)
    train(model, lessons, config, run.work / "student.pt")
    model.to("cpu")
    return model


def teach_further(
    run: RunConfig, dataset: Dataset, training_set: TrainingSet, student: Student
) -> Student:
    """Teaches the student our own sentences once more, and what it answered to all others.

    Each round begins at the student and meets the texts in another order. What comes out is the
    mean of the student and what the rounds came to, which keeps the most of what it knew.
    """
    inputs = teacher_inputs(training_set, dataset, load_tokenizer(run.minilm), run.seed)
    answers = cached(
        run,
        "own-answers",
        lambda: ask_network(
            student.to(device()), inputs.tokens, "Asking the student", inputs.begins, pointing=True
        ),
    )
    rounds: list[Student] = []
    for number in range(1, run.further_rounds + 1):
        begun = copy.deepcopy(student)
        learn = partial(learn_round, run, number, begun, inputs, answers, training_set)
        rounds.append(cached(run, f"further-{number}", learn))
    return mean_of_weights([student, *rounds])


def learn_round(
    run: RunConfig,
    number: int,
    student: Student,
    inputs: TeacherInputs,
    answers: Answers,
    training_set: TrainingSet,
) -> Student:
    """Teaches the student in place, going on from the round's checkpoint if there is one."""
    seed = run.seed + number - 1
    lessons = distillation.student_set(
        inputs, answers, training_set, answers.embeddings, seed, FURTHER_DISTILLATION
    )
    lessons.pairs = []  # where it points it keeps
    torch.manual_seed(seed)
    config = on_this_machine(FURTHER, seed, run.further_minutes)
    train(student.to(device()), lessons, config, run.work / f"further-{number}.pt")
    student.to("cpu")
    return student


def embedding_targets(
    run: RunConfig, mpnet: Path, dataset: Dataset, inputs: TeacherInputs
) -> dict[int, NDArray[np.float16]]:
    """Gives where MPNet as published points, by the number of the text, for those most alike."""
    rows = embedded_texts(inputs, dataset)
    kind = torch.bfloat16 if sixteen_bits_pay(device()) else torch.float32
    encoder = load_mpnet(mpnet).to(device(), kind)
    texts = [inputs.tokens[row] for row in rows]
    whole = sentence_embeddings(encoder, texts, "Asking MPNet")
    smaller = distillation.reduced(whole, EMBEDDING_WIDTH).astype(np.float16)
    return dict(zip(rows, smaller, strict=True))


def text_pairs(run: RunConfig, dataset: Dataset) -> list[list[TokenPair]]:
    """Gives texts that belong together, a list for each kind."""
    draw, tokenizer = np.random.default_rng(run.seed), load_tokenizer(run.minilm)
    learned = ~np.isin(dataset.folds, HELD_OUT)
    return [
        reply_pairs(run.data, tokenizer, draw),
        sentence_pairs(dataset, learned, tokenizer, draw),
        debate_pairs(run.data, tokenizer, run.minilm),
    ]


def device() -> torch.device:
    """Gives the graphics card if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def on_this_machine(config: TrainingConfig, seed: int, minutes: float) -> TrainingConfig:
    """Gives the same for one run, in sixteen bits only where that takes less time."""
    sixteen = config.bfloat16 and sixteen_bits_pay(device())
    return replace(config, seed=seed, minutes=minutes, bfloat16=sixteen)


def fit_config(
    run: RunConfig, dataset: Dataset, parts: ModelParts, token_settings: Settings
) -> Settings:
    """Calibrates both exits and fits the heads for the subject; gives the model's config."""
    words = vocabulary.served_vocabulary(run.minilm, parts.tokens, token_settings)
    encoder = Encoder(parts.network, words)
    rows = cascade.calibration_rows(dataset, run.seed)
    scores = cached(run, "exit-scores", lambda: cascade.score_exits(encoder, words, dataset, rows))
    debates = newspaper_debates(run.data)

    def with_heads(heads: Settings) -> TopicModel:
        return TopicModel(heads, words, LowerEmbedder(encoder), UpperEmbedder(encoder))

    topic = fit_heads(with_heads, words, debates, run.seed)
    fitted = with_heads(topic)
    return {
        "attributes": list(ATTRIBUTES),
        "tokens": token_settings,
        "calibration": cascade.calibrate(scores, dataset),
        "topic": topic,
        "topic_doubt": on_topic_threshold(fitted, words, debates),
        "saliency": UNFITTED,
        "span_threshold": SPANS.thresholds[0],
    }


def package_model(
    run: RunConfig, out: Path, dataset: Dataset, parts: ModelParts, config: Settings
) -> str:
    """Writes the model's folder and card, fitting which words are shown; gives its version."""
    write_model(out, parts, config)
    served = Cascade(model_files.load(out))
    config["saliency"] = fit_saliency(served, parts.tokens["marked"], run.data)
    write_model(out, parts, config)
    config["span_threshold"] = best_span_threshold(Judge.load(out), run.data)
    version = write_model(out, parts, config)
    judge = Judge.load(out)
    figures = measure_model(judge, dataset, run.data, run.seed)
    own = own_topic_figures(judge, own_topics(OWN_TOPICS), demo_articles())
    figures |= {f"own on-topic set, {name}": round(value, 4) for name, value in own.items()}
    held_back = kind_figures(judge, KINDS) | newsroom_figures(judge)
    figures |= {name: round(value, 4) for name, value in held_back.items()}
    print(json.dumps(figures, indent=1))
    readings = reading_figures(judge, model_files.load(out), dataset, run.seed)
    write_card(out, CARD, version, figures, misses(judge, dataset), readings)
    write_sums(out)
    return version
