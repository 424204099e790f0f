"""Staff give somebody a standing, or take it back: watched, banned, known, trusted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment
from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.moderation.actions.ban_letters import knows_of, overtake, tell_of_ban
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.actions.statement_log import put_statement_of_ban
from rejoinder.readers import actions as reader_actions
from rejoinder.readers.model import Address, GivenStanding, Standing
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.readers.queries import given_standing, given_standings, standing_by_id
from rejoinder.sites.model import Actor, StaffMember
from rejoinder.sites.queries import staff_member
from rejoinder.sites.roles import LONGEST_BAN_BY_A_MODERATOR, Act, require

# What may end by itself.
MAY_END: Final = frozenset({Standing.WATCHED, Standing.BANNED})
# The reason of a row that ends one standing for the next.
GAVE_WAY: Final = "changed"


@dataclass(frozen=True, slots=True)
class NewStanding:
    """What a member of staff thinks of somebody from now on, and why."""

    standing: Standing
    """NEW takes back what was given: what they earn counts again."""
    reason: str
    until: datetime | None = None
    """When it ends by itself; None for never."""
    section: str = ""
    """In which the comment stands for which it is given; empty where it is given for none, or
    that stands in none: then it takes somebody who looks after all."""


def address_of(connection: Connection, comment: Comment) -> Address:
    """Whose standing it is that a comment's author gets: of the address that it was sent under.

    A guest may write under several, one after the other.
    """
    author = comment.author
    proved = reader_by_id(connection, author.reader_id).verified
    return Address(comment.site_id, author.email, proved)


def give(
    connection: Connection,
    address: Address,
    member: Actor,
    wanted: NewStanding,
    *,
    now: datetime,
    tells: bool = True,
) -> int:
    """Puts a standing in force for an address, with who says so and why; returns its number.

    Of a ban its owner is told by a letter of its own, unless another one tells them (`tells`).

    Raises:
        Forbidden: that is an editor's or another section's to do; `act_of` says what it is.
        Invalid: no reason, too long a one, or an end that has passed or that it cannot have.
        Refused: it is a colleague, trust where the address is not proved, or no address at all.
    """
    before = given_standing(connection, *address[:2], proved=address.proved, now=now)
    require(member, act_of(before, wanted, now=now), wanted.section)
    _check_can_be(address, wanted)
    reason = checked_note(wanted.reason, field="reason")
    if not reason:
        raise Invalid(
            N_("Please say why: it is kept with it."),
            code="reason-missing",
            details={"field": "reason"},
        )
    if wanted.until is not None and wanted.until <= now:
        raise Invalid(N_("That time has passed already."), details={"field": "until"})
    if address.proved and staff_member(connection, *address[:2]) is not None:
        raise Refused(N_("That is a colleague: remove them from the staff first."), code="staff")
    if before is not None and before.standing is Standing.BANNED:
        overtake(connection, address, before, now=now)
    if before is not None and before.standing in {Standing.BANNED, wanted.standing}:
        # Once the new one has ended, what it took the place of must not count again.
        _give(connection, address, member, NewStanding(Standing.NEW, GAVE_WAY), now=now)
    new = NewStanding(wanted.standing, reason, wanted.until)
    given = _give(connection, address, member, new, now=now)
    if wanted.standing is Standing.BANNED:
        put_statement_of_ban(connection, address, given, reason, wanted.until, now=now)
        if tells:
            tell_of_ban(connection, given, now=now)
    return given


def _check_can_be(address: Address, wanted: NewStanding) -> None:
    if not address.email and wanted.standing is not Standing.NEW:
        # It would be everybody's who came from another system without one.
        raise Refused(
            N_("No address of theirs is known, by which we could tell them from others."),
            code="no-address",
        )
    if wanted.standing is Standing.TRUSTED and not address.proved:
        # It would count for nothing: see `standing_from`.
        raise Refused(
            N_("Trust needs an address that is proved: anybody could have typed this one."),
            code="not-proved",
        )
    if wanted.until is not None and wanted.standing not in MAY_END:
        # What it took the place of, a ban or a watch, would count again from then on.
        raise Invalid(
            N_("Only a ban or a watch ends by itself."), code="no-end", details={"field": "days"}
        )


def give_again(
    connection: Connection,
    address: Address,
    again: GivenStanding,
    before: GivenStanding | None,
    gone: GivenStanding,
) -> None:
    """Puts a standing in force again, as `gone` gives way to the one `before` it.

    Of a ban its owner is told anew, unless it is all that they know.
    """
    given = reader_actions.give_standing(connection, address, again)
    now = again.made_at
    ban = before if before is not None and before.standing is Standing.BANNED else None
    known = ban is None or knows_of(connection, address, ban, gone, now=now)
    if gone.standing is Standing.BANNED:
        overtake(connection, address, gone, now=now)
    if ban is not None and not known:
        put_statement_of_ban(connection, address, given, ban.reason, ban.until, now=now)
        tell_of_ban(connection, given, now=now)


def lift(
    connection: Connection,
    standing_id: int,
    member: Actor,
    reason: str,
    *,
    now: datetime,
) -> int:
    """Takes back a standing that a list of them shows; returns the number of the new one.

    Raises:
        Forbidden, Invalid: as `give` does.
        NotFound: their site has no such standing.
        Refused: it has ended, or somebody changed it meanwhile.
    """
    found = standing_by_id(connection, member.site_id, standing_id)
    if found is None:
        raise NotFound(N_("There is no such standing."), code="unknown-standing")
    address, given = found
    in_force = given_standing(connection, *address[:2], proved=address.proved, now=now)
    if in_force != given:
        raise Refused(N_("That was changed meanwhile."), code="changed-meanwhile")
    return give(connection, address, member, NewStanding(Standing.NEW, reason), now=now)


def take_back(
    connection: Connection,
    comment: Comment,
    standing_id: int,
    member: StaffMember,
    *,
    now: datetime,
) -> None:
    """Takes back what one gave the author of a comment oneself; what was before counts again.

    Raises:
        Forbidden: a colleague gave it, which takes who may give the other one.
        NotFound: their site has no such standing.
        Refused: something else was given since.
    """
    found = standing_by_id(connection, member.site_id, standing_id)
    address = address_of(connection, comment)
    if found is None or found[0][:2] != address[:2]:
        raise NotFound(N_("There is no such standing."), code="unknown-standing")
    given = given_standings(connection, *address[:2], proved=address.proved, limit=3, now=now)
    if not given or given[0] != found[1]:
        raise Refused(N_("That was changed meanwhile."), code="changed-meanwhile")
    before = next((each for each in given if each.made_at != given[0].made_at), None)
    standing, until = (Standing.NEW, None) if before is None else (before.standing, before.until)
    section = section_of(connection, comment.article_id)
    own = given[0].made_by == member.signature
    act = Act.UNDO_OWN if own else act_of(given[0], NewStanding(standing, "", until), now=now)
    require(member, act, section)
    again = GivenStanding(standing, member.signature, "undone", now, until)
    give_again(connection, address, again, before, given[0])


def act_of(before: GivenStanding | None, wanted: NewStanding, *, now: datetime) -> Act:
    """What it is, as roles know it, to put one standing in the place of another."""
    changed = {wanted.standing} if before is None else {wanted.standing, before.standing}
    if before is not None and before.standing is Standing.BANNED:
        return Act.LIFT_BAN
    if wanted.standing is Standing.BANNED:
        short = wanted.until is not None and wanted.until - now <= LONGEST_BAN_BY_A_MODERATOR
        return Act.BAN_FOR_A_WHILE if short else Act.BAN_FOR_LONGER
    if changed & {Standing.KNOWN, Standing.TRUSTED}:
        return Act.TRUST
    return Act.WATCH


def _give(
    connection: Connection,
    address: Address,
    member: Actor,
    new: NewStanding,
    *,
    now: datetime,
) -> int:
    given = GivenStanding(new.standing, member.signature, new.reason, now, new.until)
    return reader_actions.give_standing(connection, address, given)
