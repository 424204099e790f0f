"""What a comment must have in whatever format, and what is said where it has not."""

from rejoinder.errors import N_
from rejoinder.imports.model import Problem


def no_id(line: int) -> Problem:
    """It cannot be told from others."""
    return Problem(line, N_("A comment has no id."))


def no_thread(line: int) -> Problem:
    """It stands nowhere."""
    return Problem(line, N_("A comment does not say under which thread it stands."))


def no_date(line: int) -> Problem:
    """It has no place among others."""
    return Problem(line, N_("A comment has no date, or one that cannot be."))
