"""A period's numbers as rows: what a file and a page show. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.notice_kinds import NOTICE_KINDS
from rejoinder.moderation.statements import Automation, Category, Restriction, Source
from rejoinder.transparency.model import Answered, Numbers


class NumberRow(NamedTuple):
    """One number. Its section and name are msgids."""

    section: str
    name: str
    value: float | None
    """None where nothing could be measured."""
    of_a_span: str = ""
    """The name, where people read the value as a length of time: it counts hours. Else empty."""


RESTRICTIONS: Final[Mapping[Restriction, str]] = {
    Restriction.DECLINED: N_("Comments not posted, or taken down"),
    Restriction.HELD: N_("Comments held for a person"),
    Restriction.SUSPENDED: N_("Readers suspended for a time"),
    Restriction.BANNED: N_("Readers banned"),
}
CATEGORIES: Final[Mapping[Category, str]] = {
    Category.OWN_RULES: N_("Our own rules alone"),
    Category.CYBER_VIOLENCE: N_("Abuse of somebody"),
    Category.SPEECH: N_("Hateful or illegal speech"),
    Category.VIOLENCE: N_("Threats and violence"),
    Category.PRIVACY: N_("Private data"),
    Category.SELF_HARM: N_("Self-harm"),
    Category.MINORS: N_("Protection of minors"),
    Category.PROPERTY: N_("Somebody else's work"),
    Category.SECURITY: N_("Public security"),
}
AUTOMATIONS: Final[Mapping[Automation, str]] = {
    Automation.FULLY: N_("Decided by a program"),
    Automation.PARTIALLY: N_("Found by a program, decided by a person"),
    Automation.NOT: N_("Decided by a person alone"),
}
SOURCES: Final[Mapping[Source, str]] = {
    Source.OWN: N_("On our own"),
    Source.REPORT: N_("After readers' reports"),
    Source.NOTICE: N_("After notices of something illegal"),
    Source.TRUSTED_FLAGGER: N_("After a trusted flagger's notice"),
}


def rows_of(numbers: Numbers) -> Iterator[NumberRow]:
    """All of them, in the order of the page."""
    yield NumberRow(N_("Comments"), N_("Written"), numbers.comments)
    yield NumberRow(N_("Comments"), N_("Reports by readers"), numbers.reports)
    yield from _counted(N_("What was restricted"), RESTRICTIONS, numbers.by("restriction"))
    yield from _counted(N_("For what"), CATEGORIES, numbers.by("category"))
    yield from _counted(N_("Who decided"), AUTOMATIONS, numbers.by("automation"))
    yield from _counted(N_("Who told us"), SOURCES, numbers.by("source"))
    yield from _answered(N_("Appeals"), numbers.appeals, N_("Comment published after all"))
    yield from _answered(
        N_("Notices of something illegal"), numbers.notices, N_("Comment taken down")
    )
    for kind, count in numbers.notice_kinds.items():
        known = NOTICE_KINDS.get(kind)
        yield NumberRow(N_("Notices by kind"), kind if known is None else known.choice, count)
    yield from _suspended(numbers)


def in_words(row: NumberRow, translator: Translator) -> tuple[str, str | None]:
    """The name and the value of a row as people read them; no value where there is none."""
    name = translator.translate(row.of_a_span or row.name)
    if row.value is None:
        return name, None
    hours = row.value if row.of_a_span else None
    return name, translator.number(row.value) if hours is None else translator.span(hours * 3600)


def _suspended(numbers: Numbers) -> Iterator[NumberRow]:
    """Those for misuse, by what was misused, as Article 24(1)(b) tells them apart."""
    section = N_("Suspended for misuse")
    yield NumberRow(section, N_("For comments against the law"), numbers.suspended_by_law)
    yield NumberRow(section, N_("For unfounded notices"), numbers.suspended_notifiers)
    # Nobody is kept from appealing.
    yield NumberRow(section, N_("For unfounded appeals"), 0)


def _counted(
    section: str, names: Mapping[Any, str], counts: Mapping[str, int]
) -> Iterator[NumberRow]:
    for key, name in names.items():
        yield NumberRow(section, name, counts.get(key, 0))


def _answered(section: str, told: Answered, right: str) -> Iterator[NumberRow]:
    yield NumberRow(section, N_("Made"), told.made)
    yield NumberRow(section, N_("Answered"), told.answered)
    yield NumberRow(section, right, told.found_right)
    yield NumberRow(
        section,
        N_("Median time to the answer, in hours"),
        told.median_hours,
        of_a_span=N_("Median time to the answer"),
    )
