"""One page of a list that goes on by the number of its last row."""

from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar

from litestar.params import Parameter

from rejoinder.errors import Invalid, N_
from rejoinder.row_ids import read_id

Cursor = Annotated[str | None, Parameter(max_length=40, description="`next` of the page before.")]


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


def last_row(cursor: str | None) -> int | None:
    """The number of the row behind which a page begins; None for the first page. Raises Invalid."""
    try:
        return None if cursor is None else read_id(cursor)
    except ValueError:
        raise bad_cursor() from None


def bad_cursor() -> Invalid:
    """What is answered to a cursor that can be none of ours."""
    return Invalid(N_("That is not a cursor that we gave out."), code="bad-cursor")
