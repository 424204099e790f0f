"""Comments made ready to be stored; what of that needs no store.

Whichever of the two processes waits for the other prepares what comments say: the one that writes
while the file is read, the one that reads while they are written.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec

from rejoinder.imports.authors import tidy_name
from rejoinder.imports.markup import convert
from rejoinder.imports.model import Label, Markup
from rejoinder.imports.staged import StagedComment
from rejoinder.storage import moment_text

_TOO_LONG: Final = b""
# With what begins that which is packed as it stood in the file.
_PUT_OFF: Final = b"-"


class _Raw(NamedTuple):
    """What a comment says, as it stood in the file."""

    name: str
    text: str
    markup: str
    created: float
    edited: float | None
    labels: tuple[Label, ...]


class Prepared(NamedTuple):
    """A comment as it is stored, but for its place and its author."""

    name: str
    source: str
    html: str
    """Sanitised; empty where nothing of it can be seen."""
    fingerprint: str
    created: float
    edited: float | None
    labels: tuple[Label, ...]


class Ready(NamedTuple):
    """The same with its moments as the store writes them."""

    name: str
    source: str
    html: str
    fingerprint: str
    created_at: str
    edited_at: str | None
    labels: tuple[Label, ...]


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Prepared).decode
_unpack_raw = msgspec.msgpack.Decoder(_Raw).decode
# Pickled, each of them would be made by a call in Python.
unpack_ready = msgspec.msgpack.Decoder(list[Ready | None]).decode


def prepare(comments: Sequence[StagedComment]) -> list[bytes]:
    """What each of these says, packed; nothing of one that is longer than is taken."""
    return [_packed(_prepared(_raw(each))) for each in comments]


def put_off(comments: Sequence[StagedComment]) -> list[bytes]:
    """The same, to be prepared when it is written."""
    return [_PUT_OFF + _pack(_raw(each)) for each in comments]


def _raw(told: StagedComment) -> _Raw:
    return _Raw(told.name, told.text, told.markup, told.created, told.edited, told.labels)


def _prepared(told: _Raw) -> Prepared | None:
    text = convert(told.text, Markup(told.markup))
    if text is None:
        return None
    return Prepared(tidy_name(told.name), *text, told.created, told.edited, told.labels)


def _packed(told: Prepared | None) -> bytes:
    return _TOO_LONG if told is None else _pack(told)


def ready(bodies: Sequence[bytes]) -> list[Ready | None]:
    """What was packed, as it is stored; None for one that is longer than is taken."""
    return [_ready(_unpacked(each)) for each in bodies]


def packed_ready(bodies: Sequence[bytes]) -> bytes:
    """The same for `unpack_ready` in another process."""
    return _pack(ready(bodies))


def _unpacked(body: bytes) -> Prepared | None:
    if body.startswith(_PUT_OFF):
        return _prepared(_unpack_raw(memoryview(body)[len(_PUT_OFF) :]))
    return None if body == _TOO_LONG else _unpack(body)


def _ready(told: Prepared | None) -> Ready | None:
    if told is None:
        return None
    edited = None if told.edited is None else _moment(told.edited)
    return Ready(*told[:4], _moment(told.created), edited, told.labels)


def _moment(seconds: float) -> str:
    return moment_text(datetime.fromtimestamp(seconds, UTC))
