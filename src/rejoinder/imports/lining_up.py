"""Batches of staged comments lined up for the store: all of them that needs no store, by columns.

While the store takes one batch, the next is lined up here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any, NamedTuple, Self

from rejoinder.comments.model import Author, State
from rejoinder.errors import N_
from rejoinder.imports.ids import stored_id
from rejoinder.imports.model import Label, Problem, Status
from rejoinder.imports.preparing import Ready
from rejoinder.imports.report import Problems
from rejoinder.imports.staged import StagedAuthor, Waiting
from rejoinder.imports.staging import Staging
from rejoinder.moderation.actions.imported import EarlierDecision
from rejoinder.moderation.model import Outcome

# By the words of `Status`, as they come out of the staging.
_STATES: Mapping[str, State] = {
    Status.APPROVED: State.PUBLISHED,
    Status.PENDING: State.HELD,
    Status.SPAM: State.DECLINED,
    Status.REJECTED: State.DECLINED,
    Status.TRASH: State.DECLINED,
    Status.DELETED: State.WITHDRAWN,
}
_OUTCOMES = {
    Status.APPROVED: Outcome.PUBLISH,
    Status.PENDING: Outcome.HOLD,
    Status.SPAM: Outcome.DECLINE,
    Status.REJECTED: Outcome.DECLINE,
    Status.TRASH: Outcome.DECLINE,
    Status.DELETED: None,  # by whom and why nobody says
}
# Authors who are remembered with their numbers, since most write again.
_REMEMBERED = 20_000


class Columns(NamedTuple):
    """Of each column all that is in it, in the order of the comments."""

    seqs: Sequence[int]
    source_ids: Sequence[str]
    articles: Sequence[int]
    parents: Sequence[str | None]
    """The ids there of what they answer."""
    authors: Sequence[str]
    """Their keys in the file."""
    statuses: Sequence[str]
    names: Sequence[str]
    """What their authors called themselves with them; empty where only the author has a name."""
    sources: Sequence[str]
    htmls: Sequence[str]
    fingerprints: Sequence[str]
    created_at: Sequence[str]
    edited_at: Sequence[str | None]

    def only(self, chosen: Sequence[bool]) -> Self:
        """Those that are chosen."""
        kept: Iterable[Any] = (list(compress(each, chosen)) for each in self)
        return type(self)(*kept)


@dataclass(slots=True)
class Lined:
    """Comments whose parents are in the store, or in this batch or the one before it."""

    columns: Columns
    parents: Sequence[int | None]
    """What they answer, where it is known to be here."""
    parents_at: Mapping[int, int]
    """Of those whose parent is in this batch, the places of both."""
    behind: Sequence[tuple[int, str]]
    """The places of those whose parent is in the batch before, if it is anywhere, and its id."""
    known: Mapping[str, Author]
    """Authors whose number here is known."""
    told: Mapping[str, tuple[StagedAuthor, int | None]]
    """The others, as the file tells of them."""
    earlier: Mapping[str, Sequence[EarlierDecision]]
    """What was decided of the comments there, by their ids."""
    ids: Sequence[int] = ()
    """Their numbers here, once they have been given any."""

    def states(self) -> list[State]:
        """What becomes of each."""
        return [_STATES[each] for each in self.columns.statuses]

    def without(self, here: Mapping[str, int]) -> "Lined":
        """Those that are not here already, in the place of whose replies' parents that are."""
        ids = self.columns.source_ids
        parents = list(self.parents)
        for at, parent_at in self.parents_at.items():
            parents[at] = here.get(ids[parent_at])
        return replace(self, parents=parents)._only([each not in here for each in ids])

    def shares(self, count: int) -> list["Lined"]:
        """The same in so many shares at most, none of which needs another to be stored first.

        Whatever stands under one article is in one of them: replies, and what they answer.
        """
        rests = [each % count for each in self.columns.articles]
        return [self._only([each == rest for each in rests]) for rest in sorted(set(rests))]

    def _only(self, chosen: Sequence[bool]) -> "Lined":
        """Those that are chosen; nothing is said of the others."""
        places = dict(zip(compress(range(len(chosen)), chosen), range(len(chosen)), strict=False))
        return replace(
            self,
            columns=self.columns.only(chosen),
            ids=list(compress(self.ids, chosen)),
            parents=list(compress(self.parents, chosen)),
            parents_at={
                places[at]: places[parent_at]
                for at, parent_at in self.parents_at.items()
                if at in places and parent_at in places
            },
            behind=[(places[at], parent) for at, parent in self.behind if at in places],
        )


