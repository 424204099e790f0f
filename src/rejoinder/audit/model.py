"""What a chain of digests is made of. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from rejoinder.errors import Invalid, N_

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a site's chain stands: how many rows are sealed, and the digest over all of them."""

    number: int
    """0 while nothing is sealed."""
    digest: str
    """64 hex digits; of an empty chain all zeros."""

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """A head as it was printed.

        Raises:
            Invalid: it is none.
        """
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise Invalid(N_("A head is a number, a colon and 64 hex digits."))
        return cls(int(found[1]), found[2])


EMPTY = Head(0, "0" * 64)


class Fault(StrEnum):
    """What can be wrong with a chained log."""

    ALTERED = "altered"
    """A row is not what was sealed, or its seal was altered."""
    REMOVED = "removed"
    """A row that was sealed is gone."""
    SEAL_REMOVED = "seal removed"
    """The chain has a gap."""
    UNSEALED = "unsealed"
    """A row is older than an hour and has no seal: it was put in later, or its seal is gone."""
    OTHER_HEAD = "other head"
    """The chain does not pass through a head that was printed earlier."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with what an operator needs to look for it."""

    fault: Fault
    number: int
    """Its place in the chain; 0 where it has none."""
    table: str = ""
    row_id: int = 0

    @classmethod
    def of(cls, plain: Sequence[Any]) -> Self:
        """As `plain` told it."""
        fault, number, table, row_id = plain
        return cls(Fault(fault), number, table, row_id)

    @property
    def plain(self) -> list[Any]:
        """For JSON."""
        return [self.fault.value, self.number, self.table, self.row_id]

    def __str__(self) -> str:
        row = f"{self.table} {self.row_id}" if self.table else "the chain"
        return f"{row}: {self.fault}" + (f" (seal {self.number})" if self.number else "")


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found."""

    head: Head
    problems: tuple[Problem, ...]
    """The first of what is wrong."""
    further: int = 0
    """How much is wrong beside these."""

    @property
    def wrong(self) -> int:
        """How much is wrong in all."""
        return len(self.problems) + self.further
