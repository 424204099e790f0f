"""Putting a policy in force: a decision of somebody's, with a reason, and nobody's by mistake."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from rejoinder.errors import Forbidden, Invalid, N_, Refused
from rejoinder.moderation.policy import Policy, default_source, read_policy
from rejoinder.moderation.policy.places import differ_only_in
from rejoinder.sites import actions, queries
from rejoinder.sites.kept_defaults import is_kept_default
from rejoinder.sites.model import PutReason, Site, policy_version
from rejoinder.storage import Database, lock_until_commit
from rejoinder.text import TooLong, tidy

# Before any policy was put, the default is in force.
DEFAULT_ID: Final = 0
# In characters: a paragraph.
LONGEST_REASON: Final = 1000
ELSEWHERE_TOO: Final = N_(
    "These rules differ from those in force in more than your sections; perhaps somebody put "
    "others in force since. Please write yours anew, from those."
)


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """A policy that is to be in force."""

    source: str
    by: str
    """Who puts it, as the audit log names them."""
    reason: str = ""
    seen: int | None = None
    """The row of the one that they saw in force, DEFAULT_ID for the default; None where they did
    not look, on the command line."""
    sections: Collection[str] = ()
    """Where alone it may differ from the one in force; none of them: anywhere."""


def put_in_force(connection: Connection, site: Site, new: NewPolicy, *, now: datetime) -> str:
    """Puts a policy in force and returns its version; one that is already stays as it is.

    Raises:
        Forbidden: it differs where its writer looks after nothing.
        Invalid: code `bad-policy`, it cannot be read; or `reason-missing`.
        Refused: code `policy-changed`, another one is in force than they saw; or `same-policy`.
    """
    policy = read_policy(new.source)
    lock_until_commit(connection, f"policy of {site.id}")
    before = queries.policy_in_force(connection, site.id)
    if new.seen is not None:
        _check_seen(before.id if before else DEFAULT_ID, new)
    reason = _checked_reason(new)
    if new.sections:
        in_force = before.source if before else default_source()
        if not differs_only_in(in_force, policy, new.sections):
            raise Forbidden(ELSEWHERE_TOO, code="other-section")
    if before is not None and before.version == policy_version(new.source):
        if new.seen is not None:
            raise Refused(N_("These rules are in force already."), code="same-policy")
        return before.version
    # The row is the log's as well: who, when and why, what it replaced and by which right.
    why = PutReason(reason, tuple(sorted(new.sections)))
    return actions.put_policy(connection, site, new.source, put_by=new.by, now=now, why=why)


def differs_only_in(in_force: str, policy: Policy, sections: Collection[str]) -> bool:
    """Whether a policy is the same as the text in force everywhere but in these sections.

    It is not where that text cannot be read, as after a setting got another name: then whoever
    looks after all sections mends it.
    """
    try:
        before = read_policy(in_force)
    except Invalid:
        return False
    return differ_only_in(before, policy, sections)


def keep_default(database: Database, *, now: datetime) -> None:
    """Keeps the text of our own policy, for when a later version of ours has another one.

    Else nobody would know any more by which rules sites were decided that put none. Where it is
    kept already, nothing is written.
    """
    source = default_source()
    with database.reading() as connection:
        if is_kept_default(connection, policy_version(source)):
            return
    with database.writing() as connection:
        actions.keep_default_policy(connection, source, now=now)


def _check_seen(in_force: int, new: NewPolicy) -> None:
    if new.seen != in_force:
        raise Refused(
            N_(
                "Somebody put other rules in force meanwhile. Nothing is changed: please look at "
                "theirs first."
            ),
            code="policy-changed",
        )


def _checked_reason(new: NewPolicy) -> str:
    """The reason as it is stored; on the command line there need be none."""
    try:
        reason = tidy(new.reason, LONGEST_REASON)
    except TooLong:
        raise Invalid(
            N_("That is a long reason: say it in %(most)s characters."),
            code="reason-long",
            most=LONGEST_REASON,
        ) from None
    if new.seen is not None and not reason:
        raise Invalid(N_("Please say why: it stands in the log."), code="reason-missing")
    return reason
