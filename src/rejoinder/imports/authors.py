"""Authors of another system as they are kept here."""

from functools import lru_cache

from rejoinder.errors import Invalid
from rejoinder.imports.staged import StagedAuthor
from rejoinder.readers.model import check_email
from rejoinder.text import TooLong, tidy_line

_LONGEST_NAME = 80
# Of a name as it stands in a file.
_LONGEST_RAW = 1000


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
    if "@" not in raw:
        return ""
    try:
        return check_email(raw)
    except Invalid:
        return ""
