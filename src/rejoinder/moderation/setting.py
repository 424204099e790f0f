"""What a setting of a policy is: a table, a default and bounds. Pure; every rule has its own.

A table is a frozen dataclass; each field says what may stand there, and what it means:

    @dataclass(frozen=True, slots=True)
    class LinkSettings:
        allowed: Annotated[int, Integer(0, 1000), "a person looks first at comments with more"] = 2

    LINKS = Table(("links",), LinkSettings())

A `Policy` holds the values of all tables; `policy[LINKS].allowed` reads one.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar, get_type_hints

from rejoinder.errors import N_
from rejoinder.moderation.model import Discussed

T = TypeVar("T")

# A key with the tables above it; a number is an index in an array.
Path = tuple[str | int, ...]

# A threshold that no score reaches.
NEVER: Final = math.inf


class InvalidSetting(Exception):
    """Why a value cannot stand: a message with its fields."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


class Kind(ABC):
    """What may stand for a setting."""

    @abstractmethod
    def parse(self, value: Any) -> Any:
        """What TOML gave for a key, as the policy keeps it.

        Raises:
            InvalidSetting: it cannot stand there.
        """

    @property
    @abstractmethod
    def bounds(self) -> str:
        """What may stand there, for the reference of settings."""


@dataclass(frozen=True, slots=True)
class Integer(Kind):
    """A whole number in a range."""

    least: int
    most: int

    def parse(self, value: Any) -> int:
        """The number; a Boolean is none."""
        if type(value) is not int or not self.least <= value <= self.most:
            raise InvalidSetting(
                N_("This must be a whole number from %(least)s to %(most)s."),
                least=self.least,
                most=self.most,
            )
        return value

    @property
    def bounds(self) -> str:
        """Such as `0 to 1000`."""
        return f"{self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Probability(Kind):
    """A number from 0 to 1."""

    def parse(self, value: Any) -> float:
        """The number."""
        if type(value) not in {int, float} or not 0 <= value <= 1:
            raise InvalidSetting(N_("This must be a number from 0 to 1."))
        return float(value)

    @property
    def bounds(self) -> str:
        """The range."""
        return "0 to 1"


@dataclass(frozen=True, slots=True)
class Threshold(Kind):
    """A number above 0 and up to 1, or the word "never"."""

    def parse(self, value: Any) -> float:
        """The number; NEVER for the word."""
        if value == "never":
            return NEVER
        if type(value) not in {int, float} or not 0 < value <= 1:
            raise InvalidSetting(N_('This must be a number above 0 and not above 1, or "never".'))
        return float(value)

    @property
    def bounds(self) -> str:
        """The range and the word."""
        return 'above 0, up to 1; or "never"'


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few words."""

    options: type[StrEnum]

    def parse(self, value: Any) -> StrEnum:
        """The word, as a member of the enumeration."""
        if value not in list(self.options):
            choices = ", ".join(f'"{option}"' for option in self.options)
            raise InvalidSetting(N_("This must be one of %(choices)s."), choices=choices)
        return self.options(value)

    @property
    def bounds(self) -> str:
        """The words."""
        return ", ".join(f'"{option}"' for option in self.options)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A text of any length."""

    def parse(self, value: Any) -> str:
        """The text without the space around it."""
        if not isinstance(value, str):
            raise InvalidSetting(N_("This must be a text in quotation marks."))
        return value.strip()

    @property
    def bounds(self) -> str:
        """That it is a text."""
        return "a text"


@dataclass(frozen=True, slots=True)
class ListOf(Kind):
    """An array, each of whose elements is parsed alike."""

    element: Kind

    def parse(self, value: Any) -> list[Any]:
        """The array as TOML gave it; the policy's parser goes through its elements."""
        if not isinstance(value, list):
            raise InvalidSetting(N_("This must be a list in square brackets."))
        return value

    @property
    def bounds(self) -> str:
        """What each element may be."""
        return f"a list, each {self.element.bounds}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a table."""

    kind: Kind
    """What may stand for it."""
    help: str
    """What it means, for the editor who writes the policy; "" where its name says all."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two settings of one table that cannot both be meant."""

    first: Path
    second: Path
    """Keys within the table."""
    problem: InvalidSetting


def _none(_values: Any) -> Iterator[Contradiction]:
    return iter(())


@dataclass(frozen=True, eq=False)
class Table(Generic[T]):
    """The settings of one rule, or of several that go together."""

    path: tuple[str, ...]
    """Its name in the policy's TOML; () for the settings above the first table."""
    default: T
    """A frozen dataclass with the values that a newsroom starts from."""
    contradictions: Callable[[T], Iterator[Contradiction]] = _none
    comment: str = ""
    """What the table is for, for the editor who writes the policy."""
    settings: Mapping[str, Setting] = field(init=False, repr=False)
    """By key."""

    def __post_init__(self) -> None:
        """Reads the keys from the dataclass."""
        hints = get_type_hints(type(self.default), include_extras=True)
        settings = {
            name: Setting(kind=notes[0], help=notes[1] if len(notes) > 1 else "")
            for name, hint in hints.items()
            if (notes := getattr(hint, "__metadata__", ()))
        }
        object.__setattr__(self, "settings", MappingProxyType(settings))


@dataclass(frozen=True, slots=True)
class Difference:
    """Settings that are others in one section, or under one article."""

    values: Mapping[Table[Any], Mapping[str, Any]]
    """What differs there, by table and key."""
    section: str = ""
    article: str = ""
    """By its slug or the newsroom's own id; one of the two is named."""

    def holds(self, discussed: Discussed) -> bool:
        """Whether it is about this article; sections are the same however capitals are spelt."""
        if self.section:
            return self.section.casefold() == discussed.section.casefold()
        return self.article in discussed.names


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of one site. `Policy()` is what a newsroom starts from."""

    values: Mapping[Table[Any], Any] = field(default_factory=dict)
    """What differs from the defaults, by table."""
    differences: tuple[Difference, ...] = ()
    """What differs from that by section, and then by article; see `at`."""
    _merged: dict[tuple[int, ...], "Policy"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Leaves out what is as by default, so that equal policies are equal."""
        differing = {table: value for table, value in self.values.items() if value != table.default}
        object.__setattr__(self, "values", MappingProxyType(differing))

    def __getitem__(self, table: Table[T]) -> T:
        """The settings of a table."""
        values: T = self.values.get(table, table.default)
        return values

    def at(self, discussed: Discussed) -> "Policy":
        """The settings that hold under an article: its own before its section's, then the site's.

        Each combination is merged once: word lists are made ready for searching.
        """
        found = [number for number, each in enumerate(self.differences) if each.holds(discussed)]
        if not found:
            return self
        found.sort(key=lambda number: bool(self.differences[number].article))
        key = tuple(found)
        merged = self._merged.get(key)
        if merged is None:
            merged = self._merged[key] = self.with_differences(
                self.differences[each] for each in key
            )
        return merged

    def with_differences(self, differences: Iterable[Difference]) -> "Policy":
        """This policy where these hold, the later before the earlier; nothing differs any more."""
        values = dict(self.values)
        for each in differences:
            for table, keys in each.values.items():
                values[table] = replace(values.get(table, table.default), **keys)
        return Policy(values)
