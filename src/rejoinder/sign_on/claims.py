"""From a token's claims to what is believed of somebody. Pure; every value is somebody's text."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rejoinder.errors import Invalid, N_
from rejoinder.readers.model import check_email
from rejoinder.readers.names import LONGEST_TYPED
from rejoinder.sign_on.model import (
    LONGEST_SUBJECT,
    Claimed,
    TokenRefused,
    TokenSettings,
    Way,
)
from rejoinder.sign_on.subscriptions import subscribes

Claims = Mapping[str, Any]
# Python can tell moments to the end of the year 9999; the last year is left for leeways.
_LAST_SECOND = 253_370_764_799


def from_token(way: Way, settings: TokenSettings, claims: Claims) -> Claimed:
    """What a site's own token says: Coral's `user`, else the registered claims of OpenID Connect.

    Raises:
        TokenRefused: it does not say of whom, or in a form that cannot be taken.
    """
    user = claims.get("user")
    if user is None:
        return _claimed(way, settings, claims, claims, claims.get("sub"), name_of(claims))
    if not isinstance(user, dict):
        raise TokenRefused(N_("The token's claim “%(claim)s” is not as it must be."), claim="user")
    name = user.get("username")
    return _claimed(way, settings, claims, user, user.get("id"), name)


def _claimed(
    way: Way,
    settings: TokenSettings,
    claims: Claims,
    person: Claims,
    subject: object,
    name: object,
) -> Claimed:
    email = email_of(person.get("email"))
    return Claimed(
        issuer=way.issuer,
        subject=subject_of(subject),
        email=email,
        email_verified=settings.emails_verified and email is not None,
        name=text_of(name),
        issued_at=moment_of(claims.get("iat")),
        subscribes=subscribes(settings.subscriber, person, claims),
    )


def subject_of(value: object) -> str:
    """Whose token it is: the account's number or name at its issuer.

    Raises:
        TokenRefused: it is none.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if value.bit_length() < 256 else ""
    fits = isinstance(value, str) and value.strip() and len(value) <= LONGEST_SUBJECT
    if not isinstance(value, str) or not fits or not value.isprintable():
        raise TokenRefused(
            N_("The token does not say whose it is (user.id, or sub)."), code="token-subject"
        )
    return value


def email_of(value: object) -> str | None:
    """The address in the form in which we keep them; None where it is none."""
    told = text_of(value)
    if told is None:
        return None
    try:
        return check_email(told)
    except Invalid:
        return None


def text_of(value: object) -> str | None:
    """A short text, such as a name; None for anything else."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TYPED:
        return None
    half = any("\ud800" <= each <= "\udfff" for each in value)  # JSON can hold half a letter
    return None if half or "\0" in value else value.strip()


def moment_of(value: object) -> datetime | None:
    """A moment as tokens tell it, in seconds since 1970; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= _LAST_SECOND:  # false of what is no number, too
        return None
    return datetime.fromtimestamp(value, UTC)


def name_of(claims: Claims) -> str | None:
    """What somebody is called by the standard claims; None where none of those can be a name."""
    return next(filter(None, (text_of(claims.get(each)) for each in _NAMES)), None)


# Of the standard claims (OpenID Connect Core, 5.1) those that somebody chose, the shown one first.
_NAMES = ("nickname", "name", "preferred_username")
