"""What a source of texts does is seen by leaving it out."""

import os

import numpy as np
import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

from training.data.sources import REPORTED_FLOOR
from training.measures.ablation import (
    Texts,
    left_out_sources,
    logits_without,
    measure,
)
from training.measures.markdown import as_table

# Of each source.
COUNT = 200


def _texts() -> Texts:
    """Texts of two numbers: the first is toxicity; `gab` says the reverse of it."""
    draw = np.random.default_rng(3)
    fitted = ["toxic_spans", "newspaper", "jigsaw", "gab", "templates", "written_fair"]
    measured = ["toxic_spans", "newspaper", "jigsaw", "hatemoji", "passages"]
    sources = np.repeat([*fitted, *measured], COUNT)
    toxic = draw.random(len(sources)) < 0.5
    toxic &= sources != "newspaper"
    held_out = np.arange(len(sources)) >= COUNT * len(fitted)
    shown = np.where(sources == "gab", ~toxic, toxic)
    embeddings = np.column_stack((shown, np.zeros(len(sources))))
    embeddings += draw.normal(scale=0.6, size=embeddings.shape)
    labels = np.where(sources == "toxic_spans", np.where(toxic, 1.0, REPORTED_FLOOR), toxic)
    weights = np.where(sources == "gab", 4.0, 1.0)
    return Texts(embeddings, labels, weights, sources, held_out)


def test_without_the_source_that_misleads_everything_is_better() -> None:
    texts = _texts()
    with_all = measure(texts, logits_without(texts, frozenset()))
    without_gab = measure(texts, logits_without(texts, frozenset(("gab",))))
    assert set(with_all) >= {"most / nobody", "most / civil", "all, stopped", "jigsaw"}
    for name, figure in without_gab.items():
        assert figure > with_all[name] or figure == pytest.approx(1), name


def test_sources_are_left_out_by_kind_and_alone_and_none_that_is_not_there() -> None:
    left_out = left_out_sources(_texts())
    assert left_out["nothing"] == frozenset()
    assert "written_fair" in left_out["our written sentences"]
    assert left_out["all but news"] == {"jigsaw", "gab", "templates", "written_fair"}
    assert left_out["gab"] == {"gab"}
    assert "edos" not in left_out


def test_the_table_has_a_line_for_each_and_no_noughts() -> None:
    table = as_table({"nothing": {"jigsaw": 0.5}, "gab": {"jigsaw": 0.9123}}, "left out")
    assert table.splitlines()[0] == "| left out | jigsaw |"
    assert table.splitlines()[2:] == ["| nothing | .500 |", "| gab | .912 |"]
