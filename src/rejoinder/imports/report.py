"""What an import will do, or did: a page of plain lines. Quotes nothing that readers wrote."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rejoinder.imports.articles import Found, Wanted
from rejoinder.imports.model import Problem, Status
from rejoinder.imports.placing import Placement

# Told one by one; the rest is counted.
NAMED = 20


@dataclass(slots=True)
class Problems:
    """What could not be taken, the first of each kind by their lines."""

    counts: Counter[str] = field(default_factory=Counter)
    first: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Counts a problem."""
        self.counts[problem.code] += 1
        if self.counts[problem.code] <= NAMED:
            self.first.append(problem)

    def lines(self) -> Iterator[str]:
        """Each with its line in the file."""
        for each in self.first:
            where = f"line {each.line}" if each.line else "record"
            yield f"  {where}: {each.what}"
        more = sum(self.counts.values()) - len(self.first)
        if more:
            yield f"  and {more:,} more"


@dataclass(slots=True)
class Articles:
    """Where the threads that have comments belong."""

    here: int = 0
    """Threads whose article is here."""
    new: int = 0
    """Those for which one is made."""
    elsewhere: int = 0
    """Of these, those whose address is none, or on none of the site's origins."""
    named: list[str] = field(default_factory=list)
    """Some of the articles that are here, as far as the last part of the address says so."""

    def add(self, thread: Wanted, found: Found | None) -> None:
        """Counts a thread."""
        if found is None:
            self.new += 1
            self.elsewhere += thread.page is None
            return
        self.here += 1
        if found.by_slug and len(self.named) < NAMED:
            self.named.append(f"{thread.staged.address[:200]} is /articles/{thread.slug}")

    def lines(self) -> Iterator[str]:
        """The mapping of threads, a line at a time."""
        yield f"  to articles that are here: {self.here:,}"
        yield from (f"    {each}" for each in self.named)
        yield f"  to articles that are made for them: {self.new:,}"
        if self.elsewhere:
            yield (
                f"    on none of the site's origins: {self.elsewhere:,}"
                " (they stand on our own pages; see `rejoinder site add --origin`)"
            )


@dataclass(slots=True)
class Mapping:
    """What was found in a file, and what it is here."""

    statuses: Counter[Status]
    threads: int
    threads_with_comments: int
    articles: Articles
    here_already: int
    without_article: int
    labelled: int
    placement: Placement
    aside: Counter[str]

    @property
    def total(self) -> int:
        """Comments that can be taken."""
        return sum(self.statuses.values())

    def lines(self) -> Iterator[str]:
        """The mapping, a line at a time."""
        yield f"Threads: {self.threads:,}, of which {self.threads_with_comments:,} with comments"
        yield from self.articles.lines()
        yield f"Comments: {self.total:,}"
        for status, size in sorted(self.statuses.items()):
            yield f"  {status.value}: {size:,} ({BECOMES[status]})"
        if self.here_already:
            yield f"  here already: {self.here_already:,} (left as they are)"
        if self.without_article:
            yield f"  under a thread that is not in the file: {self.without_article:,} (left out)"
        if self.labelled:
            yield f"Earlier decisions kept: of {self.labelled:,} comments"
        yield from _place_lines(self.placement)
        if self.aside:
            yield "Left aside, since there is no place for it here:"
            for name, size in self.aside.most_common(NAMED):
                yield f"  {name}: {size:,}"


BECOMES = {
    Status.APPROVED: "published",
    Status.PENDING: "held for the desk",
    Status.SPAM: "declined",
    Status.REJECTED: "declined",
    Status.TRASH: "declined",
    Status.DELETED: "withdrawn",
}


def _place_lines(placement: Placement) -> Iterator[str]:
    yield f"Replies: {placement.deepest:,} deep at most"
    if placement.orphans:
        names = ", ".join(placement.orphan_ids)
        yield f"  answer a comment that is nowhere: {placement.orphans:,} (stand alone: {names})"
    if placement.elsewhere:
        yield f"  answer a comment under another article: {placement.elsewhere:,} (stand alone)"
    if placement.cycles:
        names = ", ".join(placement.cycle_ids)
        yield f"  circles of replies: {placement.cycles:,} (opened at {names})"
