"""What a site is, who works there, its policy's text and its keys."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from rejoinder.errors import N_


class Role(StrEnum):
    """What a member of staff is; `roles` says what each may do."""

    OBSERVER = "observer"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Site:
    """A publication, with its look and its addresses."""

    id: int
    key: str
    name: str
    tagline: str
    language: str
    time_zone: str
    base_url: str
    """Scheme and host by which readers reach it, without a slash at the end."""
    accent: str
    """The colour of its kickers and links, `#rrggbb`."""
    origins: tuple[str, ...] = ()
    """Web origins whose pages may call this site's API from a browser."""
    passkeys_required: bool = False
    """Whether its desk opens to nobody without a passkey."""


@dataclass(frozen=True, slots=True)
class NewSite:
    """What is told of a site before it has a number."""

    key: str
    name: str
    tagline: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    base_url: str = "http://127.0.0.1:8000"
    accent: str = "#8a1c1c"
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    passkeys_required: bool = False


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody who is to work at the desk, or to work there as something else."""

    email: str
    """Normalised already."""
    name: str
    role: Role
    sections: frozenset[str] = frozenset()
    """Where they act; empty: everywhere."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works at the desk of one site."""

    id: int
    site_id: int
    email: str
    name: str
    role: Role
    sections: frozenset[str] = frozenset()
    """Where they act; empty: everywhere."""

    @property
    def staff_id(self) -> int | None:
        """As the log names who acted."""
        return self.id

    @property
    def key_id(self) -> int | None:
        """They act with no key."""
        return None

    @property
    def signature(self) -> str:
        """What is written beside what they gave somebody."""
        return self.email


@dataclass(frozen=True, slots=True)
class PolicySource:
    """A policy as it was put in force: TOML, and the version its words hash to."""

    version: str
    source: str
    id: int = 0
    """Of its row: two that are put with the same words have the same version, and not this."""


@dataclass(frozen=True, slots=True)
class PutPolicy:
    """A policy with who put it in force, when and why."""

    version: str
    source: str
    put_by: str
    put_at: datetime
    id: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PutReason:
    """Why a policy is put in force, and by which right."""

    words: str = ""
    sections: tuple[str, ...] = ()
    """Where alone its writer may change anything; none of them: anywhere."""


class Scope(StrEnum):
    """What a key opens, in the words that an operator types."""

    READ = "read"
    POST = "post"
    MODERATE = "moderate"
    ARTICLES = "articles"
    ADMIN = "admin"
    DROPIN = "dropin"


SCOPES: Final[Mapping[Scope, str]] = {
    Scope.READ: N_(
        "read all comments, whatever became of them, and statements of reasons; not who may be "
        "about to harm themselves"
    ),
    Scope.POST: N_(
        "post, edit, withdraw, report and appeal for the readers of the paper's own site"
    ),
    Scope.MODERATE: N_("do at the desk what a moderator may"),
    Scope.ARTICLES: N_("put and change articles, close and reopen their threads"),
    Scope.ADMIN: N_(
        "do at the desk what an editor may, say who works there, and all that the others above open"
    ),
    Scope.DROPIN: N_("ask the judge in the formats of other services"),
}
"""What each scope opens, for an operator. `admin` opens whatever the paper's API has."""


# In characters, as the store takes them.
LONGEST_KEY_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that is to be made."""

    name: str
    scopes: Collection[Scope]
    short: bool = False
    """Twelve characters long, as Akismet's clients ask for."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that opens something now; the key itself is not kept."""

    id: int
    site_id: int
    name: str
    scopes: frozenset[Scope]

    def opens(self, scope: Scope) -> bool:
        """Whether it was made for this; a key for the drop-in formats opens nothing else."""
        if scope is Scope.DROPIN:
            return scope in self.scopes
        return not self.scopes.isdisjoint({scope, Scope.ADMIN})

    @property
    def role(self) -> Role:
        """Whose acts at the desk it may do, where it opens the desk."""
        return Role.ADMINISTRATOR if Scope.ADMIN in self.scopes else Role.MODERATOR

    @property
    def sections(self) -> frozenset[str]:
        """It opens all of them."""
        return frozenset()

    @property
    def staff_id(self) -> int | None:
        """It is nobody's in particular."""
        return None

    @property
    def key_id(self) -> int | None:
        """As the log names who acted."""
        return self.id

    @property
    def signature(self) -> str:
        """What is written beside what was given with it."""
        return signature_of_key(self.name)


# In characters: as long as an article's section may be.
LONGEST_SECTION: Final = 60

Actor = StaffMember | Key
"""Who acts at the desk: one of the staff, or the site's own software with a key."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote something that is kept: one of the staff, who may be gone since, or a key."""

    staff_id: int | None
    key_id: int | None
    name: str
    """What they, or the key, are called."""

    def is_same_as(self, actor: Actor) -> bool:
        """Whether whoever acts now wrote it."""
        return (self.staff_id, self.key_id) == (actor.staff_id, actor.key_id)


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key as an operator sees it, whether it still opens anything or not."""

    id: int
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    revoked_at: datetime | None
    last_used: date | None
    """The last day on which calls with it were counted."""


def signature_of_key(name: str) -> str:
    """What is written beside what was given with a key of this name."""
    return f"key {name}"


def policy_version(source: str) -> str:
    """The first 12 hex digits of the SHA-256 of a policy's text."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]
