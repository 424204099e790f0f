"""Comments made ready to be stored; what of that needs no store.

Whichever of the two processes waits for the other prepares what comments say: the one that writes
while the file is read, the one that reads while they are written.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec

from rejoinder.imports.authors import tidy_name
from rejoinder.imports.ids import storable, storable_label
from rejoinder.imports.markup import convert
from rejoinder.imports.model import CommentRecord, Label, Markup
from rejoinder.imports.staged import Waiting
from rejoinder.storage import moment_text

_TOO_LONG: Final = b""
# With what begins that which is packed as it stood in the file.
_PUT_OFF: Final = b"-"


class _Raw(NamedTuple):
    """What a comment says, as it stood in the file."""

    name: str
    text: str
    markup: Markup
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


_NOTHING: Final = Prepared("", "", "", "", 0.0, None, ())


class Ready(NamedTuple):
    """What comments say, with moments as the store writes them: of each column all that is in it.

    Neither process need make a million of them one by one.
    """

    names: list[str]
    sources: list[str]
    htmls: list[str]
    fingerprints: list[str]
    created_at: list[str]
    edited_at: list[str | None]
    labels: dict[int, tuple[Label, ...]]
    """By the places of those that have any."""
    too_long: list[int]
    """The places of those that are longer than is taken, of which nothing is here."""


# Comments whose turn has come, with what they say.
ToWrite = tuple[list[Waiting], Ready]

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Prepared).decode
_unpack_raw = msgspec.msgpack.Decoder(_Raw).decode
unpack_ready = msgspec.msgpack.Decoder(Ready).decode


def prepare(comments: Sequence[CommentRecord]) -> list[bytes]:
    """What each of these says, packed; nothing of one that is longer than is taken."""
    return [_packed(_prepared(_raw(each))) for each in comments]


def put_off(comments: Sequence[CommentRecord]) -> list[bytes]:
    """The same, to be prepared when it is written."""
    return [_PUT_OFF + _pack(_raw(each)) for each in comments]


def _raw(told: CommentRecord) -> _Raw:
    return _Raw(
        storable(told.name),
        storable(told.text),
        told.markup,
        told.created_at.timestamp(),
        None if told.edited_at is None else told.edited_at.timestamp(),
        told.labels and tuple(map(storable_label, told.labels)),
    )


def _prepared(told: _Raw) -> Prepared | None:
    text = convert(told.text, told.markup)
    if text is None:
        return None
    return Prepared(tidy_name(told.name), *text, told.created, told.edited, told.labels)


def _packed(told: Prepared | None) -> bytes:
    return _TOO_LONG if told is None else _pack(told)


def ready(bodies: Sequence[bytes]) -> Ready:
    """What was packed, as it is stored."""
    told = list(map(_unpacked, bodies))
    here = [_NOTHING if each is None else each for each in told]
    columns = map(list, zip(*here, strict=True)) if here else ([] for _ in Prepared._fields)
    names, sources, htmls, prints, created, edited, labels = columns
    return Ready(
        names,
        sources,
        htmls,
        prints,
        list(map(_moment, created)),
        [None if each is None else _moment(each) for each in edited],
        {at: each for at, each in enumerate(labels) if each},
        [at for at, each in enumerate(told) if each is None],
    )


def packed_ready(bodies: Sequence[bytes]) -> bytes:
    """The same for `unpack_ready` in another process."""
    return _pack(ready(bodies))


def _unpacked(body: bytes) -> Prepared | None:
    if body.startswith(_PUT_OFF):
        return _prepared(_unpack_raw(memoryview(body)[len(_PUT_OFF) :]))
    return None if body == _TOO_LONG else _unpack(body)


def _moment(seconds: float) -> str:
    return moment_text(datetime.fromtimestamp(seconds, UTC))
