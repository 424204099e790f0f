"""How much a report counts: by whom, after which earlier ones, and together with others."""

from datetime import UTC, datetime, timedelta

import pytest

from rejoinder.moderation.faq.sections import entries
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.report_weights import (
    FULL,
    GUEST,
    NEW_HERE,
    CountedReport,
    ReporterRecord,
    enough,
    total_weight,
    weight_of,
)
from rejoinder.readers.model import Standing
from tests.moderation.test_faq import FACTS, filled

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
READER = ReporterRecord(Standing.KNOWN)


@pytest.mark.parametrize(
    ("reporter", "weight"),
    [
        (ReporterRecord(Standing.TRUSTED), 100),
        (READER, 100),
        (ReporterRecord(Standing.NEW), 50),
        (ReporterRecord(Standing.WATCHED), 50),
        (ReporterRecord(Standing.BANNED), 0),
        (ReporterRecord(), 25),
        # Who reports wrongly often weighs less still, signed in or not.
        (ReporterRecord(Standing.KNOWN, found_wrong=1), 75),
        (ReporterRecord(Standing.KNOWN, found_wrong=3), 50),
        (ReporterRecord(Standing.KNOWN, found_wrong=9), 25),
        (ReporterRecord(Standing.KNOWN, found_right=9, found_wrong=3), 80),
        (ReporterRecord(Standing.KNOWN, found_right=50), 100),
        (ReporterRecord(found_wrong=3), 12),
        (ReporterRecord(found_wrong=1000), 0),
        # Staff take it off the page by themselves; authors protect nothing of their own.
        (ReporterRecord(Standing.NEW, is_staff=True), 300),
        (ReporterRecord(Standing.TRUSTED, is_author=True), 0),
        (ReporterRecord(Standing.KNOWN, is_author=True, is_staff=True), 0),
    ],
)
def test_how_much_one_report_counts(reporter: ReporterRecord, weight: int) -> None:
    assert weight_of(reporter, hold_after=3) == weight


def counted(*weights: int, by_guest: bool, days: int = 0, network: str = "") -> list[CountedReport]:
    moment = NOON + timedelta(days=days)
    return [CountedReport(by_guest, weight, moment, network) for weight in weights]


@pytest.mark.parametrize(
    ("reports", "total"),
    [
        ([], 0),
        (counted(100, 75, 50, by_guest=False), 225),
        (counted(25, 25, by_guest=True) + counted(100, by_guest=False), 150),
        # Guests of several days may be the same few: the day counts on which they count most.
        (counted(25, 25, by_guest=True) + counted(25, by_guest=True, days=1), 50),
        ([each for day in range(40) for each in counted(25, by_guest=True, days=day)], 25),
        # One network, with as many guests and new letter-boxes as it likes, is one newcomer.
        (counted(*[25] * 12, by_guest=True, network="one"), 50),
        (counted(*[50] * 6, by_guest=False, network="one"), 50),
        (counted(*[50] * 2, by_guest=False) + counted(50, 50, by_guest=False, network="one"), 150),
        (counted(100, 100, by_guest=False, network="one"), 200),
        # Of readers who signed in we know that they are others.
        (counted(100, by_guest=False) + counted(100, by_guest=False, days=1), 200),
    ],
)
def test_how_much_reports_count_together(reports: list[CountedReport], total: int) -> None:
    assert total_weight(reports) == total


@pytest.mark.parametrize(
    ("total", "hold_after", "held"),
    [(299, 3, False), (300, 3, True), (25, 1, False), (100, 1, True)],
)
def test_when_reports_take_a_comment_off_the_page(total: int, hold_after: int, held: bool) -> None:
    assert enough(total, hold_after) is held


def test_one_network_of_guests_can_never_bring_it_about_alone() -> None:
    """Its guests are one reporter a day, and no number of days adds up."""
    a_year = [each for day in range(365) for each in counted(GUEST, by_guest=True, days=day)]
    assert not enough(total_weight(a_year), 1)


def test_the_faq_tells_these_weights() -> None:
    (section,) = [each for each in entries(Policy(), FACTS) if each.id == "reporting"]
    told = filled(section.paragraphs)
    assert "in full if a signed-in reader" in told
    assert "half if they are new here" in told
    assert FULL == 2 * NEW_HERE
    assert "a quarter if a guest" in told
    assert FULL == 4 * GUEST
