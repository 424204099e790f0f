"""The policy in force as it is read; where it cannot be, the last one that can, and people decide.

A row can have been changed by hand, or written for another version of ours.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from rejoinder.errors import Invalid
from rejoinder.moderation.policy import Policy, default_source, read_policy_once
from rejoinder.moderation.rules.mode import MODE, Mode, ModeSettings
from rejoinder.sites.kept_defaults import kept_defaults
from rejoinder.sites.model import PolicySource, PutPolicy, policy_version
from rejoinder.sites.queries import policy_in_force, put_policies

log = logging.getLogger(__name__)

_FEW = 20


def read_in_force(connection: Connection, site_id: int) -> tuple[PolicySource, Policy]:
    """The newest policy that was put, else the default.

    Where it cannot be read, the last one before it that can, by which nobody is posted or declined
    without a person's word.
    """
    put = policy_in_force(connection, site_id) or _default()
    try:
        return put, read_policy_once(put.source)
    except Invalid:
        log.error("policy: that in force on site %s cannot be read; comments wait", site_id)
    last = last_readable(connection, site_id)
    return last, all_held(read_policy_once(last.source))


def source_in_force(connection: Connection, site_id: int) -> str:
    """The text of the policy in force, whether it can be read or not."""
    return (policy_in_force(connection, site_id) or _default()).source


def last_readable(connection: Connection, site_id: int) -> PolicySource:
    """The newest policy that was put and can be read, else the default."""
    for put in _put_by(connection, site_id):
        try:
            read_policy_once(put.source)
        except Invalid:
            continue
        return PolicySource(put.version, put.source, put.id)
    return _default()


def _put_by(connection: Connection, site_id: int) -> Iterator[PutPolicy]:
    """All policies that a site put, the newest first, a few texts in memory at a time."""
    before = None
    while found := put_policies(connection, site_id, before=before, limit=_FEW):
        yield from found
        before = found[-1].id


def all_held(policy: Policy) -> Policy:
    """The same policy, but it posts and declines nobody without a person's word, anywhere."""
    differences = tuple(
        replace(each, values={table: told for table, told in each.values.items() if table != MODE})
        for each in policy.differences
    )
    return Policy({**policy.values, MODE: ModeSettings(Mode.ALL_HELD, readable=False)}, differences)


def default_sources(connection: Connection) -> dict[str, str]:
    """The texts of all default policies that are known by version: those kept, and today's."""
    today = _default()
    return {**kept_defaults(connection), today.version: today.source}


def _default() -> PolicySource:
    return PolicySource(version=policy_version(default_source()), source=default_source())
