"""Which claim says of somebody that they subscribe. Pure.

A site names it: `subscription`, which must be true; `roles=subscriber`, which must be that text or
a list that holds it; with dots for a claim within another (`resource_access.paper.roles=member`).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rejoinder.errors import Invalid, N_

# In characters; the names that providers give to claims of their own are addresses.
LONGEST = 200
# What an account said counts for so long: a session may last longer than a subscription.
STANDS_FOR = timedelta(days=31)


def check_subscriber(claim: str) -> str:
    """A claim that can be looked for.

    Raises:
        Invalid: it has no name, or is too long.
    """
    told = claim.strip()
    name, _, _ = told.rpartition("=") if "=" in told else (told, "", "")
    if told and (not name.strip() or len(told) > LONGEST or not told.isprintable()):
        raise Invalid(
            N_("Name a claim, such as “subscription” or “roles=subscriber” (%(most)s characters)."),
            most=LONGEST,
        )
    return told


def subscribes(claim: str, *said: Mapping[str, Any]) -> bool:
    """Whether one of these, the token's claims or its `user`, has the claim as it must be."""
    if not claim:
        return False
    name, wants, value = claim.rpartition("=") if "=" in claim else (claim, "", "")
    found = (_found(each, name) for each in said)
    return any(_says(each, value) if wants else each is True for each in found)


def _found(claims: Mapping[str, Any], name: str) -> object:
    """A claim by its whole name, else step by step; None where there is none."""
    if name in claims:
        return claims[name]
    here: object = claims
    for part in name.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return here


def _says(told: object, value: str) -> bool:
    several = told if isinstance(told, list) else [told]
    return any(isinstance(each, str) and each == value for each in several)
