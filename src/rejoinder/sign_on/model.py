"""Ways to sign on that a site has, and what each of them says of somebody. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from rejoinder.errors import Forbidden

# How far the clocks of two machines may be apart, unless a site says otherwise.
LEEWAY = timedelta(seconds=60)
# Of a name or a subject; what is longer is refused rather than cut, since cut ones may be equal.
LONGEST_SUBJECT = 255
LONGEST_ISSUER = 300


class Kind(StrEnum):
    """What a way to sign on is."""

    TOKEN = "token"  # noqa: S105 - a kind's name
    OPENID = "openid"
    COMMENTO = "commento"


class Secret(msgspec.Struct, frozen=True):
    """What a site and its accounts share. Several may be in force while one follows another."""

    id: str
    """`kid` of the tokens that it signs; told in lists, where the secret never is."""
    value: str


class TokenSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Signed tokens (JWT) that a site's own software makes."""

    secrets: tuple[Secret, ...] = ()
    """For HS256. Where there are any there are neither keys nor an address of keys."""
    keys: str = ""
    """Public keys as a JSON Web Key Set."""
    keys_url: str = ""
    """Where such a set is fetched."""
    issuer: str = ""
    """What `iss` must be; empty: it is not looked at."""
    audience: str = ""
    """What `aud` must be or hold; empty: it is not looked at."""
    needs_expiry: bool = True
    single_use: bool = False
    """`jti` must be there, and opens one session only."""
    leeway_seconds: Annotated[int, Meta(ge=0, le=600)] = int(LEEWAY.total_seconds())
    emails_verified: bool = False
    """The site has proved its accounts' addresses: theirs are our readers' of the same address."""
    subscriber: str = ""
    """The claim that says of somebody that they subscribe; see `subscriptions`. Empty: none."""


class OpenIdSettings(msgspec.Struct, frozen=True, kw_only=True):
    """A provider of OpenID Connect, whom the site is known to as a client."""

    provider: str
    """Its issuer: the address below which it tells of itself (Discovery, 4)."""
    client_id: str
    client_secret: str = ""
    """Empty: a public client, whom PKCE alone protects."""
    scope: str = "openid profile email"
    emails_verified: bool = False
    """Addresses that it says are verified are believed; else none is."""
    subscriber: str = ""
    """As of tokens."""

    @property
    def as_token(self) -> TokenSettings:
        """What its ID tokens must be."""
        return TokenSettings(
            issuer=self.provider,
            audience=self.client_id,
            emails_verified=self.emails_verified,
            subscriber=self.subscriber,
        )


class CommentoSettings(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the site's that signs who somebody is as Commento's sites do."""

    url: str
    secret: str
    """In hexadecimal figures, as Commento shows it."""
    emails_verified: bool = False


Settings = TokenSettings | OpenIdSettings | CommentoSettings
SETTINGS: dict[Kind, type[Settings]] = {
    Kind.TOKEN: TokenSettings,
    Kind.OPENID: OpenIdSettings,
    Kind.COMMENTO: CommentoSettings,
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to sign on to a site."""

    id: int
    site_id: int
    kind: Kind
    name: str
    """By which commands know it."""
    label: str
    """What its button says, as in "Sign in with Courier account"."""
    settings: Settings

    @property
    def issuer(self) -> str:
        """Who says who somebody is: two of one site are never taken for each other."""
        told = self.settings
        issuer = told.issuer if isinstance(told, TokenSettings) else ""
        issuer = told.provider if isinstance(told, OpenIdSettings) else issuer
        return issuer or f"{self.kind}:{self.name}"

    @property
    def by_page(self) -> bool:
        """Whether readers are led to a page elsewhere, and come back from there."""
        return not isinstance(self.settings, TokenSettings)


class Claimed(NamedTuple):
    """What an account's owner says of somebody, checked and bounded; None where it says nothing."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    name: str | None
    issued_at: datetime | None
    """Of what was said before only what is older gives way; None: it is newer than everything."""
    subscribes: bool = False


class Used(NamedTuple):
    """A token that opens one session only."""

    issuer: str
    token_id: str
    until: datetime
    """From then on it opens nothing anyway."""


class TokenRefused(Forbidden):
    """A token that proves nothing. What is told helps whoever made it, and nobody to make one."""

    code = "bad-token"
