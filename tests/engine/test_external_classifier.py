"""Somebody else's classifier, from a folder, answers any text; one that does not fit is refused."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from rejoinder.engine.external_classifier import NETWORKS, ExternalClassifier
from rejoinder.engine.model import ModelError
from tests.support import tiny_networks as tiny
from tests.support.tiny_networks import POSITIONS, VOCABULARY, classifier, network, save

MANY = "multi_label_classification"


def _logits(labels: int, *tokens: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """What the tiny network should say of these tokens: their rows' mean, and one for the mask."""
    rows = tiny.table(labels)[[VOCABULARY.index(token) for token in tokens]]
    return np.asarray(rows.mean(axis=0) + 1)


@pytest.fixture(scope="module")
def external(tmp_path_factory: pytest.TempPathFactory) -> ExternalClassifier:
    """One that measures two things, each for itself."""
    return ExternalClassifier.load(
        classifier(tmp_path_factory.mktemp("two"), "rude", "kind", problem_type=MANY)
    )


def test_each_of_many_labels_has_its_own_probability(external: ExternalClassifier) -> None:
    probabilities = external("fool liar")
    expected = 1 / (1 + np.exp(-_logits(2, "[CLS]", "fool", "liar", "[SEP]")))
    assert probabilities == pytest.approx(
        dict(zip(("rude", "kind"), expected, strict=True)), abs=1e-6
    )
    assert sum(probabilities.values()) != pytest.approx(1)
    assert external.labels == ("rude", "kind")


def test_one_choice_among_labels_adds_up_to_one(tmp_path: Path) -> None:
    probabilities = ExternalClassifier.load(classifier(tmp_path, "rude", "kind", "dull"))(
        "fool liar"
    )
    powers = np.exp(_logits(3, "[CLS]", "fool", "liar", "[SEP]"))
    expected = dict(zip(("rude", "kind", "dull"), powers / powers.sum(), strict=True))
    assert probabilities == pytest.approx(expected, abs=1e-6)


def test_a_single_number_is_a_probability_of_its_own(tmp_path: Path) -> None:
    probabilities = ExternalClassifier.load(classifier(tmp_path, "rude"))("fair")
    expected = 1 / (1 + np.exp(-_logits(1, "[CLS]", "fair", "[SEP]")[0]))
    assert probabilities == pytest.approx({"rude": expected}, abs=1e-6)


def test_labels_are_ordered_by_number_and_not_as_written(tmp_path: Path) -> None:
    names = [f"label {place}" for place in range(11)]
    folder = classifier(tmp_path, *names)
    config = json.loads((folder / "config.json").read_text())
    config["id2label"] = dict(sorted(config["id2label"].items()))  # "10" before "2"
    (folder / "config.json").write_text(json.dumps(config))
    assert list(ExternalClassifier.load(folder)("fool")) == names


@pytest.mark.parametrize(
    "inputs",
    [("input_ids",), ("input_ids", "token_type_ids"), (*tiny.INPUTS,)],
)
def test_a_network_gets_the_inputs_it_asks_for(tmp_path: Path, inputs: tuple[str, ...]) -> None:
    folder = classifier(tmp_path, "rude", "kind", problem_type=MANY)
    save(folder, network(2, inputs))
    logits = _logits(2, "[CLS]", "fair", "[SEP]") - ("attention_mask" not in inputs)
    expected = 1 / (1 + np.exp(-logits))
    assert list(ExternalClassifier.load(folder)("fair").values()) == pytest.approx(
        list(expected), abs=1e-6
    )


@pytest.mark.parametrize("place", NETWORKS)
def test_a_network_may_lie_where_exporters_put_it(tmp_path: Path, place: str) -> None:
    folder = classifier(tmp_path, "rude", "kind")
    expected = ExternalClassifier.load(folder)("fool")
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / "model.onnx").rename(folder / place)
    assert ExternalClassifier.load(folder)("fool") == expected


def test_the_answer_is_the_output_called_logits(tmp_path: Path) -> None:
    folder = classifier(tmp_path, "rude", "kind")
    expected = ExternalClassifier.load(folder)("fool")
    made = network(2)
    made.graph.output.insert(
        0, helper.make_tensor_value_info("sum0", TensorProto.FLOAT, ["b", "n", 2])
    )
    save(folder, made)
    assert ExternalClassifier.load(folder)("fool") == expected
    save(folder, network(2, output="answer"))
    assert ExternalClassifier.load(folder)("fool") == expected


