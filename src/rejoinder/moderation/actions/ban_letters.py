"""The letters about bans: as others they wait, so that what is taken back at once causes none.

Whether a letter went is read from the outbox, since a worker may be late.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.moderation.letters import LETTER_WAITS
from rejoinder.readers.model import Address, GivenStanding, Standing
from rejoinder.readers.tables import standings
from rejoinder.storage import outbox

# The errand of the letter; its payload is the `standing_id`.
TELL_OF_BAN: Final = "tell-of-ban"


def tell_of_ban(connection: Connection, standing_id: int, *, now: datetime) -> None:
    """Leaves word that its owner must be told of a ban; the letter waits as those of decisions."""
    outbox.put(connection, TELL_OF_BAN, {"standing_id": standing_id}, now=now + LETTER_WAITS)


def overtake(
    connection: Connection, address: Address, ban: GivenStanding, *, now: datetime
) -> None:
    """Puts off a ban's letter that nobody began to send, as another standing takes its place.

    While that can be taken back at sight, the letter still says that its owner knows nothing.
    """
    for letter in list(_letters(connection, address, ban)):
        if not letter.tries:
            outbox.take_back(connection, letter)
            tell_of_ban(connection, letter.payload["standing_id"], now=now)


def knows_of(
    connection: Connection,
    address: Address,
    ban: GivenStanding,
    gone: GivenStanding,
    *,
    now: datetime,
) -> bool:
    """Whether a ban that counts again is all that its owner knows: its letter went, and none about
    what was `gone` meanwhile.

    Of a lift there is no letter: after a while they may have seen that their comments are taken.
    """
    if any(True for _ in _letters(connection, address, ban)):
        return False
    unread = any(not each.tries for each in _letters(connection, address, gone))
    return unread or now - gone.made_at < LETTER_WAITS


def _letters(
    connection: Connection, address: Address, given: GivenStanding
) -> Iterator[outbox.Job]:
    for standing_id in _numbers(connection, address, given):
        named = ("standing_id", standing_id)
        yield from outbox.unfinished(connection, (TELL_OF_BAN,), named, since=given.made_at)


def _numbers(connection: Connection, address: Address, given: GivenStanding) -> list[int]:
    """Of a ban; of anything else there are no letters."""
    if given.standing is not Standing.BANNED:
        return []
    found = select(standings.c.id).where(
        standings.c.site_id == address.site_id,
        standings.c.email == address.email,
        standings.c.standing == Standing.BANNED,
        standings.c.made_at == given.made_at,
    )
    return list(connection.execute(found).scalars())
