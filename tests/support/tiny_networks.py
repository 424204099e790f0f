"""Makes tiny text classifiers in the layout of Hugging Face's folders, good ones and spoilt ones.

A network here looks each token up in a table with one column a label, and takes the mean.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WORDS = ("fool", "liar", "fair", "point")
VOCABULARY = (*MARKS, *WORDS, "SEP", "[", "]")

POSITIONS = 16
"""How many tokens the networks have a place for."""


Floats = NDArray[np.float32]


def table(labels: int) -> Floats:
    """What each token says for each label: the insults for the even, the rest against them."""
    rows = np.linspace(-2, 2, len(VOCABULARY) * labels, dtype=np.float32)
    rows = rows.reshape(len(VOCABULARY), labels)
    for word in ("fool", "liar"):
        rows[VOCABULARY.index(word)] = [9 if label % 2 == 0 else -9 for label in range(labels)]
    return rows


def network(
    labels: int,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    kind: int = TensorProto.INT64,
    output: str = "logits",
    answer: int = TensorProto.FLOAT,
    rows: Floats | None = None,
) -> ModelProto:
    """The mean of the tokens' rows; every input has a hand in it, and places end at POSITIONS."""
    node = helper.make_node
    one = helper.make_tensor("filler", TensorProto.INT64, [1], [1])
    nodes = [
        node("Cast", [inputs[0]], ["ids"], to=TensorProto.INT64),
        node("Gather", ["table", "ids"], ["rows"]),
        node("Shape", ["ids"], ["shape"]),
        node("ConstantOfShape", ["shape"], ["ones"], value=one),
        node("CumSum", ["ones", "along"], ["counted"]),
        node("Sub", ["counted", "along"], ["at"]),
        node("Gather", ["places", "at"], ["placed"]),
        node("Add", ["rows", "placed"], ["sum0"]),
    ]
    for place, name in enumerate(inputs[1:]):  # added as it is: a wrong mask would show
        nodes += [
            node("Cast", [name], [f"{name}_cast"], to=TensorProto.FLOAT),
            node("Unsqueeze", [f"{name}_cast", "last"], [f"{name}_wide"]),
            node("Add", [f"sum{place}", f"{name}_wide"], [f"sum{place + 1}"]),
        ]
    nodes += [
        node("ReduceMean", [f"sum{len(inputs) - 1}"], ["mean"], axes=[1], keepdims=0),
        node("MatMul", ["mean", "head"], ["sure"]),
        node("Cast", ["sure"], [output], to=answer),
    ]
    tensors = _tensors(table(labels) if rows is None else rows)
    asked = [helper.make_tensor_value_info(name, kind, ["b", "n"]) for name in inputs]
    given = helper.make_tensor_value_info(output, answer, ["b", labels])
    return model(helper.make_graph(nodes, "classifier", asked, [given], tensors))


def _tensors(rows: Floats) -> list[TensorProto]:
    labels = rows.shape[1]
    return [
        numpy_helper.from_array(rows, "table"),
        numpy_helper.from_array(np.zeros((POSITIONS, labels), dtype=np.float32), "places"),
        numpy_helper.from_array(np.eye(labels, dtype=np.float32), "head"),
        numpy_helper.from_array(np.array(1, dtype=np.int64), "along"),
        numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
    ]


def model(graph: GraphProto) -> ModelProto:
    """A graph in a version of the format that every runtime reads."""
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def keep_outside(tensor: TensorProto, location: str) -> bytes:
    """Have a tensor's numbers lie in another file; gives what belongs in it."""
    raw = tensor.raw_data
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", "0"), ("length", str(len(raw)))):
        tensor.external_data.add(key=key, value=value)
    return raw


PLACES = ("initializer", "sparse", "constant", "constants", "branch", "function", "training")
"""Where in a network a tensor may stand."""


def reaching(place: str, location: str) -> ModelProto:
    """A network with one more tensor at this place, whose numbers lie in another file."""
    made = network(2)
    far = numpy_helper.from_array(np.zeros(2, dtype=np.float32), "far")
    keep_outside(far, location)
    inner = helper.make_graph([helper.make_node("Constant", [], ["c"], value=far)], "inner", [], [])
    if place == "initializer":
        made.graph.initializer.append(far)
    elif place == "sparse":
        made.graph.sparse_initializer.add().values.CopyFrom(far)
    elif place == "constant":
        made.graph.node.extend(inner.node)
    elif place == "constants":
        made.graph.node.append(helper.make_node("Odd", [], ["c"], values=[far], domain="odd"))
    elif place == "branch":
        made.graph.node.append(helper.make_node("If", ["along"], ["c"], then_branch=inner))
    elif place == "function":
        made.functions.add(name="odd", domain="odd").node.extend(inner.node)
    else:
        made.training_info.add().initialization.CopyFrom(inner)
    return made


def tokenizer(marks: bool = True) -> Tokenizer:
    """One token a word of the vocabulary, between two marks if so wished."""
    made = Tokenizer(
        WordLevel({word: place for place, word in enumerate(VOCABULARY)}, unk_token="[UNK]")
    )
    made.pre_tokenizer = Whitespace()
    made.add_special_tokens(list(MARKS))
    if marks:
        made.post_processor = TemplateProcessing(
            single="[CLS] $A [SEP]",
            special_tokens=[(mark, VOCABULARY.index(mark)) for mark in ("[CLS]", "[SEP]")],
        )
    return made


def config(*labels: str, **others: object) -> str:
    """The settings of a classifier with these labels."""
    named = {str(place): label for place, label in enumerate(labels)}
    return json.dumps({"id2label": named, "max_position_embeddings": POSITIONS, **others})


def classifier(folder: Path, *labels: str, **others: object) -> Path:
    """A whole folder that works; without more, the labels are one choice among several."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(config(*labels, **others), "utf-8")
    (folder / "tokenizer.json").write_text(tokenizer().to_str(), "utf-8")
    save(folder, network(len(labels)))
    return folder


def save(folder: Path, made: ModelProto) -> None:
    """Put another network in the folder's place for it."""
    (folder / "model.onnx").write_bytes(made.SerializeToString())