def test_an_empty_text_has_an_answer_too(tmp_path: Path, external: ExternalClassifier) -> None:
    assert set(external("")) == {"rude", "kind"}
    folder = classifier(tmp_path, "rude", "kind", pad_token_id=1)
    (folder / "tokenizer.json").write_text(tiny.tokenizer(marks=False).to_str(), "utf-8")
    bare = ExternalClassifier.load(folder)
    assert bare("") == bare(" \n") == bare("[UNK]" * 0)
    assert bare("") == bare("unheard")  # token 1 stands for what it does not know, and for nothing


def test_of_a_long_text_the_beginning_is_read(external: ExternalClassifier) -> None:
    room = POSITIONS - 2
    full = external("fool " * room)
    assert external("fool " * 4_000) == full  # 20 kB
    assert external("fool " * room + "fair") == full
    assert external("fool " * (room - 1) + "fair") != full
    assert set(external("x" * 1_000_000)) == {"rude", "kind"}


@pytest.mark.parametrize("limit", [5, 5.0])
def test_the_tokenizers_limit_holds_too(tmp_path: Path, limit: float) -> None:
    folder = classifier(tmp_path, "rude", "kind")
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": limit}))
    shorter = ExternalClassifier.load(folder)
    assert shorter("fool fool fool") == shorter("fool fool fool fair")
    assert shorter("fool fool") != shorter("fool fool fair")


def test_a_tokenizer_without_a_limit_leaves_it_to_the_network(
    tmp_path: Path, external: ExternalClassifier
) -> None:
    folder = classifier(tmp_path, "rude", "kind", problem_type=MANY)
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 10**30}))
    assert ExternalClassifier.load(folder)("fool " * 99) == external("fool " * 99)


def test_the_settings_of_the_tokenizers_maker_change_nothing(
    tmp_path: Path, external: ExternalClassifier
) -> None:
    folder = classifier(tmp_path, "rude", "kind", problem_type=MANY)
    padded = tiny.tokenizer()
    padded.enable_padding(length=POSITIONS)
    padded.enable_truncation(3)
    (folder / "tokenizer.json").write_text(padded.to_str(), "utf-8")
    assert ExternalClassifier.load(folder)("fool liar") == external("fool liar")


def test_a_typed_mark_is_text(external: ExternalClassifier) -> None:
    logits = _logits(2, "[CLS]", "fair", "[", "SEP", "]", "[SEP]")
    expected = list(1 / (1 + np.exp(-logits)))
    assert list(external("fair [SEP]").values()) == pytest.approx(expected, abs=1e-6)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(st.characters() | st.sampled_from("\ud800\udfff\0 [")))
def test_every_text_has_probabilities_and_always_the_same(
    external: ExternalClassifier, text: str
) -> None:
    probabilities = external(text)
    assert all(0 <= value <= 1 for value in probabilities.values())
    assert external(text) == probabilities


def test_numbers_beyond_the_ordinary_stay_probabilities(tmp_path: Path) -> None:
    for kind in ("single_label_classification", MANY):
        folder = classifier(tmp_path, "rude", "kind", problem_type=kind)
        save(folder, network(2, rows=tiny.table(2) * np.float32(1e30)))
        assert ExternalClassifier.load(folder)("fool fool") == {"rude": 1.0, "kind": 0.0}


