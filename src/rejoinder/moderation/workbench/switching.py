"""Switching rules on; those that would keep most of everything back only if that is meant."""

from datetime import datetime
from typing import Final

from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.policies import NewPolicy, put_in_force
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.workbench.model import check_length
from rejoinder.moderation.workbench.strictness import Strictness, strictness_of
from rejoinder.sites.model import Site
from rejoinder.storage import Database

TOO_STRICT: Final = N_("These rules would keep back most of what people write. Is that meant?")


class TooStrict(Refused):
    """Whoever puts these rules in force is asked whether that is meant."""

    code = "policy-too-strict"

    def __init__(self, strictness: Strictness) -> None:
        """`strictness` says what they would have made of the newest comments."""
        told = {"comments": strictness.figures.comments, "kept_back": strictness.kept_back}
        super().__init__(TOO_STRICT, details=told)
        self.strictness = strictness


def switch_on(
    database: Database, site: Site, new: NewPolicy, *, is_meant: bool, now: datetime
) -> str:
    """Puts a policy in force and returns its version.

    Raises:
        TooStrict: it would keep most of everything back, and nobody said that it is meant.
        Forbidden, Invalid, Refused: as `put_in_force` does; or it is too long.
    """
    check_length(new.source)
    policy = read_policy(new.source)
    with database.reading() as connection:
        strictness = strictness_of(connection, site.id, policy, now=now)
    if strictness.asks_again and not is_meant:
        raise TooStrict(strictness)
    with database.writing() as connection:
        return put_in_force(connection, site, new, now=now)
