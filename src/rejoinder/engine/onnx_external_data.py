"""Which files an ONNX network would read beside itself, found without letting a runtime open it.

onnxruntime refuses files outside of the network's folder from 1.24.1 on; 1.23, which we still run
with, opens any file that the network names (both tried). Once 1.24.1 is the least that we ask for,
this module may go.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

# The way in ONNX's format, by field numbers, to what tensors say of files outside.
_FIELDS: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
    "entry": {2: "value"},
}


def keeps_to_folder(folder: Path, network: Path) -> bool:
    """Whether a network in a model's folder keeps its weights in plain files beside it, or in none.

    Raises OSError where it cannot be read, ValueError or IndexError where it is no protocol buffer.
    """
    for name in set(_external_data(network.read_bytes())):
        is_plain = re.fullmatch(r"[^/\\:\0]+", name) and name not in {".", ".."}
        # Neither the network nor its weights may then be a link, which leads elsewhere.
        paths = {network.parent, network, network.parent / name} - {folder}
        if not is_plain or any(path.is_symlink() for path in paths):
            return False
    return True


def _external_data(content: bytes) -> Iterator[str]:
    """Each value of each tensor's `external_data`: file names, and the numbers beside them."""
    waiting = [("model", 0, len(content))]
    while waiting:
        kind, start, end = waiting.pop()
        if kind == "value":
            yield content[start:end].decode("utf-8")
            continue
        for field, field_start, field_end in _fields(content, start, end):
            if field in _FIELDS[kind]:
                waiting.append((_FIELDS[kind][field], field_start, field_end))


def _fields(content: bytes, position: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each field that has a length; the others hold nothing."""
    while position < end:
        key, position = _varint(content, position)
        key &= 0xFFFFFFFF  # as the runtime reads it
        wire_type = key & 7
        if wire_type == 0:
            _, position = _varint(content, position)
        elif wire_type in {1, 5}:
            position += 8 if wire_type == 1 else 4
        elif wire_type == 2:
            length, position = _varint(content, position)
            if position + length <= end:
                yield key >> 3, position, position + length
            position += length
        else:
            raise ValueError("not a protocol buffer")
    if position > end:
        raise ValueError("a field is longer than what it stands in")


def _varint(content: bytes, position: int) -> tuple[int, int]:
    """A number of seven bits a byte, lowest first, and where it ends."""
    value = 0
    for index in range(10):
        byte = content[position + index]
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, position + index + 1
    raise ValueError("not a protocol buffer")
