"""Comments made ready to be stored; what of that needs no store."""

from collections.abc import Sequence
from typing import NamedTuple

from rejoinder.imports.authors import tidy_name
from rejoinder.imports.markup import convert
from rejoinder.imports.model import Label, Markup
from rejoinder.imports.staged import unpack


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


def prepare(bodies: Sequence[bytes]) -> list[Prepared | None]:
    """What each of these says; None for one that is longer than is taken."""
    return [_prepare(each) for each in bodies]


def _prepare(packed: bytes) -> Prepared | None:
    body = unpack(packed)
    text = convert(body.text, Markup(body.markup))
    if text is None:
        return None
    return Prepared(tidy_name(body.name), *text, body.created, body.edited, body.labels)
