"""Every setting that a policy may have, and what may stand there: the rules' own, and the rest."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rejoinder.moderation.policy.settings import DUTIES, EDITING, JUDGE, SECOND_READING
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.rules.flood import FLOOD_SETTINGS
from rejoinder.moderation.rules.repeat import REPEAT_SETTINGS
from rejoinder.moderation.rules.reported import REPORTS
from rejoinder.moderation.rules.standing import STANDING
from rejoinder.moderation.rules.subscribers import SUBSCRIBERS
from rejoinder.moderation.setting import Kind, Path, Table

# Each once, in the order of the rules that read them.
TABLES: Final[tuple[Table[Any], ...]] = tuple(
    dict.fromkeys(
        (
            *(table for rule in RULES for table in rule.settings),
            *(EDITING, JUDGE, DUTIES, SECOND_READING),
        )
    )
)

# What may stand for each key.
SCHEMA: Final[Mapping[Path, Kind]] = MappingProxyType(
    {
        (*table.path, key): setting.kind
        for table in TABLES
        for key, setting in table.settings.items()
    }
)

# What may differ by section and by article: how a comment is read there. What counts for an author
# wherever they write stays one, as does what the house owes everybody.
PLACED_TABLES: Final[tuple[Table[Any], ...]] = tuple(
    each
    for each in TABLES
    if each
    not in {
        *(SUBSCRIBERS, REPEAT_SETTINGS, FLOOD_SETTINGS, STANDING, REPORTS),
        *(EDITING, JUDGE, DUTIES, SECOND_READING),
    }
)

# Every table, and those around tables.
TABLE_PATHS: Final = frozenset(path[:depth] for path in SCHEMA for depth in range(len(path)))