@dataclass(slots=True)
class LiningUp:
    """Lines up what is staged; reads nothing else."""

    staging: Staging
    problems: Problems
    _authors: dict[str, Author] = field(default_factory=dict)
    """Those of the last batches by their keys in the file; what was undone is not among them."""

    def line_up(self, batch: Sequence[Waiting], texts: Ready) -> Lined:
        """Those that can be taken."""
        seqs, ids, articles, parents, authors, statuses, lines, _ = zip(*batch, strict=True)
        targets = self.staging.targets("articles", list(set(articles)))
        columns = Columns(
            seqs, ids, [targets[each] for each in articles], parents, authors, statuses, *texts[:6]
        )
        if texts.too_long or not all(texts.htmls):
            columns = columns.only(self._chosen(lines, statuses, texts))
        wanted = set(columns.authors)
        known = {key: here for key in wanted if (here := self._authors.get(key)) is not None}
        told = self.staging.authors([*(wanted - known.keys())])
        earlier = self._earlier(ids, texts.labels)
        return Lined(columns, *self._parents(columns), known, told, earlier)

    def remember(self, authors: Mapping[str, Author]) -> None:
        """Keeps who these are here, now that they are written."""
        self.staging.remember("authors", [(each.reader_id, key) for key, each in authors.items()])
        if len(self._authors) + len(authors) > _REMEMBERED:
            self._authors.clear()
        self._authors |= authors

    def _chosen(self, lines: Sequence[int], statuses: Sequence[str], texts: Ready) -> list[bool]:
        """Which comments can be taken; names the others."""
        too_long = set(texts.too_long)
        chosen = []
        for at, (line, status) in enumerate(zip(lines, statuses, strict=True)):
            problem = None
            if at in too_long:
                what = N_("A comment is longer than is taken.")
                problem = Problem(line, what, code="too-long")
            elif not texts.htmls[at] and status != Status.DELETED:  # replies stand below such a one
                problem = Problem(line, N_("A comment shows nothing."), code="empty")
            if problem is not None:
                self.problems.add(problem)
            chosen.append(problem is None)
        return chosen

    def _parents(
        self, columns: Columns
    ) -> tuple[Sequence[int | None], dict[int, int], list[tuple[int, str]]]:
        """Those that are known to be here, those in the same batch, and the others."""
        above = columns.parents
        if not any(above):
            return [None] * len(above), {}, []
        places: dict[str | None, int] = {each: at for at, each in enumerate(columns.source_ids)}
        wanted = [each for each in set(above) - places.keys() if each is not None]
        here = self.staging.targets("elsewhere", wanted) | self.staging.targets("comments", wanted)
        behind = [
            (at, each)
            for at, each in enumerate(above)
            if each is not None and each not in here and each not in places
        ]
        beside = {at: places[each] for at, each in enumerate(above) if each in places}
        parents = [None if each is None else here.get(each) for each in above]
        return parents, beside, behind

    def _earlier(
        self, ids: Sequence[str], beside: Mapping[int, Sequence[Label]]
    ) -> dict[str, tuple[EarlierDecision, ...]]:
        """What was decided of them there, by their ids."""
        apart = self.staging.labels_of(ids)
        labels: dict[str, Sequence[Label]] = {ids[at]: each for at, each in beside.items()}
        labels |= {each: _both(labels.get(each, ()), told) for each, told in apart.items()}
        told = self.staging.authors(_deciders(labels.values()))
        return {
            key: tuple(_decision(each, told.get(stored_id(each.author))) for each in all_)
            for key, all_ in labels.items()
        }


def _deciders(labels: Iterable[Sequence[Label]]) -> list[str]:
    return list({stored_id(each.author) for all_ in labels for each in all_})


def _both(beside: Sequence[Label], apart: Sequence[Label]) -> list[Label]:
    """The labels of a comment, without those that stand apart once more, by whom and when."""
    told = {each.status for each in apart}
    return [*(each for each in beside if each.status not in told), *apart]


def _decision(label: Label, decider: tuple[StagedAuthor, int | None] | None) -> EarlierDecision:
    name = label.name or (decider[0].name if decider else "")
    return EarlierDecision(
        label.word, _OUTCOMES[label.status], label.maker.value, name, label.made_at
    )
