"""The reasons for which a reader may report a comment, what they are called, and notices' own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rejoinder.errors import N_


@dataclass(frozen=True, slots=True)
class ReportReason:
    """The words of one reason; msgids, translated where they are shown."""

    choice: str
    """As the reader chooses it."""
    title: str
    """As the desk reads it."""


# By the ids that reports are stored with, in the order of the form.
REPORT_REASONS: Final[Mapping[str, ReportReason]] = {
    "abuse": ReportReason(
        choice=N_("It is abusive or threatens somebody"),
        title=N_("Abusive"),
    ),
    "off-topic": ReportReason(
        choice=N_("It is not about the article"),
        title=N_("Not about the article"),
    ),
    "spam": ReportReason(
        choice=N_("It is advertising or spam"),
        title=N_("Advertising or spam"),
    ),
    "privacy": ReportReason(
        choice=N_("It tells private things about somebody"),
        title=N_("Tells private things"),
    ),
    "other": ReportReason(
        choice=N_("Something else"),
        title=N_("Something else"),
    ),
}

# What a notice of something illegal is among the reports; each has a form of its own.
ILLEGAL: Final = "illegal"
DANGER: Final = "danger"
NOTICE_TITLES: Final[Mapping[str, str]] = {
    ILLEGAL: N_("Notice: against the law"),
    DANGER: N_("Notice: somebody's life or safety is in danger"),
}
