"""Who a reader is, how an address must look, and what standing means."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

from rejoinder.errors import Invalid, N_
from rejoinder.text import TooLong, tidy_line

# RFC 5321: 64 before the sign, 255 behind it.
LONGEST_EMAIL = 320


class Standing(StrEnum):
    """How a site regards somebody. New and trusted are earned; the others staff decide."""

    NEW = "new"
    KNOWN = "known"
    TRUSTED = "trusted"
    WATCHED = "watched"
    BANNED = "banned"


class SessionCarrier(StrEnum):
    """How a session's token comes back to us. A token of one kind opens nothing as the other."""

    COOKIE = "cookie"
    BEARER = "bearer"
    """In the header `Authorization`: for pages of other origins, whose cookies browsers refuse."""


# What a bearer's token begins with: so it is no API key, and no cookie's.
BEARER_PREFIX = "rjs_"


# In place of the address of somebody who signed on by an account elsewhere whose address is not
# proved: by it they are known and given a standing. A name that nobody can have (RFC 2606).
_NO_ADDRESS = "@identity.invalid"


def placeholder_of(issuer: str, subject: str) -> str:
    """What stands for the address of an account elsewhere: always the same for the same one."""
    told = f"{issuer}\n{subject}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:32] + _NO_ADDRESS


def is_placeholder(email: str) -> bool:
    """Whether no letter can go there, and nobody is to be shown it."""
    return email.endswith(_NO_ADDRESS)


class Address(NamedTuple):
    """An e-mail address on a site, by which a standing is given."""

    site_id: int
    email: str
    proved: bool
    """Whether its owner opened a link; a guest's is only what they typed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who writes on one site. A guest's address is only what they typed."""

    id: int
    site_id: int
    email: str
    name: str
    """Empty until somebody who signed in has chosen one; never made from the address."""
    verified_at: datetime | None
    named_at: datetime | None = None
    """When somebody who signed in chose the name that they have."""

    @property
    def verified(self) -> bool:
        """Whether the address is proved, by a link that was opened."""
        return self.verified_at is not None

    @property
    def address(self) -> Address:
        """What their standing is given by."""
        return Address(self.site_id, self.email, self.verified)

    @property
    def sender_key(self) -> str:
        """By which limits count what they send while they are signed in."""
        return f"reader-{self.id}"


@dataclass(frozen=True, slots=True)
class NewAuthor:
    """Somebody who wrote in another system, before they have a number here."""

    name: str
    email: str
    proved: bool = False
    """Whether whoever runs the site says that the address is theirs."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser that we know again."""

    token_hash: str
    reader: Reader
    signed_in: bool
    """False for a guest, whom we know again only to show them their own comments."""
    expires_at: datetime
    passkey_at: datetime | None = None
    """Of a member of staff: when they showed a passkey in it."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """A sign-in link as whoever holds it may know it: not whose it is."""

    next_path: str
    opens: bool
    """False for one that was used, or is too old."""


@dataclass(frozen=True, slots=True)
class GivenStanding:
    """A standing that somebody gave, who and why."""

    standing: Standing
    made_by: str
    reason: str
    made_at: datetime
    until: datetime | None = None
    """When it ends by itself; None for never."""


@dataclass(frozen=True, slots=True)
class Restricted:
    """Somebody who is banned or watched."""

    standing_id: int
    address: Address
    reader_id: int | None
    """Who last came with the address; None where it was only written down."""
    name: str
    """As they last called themselves; empty where they never did."""
    given: GivenStanding


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """Somebody asks for a sign-in link."""

    site_id: int
    email: str
    next_path: str
    """Where it leads."""
    sender_key: str
    """Who asks, as far as they cannot choose."""


def check_email(raw: str) -> str:
    """The address in the one form in which it is kept and compared.

    Raises:
        Invalid: it cannot be an address.
    """
    try:
        checked = validate_email(tidy_line(raw, LONGEST_EMAIL), check_deliverability=False)
    except (EmailNotValidError, TooLong):
        raise Invalid(
            N_("That does not look like an e-mail address.")
            if raw.strip()
            else N_("Please give your e-mail address."),
            code="bad-email",
            details={"field": "email"},
        ) from None
    # Not casefold: that makes ss of ß, and those can be the letter-boxes of two people.
    return checked.normalized.lower()
