"""Authors of another system as they are kept here."""

import re
from functools import lru_cache

from rejoinder.errors import Invalid
from rejoinder.imports.staged import StagedAuthor
from rejoinder.readers.model import check_email
from rejoinder.text import TooLong, tidy_line

_LONGEST_NAME = 80
# Of a name as it stands in a file.
_LONGEST_RAW = 1000
# What any address may have before its @, but for case: nothing in it needs a closer look.
_PLAIN_BOX = re.compile(r"[a-z0-9_-]{1,60}(?:\.[a-z0-9_-]{1,60})?", re.IGNORECASE | re.ASCII)
_LONGEST_PLAIN = 64
# With the longest letter-box before it still no longer than an address may be.
_LONGEST_DOMAIN = 254 - _LONGEST_PLAIN - 1


def cleaned(author: StagedAuthor) -> StagedAuthor:
    """The same with a name and an address that can be kept; empty where there is none."""
    return StagedAuthor(author.key, tidy_name(author.name), _address(author.email))


@lru_cache(maxsize=10_000)
def tidy_name(raw: str) -> str:
    """A name as it is kept: on one line, cut where it is too long."""
    try:
        return tidy_line(raw[:_LONGEST_RAW])[:_LONGEST_NAME].strip()
    except TooLong:
        return ""


def _address(raw: str) -> str:
    box, at, domain = raw.rpartition("@")
    if not at:
        return ""
    short = len(box) <= _LONGEST_PLAIN and len(domain) <= _LONGEST_DOMAIN
    if not short or _PLAIN_BOX.fullmatch(box) is None:
        return _checked(raw)
    # Most letter-boxes are with a few, and to check a domain takes a tenth of a millisecond.
    known = _domain(domain)
    return f"{box.lower()}{known}" if known else ""


@lru_cache(maxsize=10_000)
def _domain(raw: str) -> str:
    """The @ and what stands behind it as they are kept; empty where it can be no domain."""
    return _checked(f"a@{raw}")[1:]


def _checked(raw: str) -> str:
    try:
        return check_email(raw)
    except Invalid:
        return ""