def test_threads_get_the_answers_that_each_would_get_alone(external: ExternalClassifier) -> None:
    texts = [" ".join(["fool", "fair", "liar", "point"][: n % 5]) * (n % 7) for n in range(200)]
    alone = [external(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(external, texts)) == alone


Spoiling = Callable[[Path], object]


def _without(name: str) -> Spoiling:
    return lambda folder: (folder / name).unlink()


def _rewrite(name: str, content: str | bytes) -> Spoiling:
    raw = content if isinstance(content, bytes) else content.encode()
    return lambda folder: (folder / name).write_bytes(raw)


def _config(**changed: object) -> Spoiling:
    return _rewrite("config.json", tiny.config("rude", "kind", **changed))


def _network(*inputs: str, **others: Any) -> Spoiling:
    return lambda folder: save(folder, network(2, inputs or tiny.INPUTS, **others))


WHOLE = network(2).SerializeToString()
ODD = network(2, output="ids").SerializeToString()  # two nodes make the same thing
NAN = np.float32("nan")

SPOILT: dict[str, tuple[Spoiling, str]] = {
    "no settings": (_without("config.json"), "config.json is missing"),
    "no tokenizer": (_without("tokenizer.json"), "tokenizer.json is mis"),
    "no network": (_without("model.onnx"), "model.onnx is missing"),
    "settings not JSON": (_rewrite("config.json", "{"), "config.json .* is not JSON"),
    "settings not text": (_rewrite("config.json", b"\xff"), "config.json .* is not JSON"),
    "settings a tower": (_rewrite("config.json", "[" * 99_999), "config.json .* is not JSON"),
    "settings a list": (_rewrite("config.json", "[]"), "holds no settings"),
    "no labels": (_rewrite("config.json", "{}"), "does not name its labels"),
    "labels a list": (_config(id2label=["rude", "kind"]), "does not name its labels"),
    "labels from one on": (_config(id2label={"1": "rude", "2": "kind"}), "not numbered from 0"),
    "labels of numbers": (_config(id2label={"0": 0, "1": 1}), "not numbered from 0"),
    "labels alike": (_config(id2label={"0": "rude", "1": "rude"}), "two labels the same name"),
    "too few labels": (_config(id2label={"0": "rude"}), "one number for each label"),
    "too many labels": (_rewrite("config.json", tiny.config(*"abc")), "one number for each"),
    "a length of words": (_config(max_position_embeddings="many"), "no count of tokens"),
    "a length below none": (_config(max_position_embeddings=-1), "no count of tokens"),
    "a length of marks": (_config(max_position_embeddings=2), "no room for a text"),
    "a length too long": (_config(max_position_embeddings=99), "cannot read a text"),
    "the tokenizer's settings not JSON": (
        _rewrite("tokenizer_config.json", "{"),
        "tokenizer_config.json .* is not JSON",
    ),
    "a tokenizer of noise": (_rewrite("tokenizer.json", "{}"), "tokenizer.json cannot be read"),
    "a tokenizer not text": (_rewrite("tokenizer.json", b"\xff"), "tokenizer.json cannot be read"),
    "more tokens than rows": (_network(rows=tiny.table(2)[:-1]), "cannot read a text"),
    "a network of noise": (_rewrite("model.onnx", b"noise" * 99), "model.onnx cannot be"),
    "a network of nothing": (_rewrite("model.onnx", b""), "model.onnx cannot be loaded"),
    "a network cut short": (_rewrite("model.onnx", WHOLE[:-40]), "model.onnx cannot be read"),
    "a network of another make": (_rewrite("model.onnx", ODD), "model.onnx cannot be loaded"),
    "a pointer instead": (_rewrite("model.onnx", "version https://git-lfs"), "cannot be read"),
    "a foreign input": (_network("input_ids", "position_ids"), "has: position_ids"),
    "inputs of another type": (_network(kind=TensorProto.INT32), "no text has: attention_mask"),
    "no tokens asked for": (_network("attention_mask"), "does not ask for a text's tokens"),
    "an answer in whole numbers": (_network(answer=TensorProto.INT64), "not answer in fractions"),
    "an answer that is no number": (_network(rows=tiny.table(2) * NAN), "beyond all bounds"),
}


@pytest.mark.parametrize("way", SPOILT)
def test_a_spoilt_classifier_is_refused(tmp_path: Path, way: str) -> None:
    spoil, sentence = SPOILT[way]
    folder = classifier(tmp_path, "rude", "kind")
    ExternalClassifier.load(folder)
    spoil(folder)
    with pytest.raises(ModelError, match=sentence) as refused:
        ExternalClassifier.load(folder)
    assert str(refused.value).endswith(".")
    assert str(folder) in str(refused.value)


def test_a_folder_that_is_not_there_holds_no_classifier(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no classifier in"):
        ExternalClassifier.load(tmp_path / "nowhere")
