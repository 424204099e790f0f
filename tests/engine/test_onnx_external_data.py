"""A classifier's network may keep its weights beside it, and reads no other file."""

from pathlib import Path

import pytest

from rejoinder.engine.external_classifier import ExternalClassifier
from rejoinder.engine.model import ModelError
from tests.support import tiny_networks as tiny
from tests.support.tiny_networks import classifier, network, save


def test_a_network_may_keep_its_weights_beside_it(tmp_path: Path) -> None:
    folder = classifier(tmp_path / "real", "rude", "kind")
    expected = ExternalClassifier.load(folder)("fool")
    made = network(2)
    (folder / "weights").write_bytes(tiny.keep_outside(made.graph.initializer[0], "weights"))
    save(folder, made)
    assert ExternalClassifier.load(folder)("fool") == expected
    (tmp_path / "current").symlink_to("real")
    assert ExternalClassifier.load(tmp_path / "current")("fool") == expected
    (folder / "weights").rename(tmp_path / "weights")
    (folder / "weights").symlink_to("../weights")
    with pytest.raises(ModelError, match="wants to read files from elsewhere"):
        ExternalClassifier.load(folder)


@pytest.mark.parametrize(
    "location", ["../far", "/far", "near/far", "..\\far", "C:far", "..", ".", "", "a\0b"]
)
def test_a_network_reads_no_file_from_elsewhere(tmp_path: Path, location: str) -> None:
    folder = classifier(tmp_path, "rude", "kind")
    save(folder, tiny.reaching("initializer", location))
    with pytest.raises(ModelError, match="wants to read files from elsewhere"):
        ExternalClassifier.load(folder)


@pytest.mark.parametrize("place", tiny.PLACES)
def test_no_tensor_of_a_network_reads_from_elsewhere(tmp_path: Path, place: str) -> None:
    folder = classifier(tmp_path, "rude", "kind")
    save(folder, tiny.reaching(place, "../far"))
    with pytest.raises(ModelError, match="wants to read files from elsewhere"):
        ExternalClassifier.load(folder)


def test_a_linked_network_is_read_if_it_is_whole(tmp_path: Path) -> None:
    folder = classifier(tmp_path / "snapshot", "rude", "kind")
    expected = ExternalClassifier.load(folder)("fool")
    (folder / "model.onnx").rename(tmp_path / "blob")
    (folder / "model.onnx").symlink_to("../blob")
    assert ExternalClassifier.load(folder)("fool") == expected
    (tmp_path / "blob").write_bytes(tiny.reaching("initializer", "far").SerializeToString())
    with pytest.raises(ModelError, match="wants to read files from elsewhere"):
        ExternalClassifier.load(folder)
