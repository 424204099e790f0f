"""A rule that the policy switches off forbids nothing, whatever came while a comment waited."""

from datetime import UTC, datetime, timedelta

from rejoinder.moderation.model import Case, Earlier, Record
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rules.flood import flood
from rejoinder.moderation.rules.repeat import repeat
from rejoinder.readers.model import Standing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STORED_MEANWHILE = Earlier("the night tram", NOW + timedelta(seconds=3))
COMMENT = Case(
    text="The night tram is full by Kettle Street, every time.",
    author_name="Old Bosun",
    standing=Standing.KNOWN,
    record=Record(published=3),
    now=NOW,
    fingerprint="the night tram",
    earlier=(STORED_MEANWHILE,) * 9,
)


def test_neither_flood_nor_repeat() -> None:
    assert [len(list(check(Policy(), COMMENT))) for check in (flood, repeat)] == [1, 1]
    off = read_policy("[flood]\nminutes = 0\n[repeat]\nhours = 0\n")
    assert [list(check(off, COMMENT)) for check in (flood, repeat)] == [[], []]
