"""One page of a list that goes on by the number of its last row."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Numbered(Protocol):
    """A row with a number."""

    @property
    def id(self) -> int:
        """Its number, by which the list is ordered."""


T = TypeVar("T", bound=Numbered)


def one_page(found: Sequence[T], limit: int) -> tuple[Sequence[T], str | None]:
    """At most `limit` rows, and the cursor of the page behind them; None where there is none.

    `found` is asked for with one row more than that.
    """
    page = found[:limit]
    return page, str(page[-1].id) if len(found) > limit else None
