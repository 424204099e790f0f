"""What a passkey is, for whom it is good, and what is under way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from rejoinder.errors import Invalid, N_
from rejoinder.sites.model import Site, StaffMember

# Web Authentication, 5.8.3: at most 1023 bytes, in base64url.
LONGEST_CREDENTIAL_ID: Final = 1364
LONGEST_NAME: Final = 60
# Several, so that one can be lost; not so many that nobody knows whose they are.
MOST_PASSKEYS: Final = 10
CHALLENGE_LASTS: Final = timedelta(minutes=5)


class Ceremony(StrEnum):
    """What a challenge was given out for; it is good for nothing else."""

    REGISTRATION = "registration"
    SIGN_IN = "sign-in"


@dataclass(frozen=True, slots=True)
class Passkey:
    """One that a member of staff registered; the private half never leaves their device."""

    id: int
    name: str
    credential_id: str
    """In base64url, as browsers tell it."""
    public_key: str
    """COSE, in base64url."""
    sign_count: int
    """How often it was used as its device counts; 0 for ever where the device does not count."""
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Credential:
    """What a registration proved: a passkey before it has a name."""

    id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """For whom a passkey is good: a browser uses it at this origin's host and nowhere else."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the desk's door, in one browser."""

    site: Site
    member: StaffMember
    session: str
    """The hash by which their session is known."""
    now: datetime


def relying_party(site: Site) -> RelyingParty:
    """The party that a site is.

    Raises:
        Invalid: browsers keep passkeys for names alone (Web Authentication, 5.1.3), and give them
            to pages over https or of this very machine.
    """
    parts = urlsplit(site.base_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
        named = False
    except ValueError:
        named = True
    if not named or not (parts.scheme == "https" or host == "localhost"):
        raise Invalid(
            N_(
                "Passkeys need a site that is reached by a name and over https: %(address)s is not."
            ),
            code="no-passkeys-here",
            address=site.base_url,
        )
    return RelyingParty(host, f"{parts.scheme}://{parts.netloc.lower()}", site.name)
