"""What a site is, who works there, and the secrets that open its doors."""

import hashlib
import re
import secrets
import string
from dataclasses import dataclass
from enum import StrEnum

SHORT_ALPHABET = string.ascii_lowercase + string.digits
ACCENT = re.compile(r"#[0-9a-f]{6}")
# WCAG AA wants 4.5 for text; our paper is a shade darker than the white that is measured against.
LEAST_CONTRAST = 4.6


class Role(StrEnum):
    """What a member of staff may do: an editor everything, a moderator the desk."""

    EDITOR = "editor"
    MODERATOR = "moderator"


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


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works at the desk of one site."""

    id: int
    site_id: int
    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class PolicySource:
    """A policy as it was put in force: TOML, and the version its words hash to."""

    version: str
    source: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key that opens something now; the key itself is not kept."""

    id: int
    site_id: int
    name: str


def contrast(colour: str, other: str = "#ffffff") -> float:
    """How far two colours `#rrggbb` stand apart, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def new_secret() -> str:
    """A token of 192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)


def short_secret() -> str:
    """A token of twelve small letters and digits, about 62 random bits.

    Akismet's clients ask for exactly twelve, and some write them into a host name.
    """
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(12))


def hash_secret(token: str) -> str:
    """What is kept of a token: its SHA-256. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def policy_version(source: str) -> str:
    """The first 12 hex digits of the SHA-256 of a policy's text."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
