"""A policy's text as the API tells what stands in it: settings by key, everywhere and by place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rejoinder.errors import Invalid
from rejoinder.moderation.model import Discussed
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.setting import Policy, Table
from rejoinder.web.api.policy_model import DifferenceOut


@dataclass(frozen=True, slots=True)
class AsRead:
    """What a text says; nothing where it was written for another version of ours."""

    readable: bool
    settings: dict[str, Any]
    differences: list[DifferenceOut]


def as_read(source: str, place: Discussed) -> AsRead:
    """What a policy's text says, with the settings that hold at a place."""
    try:
        policy = read_policy(source)
    except Invalid:
        return AsRead(readable=False, settings={}, differences=[])
    differences = [
        DifferenceOut(each.section, each.article, _by_key(each.values))
        for each in policy.differences
    ]
    return AsRead(readable=True, settings=_settings(policy.at(place)), differences=differences)


def plain(value: Any) -> Any:
    """As a policy's text would have it; JSON knows no number without end."""
    return "never" if isinstance(value, float) and math.isinf(value) else value


def _settings(policy: Policy) -> dict[str, Any]:
    everything = {
        table: {key: getattr(policy[table], key) for key in table.settings} for table in TABLES
    }
    return _by_key(everything)


def _by_key(values: Mapping[Table[Any], Mapping[str, Any]]) -> dict[str, Any]:
    return {
        ".".join((*table.path, key)): plain(value)
        for table, told in values.items()
        for key, value in told.items()
    }
