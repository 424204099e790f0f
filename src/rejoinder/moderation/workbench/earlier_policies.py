"""The policies by which a site's comments were decided, as far as their texts are kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
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
from rejoinder.sites.queries import put_sources


@dataclass(slots=True)
class EarlierPolicies:
    """Policies by their versions, as far as somebody had them looked up."""

    site_id: int
    checks: tuple[OutsideCheck, ...]
    _defaults: Mapping[str, Policy | None]
    _changed: frozenset[Table[Any]]
    """Where our defaults were others than today's at some time."""
    _known: dict[str, Policy | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, connection: Connection, site_id: int, checks: tuple[OutsideCheck, ...]
    ) -> "EarlierPolicies":
        """Those of a site, of which none is looked up yet."""
        defaults = {
            version: _unless_invalid(read_earlier_default, source)
            for version, source in default_sources(connection).items()
        }
        return cls(site_id, checks, defaults, _changed(filter(None, defaults.values())))

    def learn(self, connection: Connection, versions: Iterable[str]) -> None:
        """Looks these up that were not before: of a batch, however many the site ever put."""
        unknown = set(versions) - self._known.keys()
        if not unknown:
            return
        put = put_sources(connection, self.site_id, unknown - self._defaults.keys())
        for version in unknown:
            found = self._defaults.get(version)
            if version in put:
                found = _unless_invalid(self._read_put, put[version])
            self._known[version] = None if found is None else with_checks(found, self.checks)

    def __call__(self, version: str) -> Policy | None:
        """The policy of a version that was looked up; None where it is not kept or not readable."""
        return self._known.get(version)

    def _read_put(self, source: str) -> Policy:
        return read_put_before(source, changed=self._changed)


def _unless_invalid(read: Callable[[str], Policy], source: str) -> Policy | None:
    try:
        return read(source)
    except Invalid:  # by what could be written in an older version of ours
        return None


def _changed(defaults: Iterable[Policy]) -> frozenset[Table[Any]]:
    """Where our defaults were others than today's at some time."""
    today = read_policy_once(default_source())
    return frozenset(table for each in defaults for table in TABLES if each[table] != today[table])
