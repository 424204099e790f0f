"""Whose key it is: none needed on a private network, a file of hashes, or the store (`stored`)."""

import logging
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rejoinder.dropin.model import Caller
from rejoinder.errors import Invalid, N_
from rejoinder.secret_tokens import hash_token
from rejoinder.settings import Settings

log = logging.getLogger(__name__)

# A file's number, the moment of its last change in nanoseconds, and its size.
_Stamp = tuple[int, int, int]
_HASH = re.compile(r"[0-9a-f]{64}")
# Longer than any that we cut; hashing a megabyte for a stranger would be a gift.
MAX_KEY_CHARS = 200


class Keyring(Protocol):
    """Knows callers by their keys."""

    async def find(self, token: str) -> Caller | None:
        """Whose key this is; an empty token is none."""


@dataclass(frozen=True, slots=True)
class AnyKey:
    """Takes any key and none: for a network on which everybody may ask."""

    async def find(self, token: str) -> Caller | None:
        """Always somebody; each key shown is counted for itself."""
        shown = token[:MAX_KEY_CHARS]
        return Caller(f"open:{hash_token(shown)[:12]}" if shown else "open")


@dataclass(slots=True)
class KeyFile:
    """Names and hashes of keys in a file: `NAME SHA256` a line, `#` for remarks.

    It is read again whenever it has changed, so that a line taken out opens nothing any more.
    """

    path: Path
    names: dict[str, str] = field(default_factory=dict)
    """Each key's name by its hash."""
    _read: _Stamp | None = None
    """How the file was when it was last read."""

    async def find(self, token: str) -> Caller | None:
        """The name that stands before the key's hash."""
        if not token or len(token) > MAX_KEY_CHARS:
            return None
        self.refresh()
        name = self.names.get(hash_token(token))
        return None if name is None else Caller(name)

    def refresh(self) -> None:
        """Reads it again where it has changed. Where it cannot be read, nobody is let in."""
        stamp = _stamp(self.path)
        if stamp is not None and stamp == self._read:
            return
        try:
            self.names = _names_in(self.path)
        except Invalid as failure:
            log.error("keys: %s; no key opens anything until it is mended", failure)
            self.names = {}
        self._read = stamp


def keyring_for(settings: Settings) -> Keyring:
    """Who may ask a judge server.

    Raises:
        Invalid: it is not open and there is no file of keys, or that file cannot be used.
    """
    if settings.dropin.open:
        return AnyKey()
    if settings.dropin.keys is None:
        raise Invalid(
            N_("A judge server needs a file of keys (--keys FILE), or to be open to all (--open).")
        )
    return read_key_file(settings.dropin.keys)


def read_key_file(path: Path) -> KeyFile:
    """Reads a file of keys.

    Raises:
        Invalid: it cannot be read, or a line is no name with a hash; the message names the line.
    """
    return KeyFile(path, _names_in(path), _stamp(path))


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _names_in(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Invalid(N_("The file of keys %(path)s cannot be read."), path=path) from None
    names: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) != 2 or not _HASH.fullmatch(words[1]):
            raise Invalid(
                N_("Line %(line)s of the file of keys is not a name and a hash."), line=number
            )
        names[words[1]] = words[0]
    return names


def add_to_file(path: Path, name: str, token: str) -> None:
    """Writes one more key's name and hash at the end of a file of keys, which it makes if needed.

    Raises:
        Invalid: the name has a space or a `#` in it, or the file cannot be written.
    """
    if not name or re.search(r"[\s#]", name):
        raise Invalid(N_("In a file of keys a name has no space and no # in it."))
    try:
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{name} {hash_token(token)}\n")
    except OSError:
        raise Invalid(N_("The file of keys %(path)s cannot be written."), path=path) from None


def remove_from_file(path: Path, name: str) -> None:
    """Takes every key of this name out of a file of keys; remarks and other lines stay.

    So do its owner and mode: the server that reads it may be another user than who revokes.

    Raises:
        Invalid: there is none, or the file cannot be read or written.
    """
    read_key_file(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if line.partition("#")[0].split()[:1] != [name]]
    if len(left) == len(lines):
        raise Invalid(N_("There is no key “%(name)s” in %(path)s."), name=name, path=path)
    there = path.resolve()  # a link to it stays one
    fresh = there.with_name(f"{there.name}.new")
    try:
        # Whoever reads it finds the old file or the new one, and never half of it.
        fresh.touch(mode=0o600)
        fresh.write_text("".join(left), encoding="utf-8")
        owner = there.stat()
        if os.name == "posix":
            os.chown(fresh, owner.st_uid, owner.st_gid)
        fresh.chmod(owner.st_mode)
        fresh.replace(there)
    except OSError:
        raise Invalid(N_("The file of keys %(path)s cannot be written."), path=path) from None
