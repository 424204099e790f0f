"""What the desk's lists are given: what was found and is chosen, jobs, authors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A comment in a list, which leads to its own page."""

    id: int
    author: str
    author_id: int
    state: str
    state_name: str
    created_at: datetime
    headline: str
    article_id: int
    text: Markup
    """With what was searched for marked; empty where its author took it back."""
    figure: str
    """What it is listed by, such as a score; empty where it is by nothing that has a figure."""

    @property
    def path(self) -> str:
        """Its own page."""
        return f"/desk/comments/{self.id}"

    @property
    def author_path(self) -> str:
        """Where everything about its author stands."""
        return f"/desk/authors/{self.author_id}"


@dataclass(frozen=True, slots=True)
class ChosenView:
    """The fields of a form by which comments are chosen."""

    typed: Mapping[str, str]
    states: Sequence[tuple[str, str]]
    """Each with its name."""
    sections: Sequence[str]
    article: str
    """The headline of the article that is chosen; empty where none is."""
    author: str
    """The name of the author who is chosen; empty where none is."""


@dataclass(frozen=True, slots=True)
class JobView:
    """Many comments that are decided one after the other, as the desk shows it."""

    id: int
    what: str
    """What becomes of them, and for which reason."""
    of: str
    """Which comments they are."""
    who: str
    note: str
    state: str
    state_name: str
    problem: str
    """Why it stopped, where nobody stopped it."""
    made_at: datetime
    ended_at: datetime | None
    expected: int
    decided: int
    left_out: Sequence[tuple[int, str]]
    """How many were left as they were, and why."""
    left_out_count: int
    undoes_id: int | None
    undone_by: int | None
    is_mine_to_stop: bool

    @property
    def done(self) -> int:
        """How many it has come past."""
        return self.decided + self.left_out_count

    @property
    def path(self) -> str:
        """Its own page."""
        return f"/desk/bulk/jobs/{self.id}"


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A standing that somebody was given, as the author's page tells its history."""

    name: str
    standing: str
    made_by: str
    reason: str
    made_at: datetime
    until: datetime | None
    proved: bool


@dataclass(frozen=True, slots=True)
class AuthorsReportRow:
    """A report about an author, or by one."""

    comment_id: int
    reason: str
    note: str
    made_at: datetime
    answered: bool
    state: str
    state_name: str
