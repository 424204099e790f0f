"""The policies by which a site's comments were decided, as far as their texts are kept."""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection

from rejoinder.errors import Invalid
from rejoinder.moderation.outside_check import OutsideCheck, with_checks
from rejoinder.moderation.policies_read import default_sources
from rejoinder.moderation.policy import (
    Policy,
    default_source,
    read_earlier_default,
    read_policy_once,
    read_put_before,
)
from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.setting import Table
from rejoinder.moderation.workbench.rerun import EarlierPolicy
from rejoinder.sites.queries import put_policies


def earlier_policies(
    connection: Connection, site_id: int, checks: tuple[OutsideCheck, ...]
) -> EarlierPolicy:
    """Gives a policy by its version; None for one that is not kept, or cannot be read any more."""
    put = {each.version: each.source for each in put_policies(connection, site_id)}
    defaults = {
        version: _unless_invalid(read_earlier_default, source)
        for version, source in default_sources(connection).items()
    }
    changed = _changed(filter(None, defaults.values()))
    read_put = partial(read_put_before, changed=changed)

    @cache
    def earlier(version: str) -> Policy | None:
        found = defaults.get(version)
        if version in put and version not in defaults:
            found = _unless_invalid(read_put, put[version])
        return None if found is None else with_checks(found, checks)

    return earlier


def _unless_invalid(read: Callable[[str], Policy], source: str) -> Policy | None:
    try:
        return read(source)
    except Invalid:  # by what could be written in an older version of ours
        return None


def _changed(defaults: Iterable[Policy]) -> frozenset[Table[Any]]:
    """Where our defaults were others than today's at some time."""
    today = read_policy_once(default_source())
    return frozenset(table for each in defaults for table in TABLES if each[table] != today[table])
