"""How one policy differs from another, setting by setting; the desk and the API tell it. Pure."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.setting import Policy, Table


class Change(NamedTuple):
    """A setting that is another one; None stands for what is not told at a place."""

    section: str
    article: str
    """The place, if it is of one: the other of the two is empty."""
    table: Table[Any]
    key: str
    was: Any
    becomes: Any

    @property
    def path(self) -> str:
        """The setting's whole key."""
        return ".".join((*self.table.path, self.key))


def changes_between(before: Policy, after: Policy) -> list[Change]:
    """What differs, everywhere first and then by section and article."""
    changes = [
        Change("", "", table, key, was, becomes)
        for table in TABLES
        for key in table.settings
        if (was := getattr(before[table], key)) != (becomes := getattr(after[table], key))
    ]
    told_before, told_after = dict(_told(before)), dict(_told(after))
    for place in dict.fromkeys((*told_before, *told_after)):
        was, becomes = told_before.get(place), told_after.get(place)
        if was != becomes:
            changes.append(Change(*place, was, becomes))
    return changes


def _told(policy: Policy) -> Iterator[tuple[tuple[str, str, Table[Any], str], Any]]:
    for each in policy.differences:
        for table, values in each.values.items():
            for key, value in values.items():
                yield (each.section, each.article, table, key), value
