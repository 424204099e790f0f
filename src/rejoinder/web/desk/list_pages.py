"""Lists of the desk that are read a page at a time, also several on one page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, Self, TypeVar
from urllib.parse import urlencode

from rejoinder.web.context import row_id

# Rows of a list, where it has no other number of its own. One row more is asked for, which tells
# whether there is a page behind it.
PAGE: Final = 100


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_Numbered)


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """What a page shows of one of its lists."""

    rows: Sequence[Row]
    first: str
    """The address at which the list is shown from its start; empty where it is."""
    further: str
    """The address of what comes behind these; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each list of a page begins."""

    path: str
    behind: Mapping[str, int | None]
    """By its name in the address: the row behind which a list begins; None for its start."""

    @classmethod
    def of(cls, path: str, query: Mapping[str, Any], names: Iterable[str]) -> Self:
        """As the address says. Raises Invalid."""
        return cls(path, {name: row_id(query.get(name, ""), name=name) for name in names})

    def address(self, others: Mapping[str, int | str | None]) -> str:
        """The page's, where only this is otherwise."""
        told = {**self.behind, **others}
        query = urlencode({name: value for name, value in told.items() if value is not None})
        return f"{self.path}?{query}" if query else self.path

    @property
    def query(self) -> str:
        """What a form of the page bears, whose answer shows the same rows."""
        return self.address({}).removeprefix(self.path)

    def page(
        self, name: str, found: Sequence[Row], *, size: int = PAGE, at: str = ""
    ) -> ListPage[Row]:
        """What is shown of a list that was asked for one row more than a page has.

        `at` is the part of the page in which it stands, where others stand before it.
        """
        rows, part = found[:size], f"#{at}" if at else ""
        first = "" if self.behind[name] is None else self.address({name: None}) + part
        further = self.address({name: rows[-1].id}) + part if len(found) > size else ""
        return ListPage(rows, first, further)
