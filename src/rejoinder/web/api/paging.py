"""One page of a list that goes on by the number of its last row."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Annotated, TypeVar

from litestar.params import Parameter

from rejoinder.errors import Invalid, N_
from rejoinder.row_ids import read_id

Cursor = Annotated[str | None, Parameter(max_length=40, description="`next` of the page before.")]


Row = TypeVar("Row")


def one_page(
    found: Sequence[Row], limit: int, number: Callable[[Row], int] = attrgetter("id")
) -> tuple[Sequence[Row], str | None]:
    """At most `limit` rows, and the cursor of the page behind them; None where there is none.

    `found` is asked for with one row more than that; `number` is what orders them, else their `id`.
    """
    page = found[:limit]
    return page, str(number(page[-1])) if len(found) > limit else None


def last_row(cursor: str | None) -> int | None:
    """The number of the row behind which a page begins; None for the first page. Raises Invalid."""
    try:
        return None if cursor is None else read_id(cursor)
    except ValueError:
        raise bad_cursor() from None


def bad_cursor() -> Invalid:
    """What is answered to a cursor that can be none of ours."""
    return Invalid(N_("That is not a cursor that we gave out."), code="bad-cursor")
