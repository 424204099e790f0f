"""Ids and texts of other systems as they are kept."""

import hashlib
import re
from dataclasses import replace

from rejoinder.imports.model import Label

_LONGEST_ID = 200
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def stored_id(raw: str) -> str:
    """An id as it is kept: of a long one a hash."""
    if len(raw) <= _LONGEST_ID:
        return storable(raw)
    return f"sha256:{hashlib.sha256(raw.encode(errors='replace')).hexdigest()}"


def guest_id(name: str, email: str) -> str:
    """The same for one name with one address; nobody can read either from it."""
    told = f"{name}\n{email.lower()}".encode(errors="replace")
    return f"guest:{hashlib.blake2b(told, digest_size=16).hexdigest()}"


def storable(raw: str) -> str:
    """The text with U+FFFD for what no store keeps."""
    if raw.isascii() and "\0" not in raw:
        return raw
    return _NO_TEXT.sub("\ufffd", raw)


def storable_label(told: Label) -> Label:
    """An earlier decision that any store keeps."""
    return replace(
        told,
        word=storable(told.word),
        name=storable(told.name),
        author=stored_id(told.author) if told.author else "",
    )
