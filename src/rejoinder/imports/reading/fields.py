"""An object out of a JSON file, each of whose values may be anything."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from rejoinder.imports.model import Aside
from rejoinder.imports.reading.moments import read_moment

# Threads that were told of already, as far as they are remembered.
_REMEMBERED = 10_000


class Fields:
    """Reads each value as what it should be, and as nothing where it is something else."""

    __slots__ = ("_fields",)

    def __init__(self, value: object) -> None:
        """What is no object has no fields."""
        self._fields: Mapping[str, object] = value if isinstance(value, dict) else {}

    def has(self, name: str) -> bool:
        """Whether there is such a field, whatever it holds."""
        return name in self._fields

    def text(self, *names: str) -> str:
        """The first of these that holds a text, or a whole number; else empty."""
        for name in names:
            value = self._fields.get(name)
            if isinstance(value, str) and value:
                return value
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
        return ""

    def is_true(self, name: str) -> bool:
        """Whether it holds `true`, as a value or as a word."""
        value = self._fields.get(name)
        return value is True or (isinstance(value, str) and value.lower() == "true")

    def below(self, name: str) -> "Fields":
        """The object that it holds."""
        return Fields(self._fields.get(name))

    def all_of(self, name: str) -> "Iterator[Fields]":
        """The objects of the list that it holds."""
        value = self._fields.get(name)
        yield from map(Fields, value if isinstance(value, list) else ())

    def last_of(self, name: str) -> "Fields":
        """The last object of the list that it holds."""
        value = self._fields.get(name)
        return Fields(value[-1] if isinstance(value, list) and value else None)

    def moment(self, name: str, latest: datetime) -> datetime | None:
        """A moment, also as MongoDB writes it; None where there is none that can be."""
        value = self._fields.get(name)
        if isinstance(value, dict):  # {"$date": "2020-..."} or {"$date": {"$numberLong": "16..."}}
            value = value.get("$date")
            if isinstance(value, dict):
                value = value.get("$numberLong")
            if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 20:
                value = int(value)
            if isinstance(value, int):
                value = value / 1000
        return read_moment(value, latest=latest)

    def leave(self, aside: Aside, names: Iterable[str]) -> None:
        """Counts those of these fields that hold something for which there is no place here."""
        for name in names:
            if self._fields.get(name):
                aside.leave(name)


class Remembered:
    """Remembers what was told already: it may be told again, but not each time."""

    def __init__(self) -> None:
        """Nothing was."""
        self._seen: set[str] = set()

    def first(self, name: str) -> bool:
        """Whether it is the first time, as far as is remembered."""
        if name in self._seen:
            return False
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen.add(name)
        return True
