"""Comments that wait and say nearly the same."""

from datetime import datetime, timedelta

import pytest

from rejoinder.comments.model import Comment
from rejoinder.desk.alike import MOST_TOGETHER, AlikeMemory
from rejoinder.desk.likeness import ALIKE, BANDS, bands, likeness, shingles
from rejoinder.moderation.model import Outcome
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment

SPAM = (
    "I made four thousand crowns in a week from home with this trick that the banks do not want "
    "you to know, write to me today"
)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (SPAM.upper() + "!!!", True),
        (SPAM.replace("four", "nine").replace("today", "now"), True),
        (SPAM.replace(" ", "\u200b ").replace("a", "a"), True),
        (SPAM + " " + " ".join(f"word{number}" for number in range(40)), False),
        ("The bridge should have been mended years ago, and everybody knew it.", False),
        ("", False),
    ],
)
def test_texts_are_alike_whatever_was_done_to_hide_it(other: str, same: bool) -> None:
    assert (likeness(shingles(SPAM), shingles(other)) >= ALIKE) is same


@pytest.mark.parametrize("short", ["Yes.", "yes", " YES! "])
def test_short_ones_are_alike_where_they_are_the_same(short: str) -> None:
    assert likeness(shingles("Yes"), shingles(short)) == 1
    assert likeness(shingles("No"), shingles(short)) == 0


def test_what_is_alike_shares_a_band_and_hardly_anything_else_does() -> None:
    words = [f"w{number}" for number in range(60)]
    whole = set(bands(shingles(" ".join(words))))
    assert len(whole) == BANDS
    for at in range(50):
        changed = [*words]
        changed[at : at + 8] = [f"x{number}" for number in range(8)]
        assert whole & set(bands(shingles(" ".join(changed))))
    strangers = (
        f"{' '.join(f's{other}-{number}' for number in range(60))}" for other in range(200)
    )
    assert not any(whole & set(bands(shingles(each))) for each in strangers)


def held(database: Database, now: datetime, *texts: str) -> list[Comment]:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        return [
            make_comment(
                connection,
                now=now + timedelta(seconds=number),
                article=article,
                text=text,
                outcome=Outcome.HOLD,
            )
            for number, text in enumerate(texts)
        ]


def test_the_likest_that_wait_are_found_as_they_come_and_go(
    database: Database, now: datetime
) -> None:
    nearly, other = SPAM.replace("four", "nine"), "The bridge should have been mended years ago."
    spam, near, bridge, same = held(database, now, SPAM, nearly, other, SPAM)
    memory, site_id = AlikeMemory(), spam.site_id
    waiting = {each.id for each in (spam, near, bridge, same)}
    with database.reading() as connection:
        assert memory.alike(connection, site_id, spam.id, waiting) == [same.id, near.id]
        assert memory.alike(connection, site_id, bridge.id, waiting) == []
        # Decided meanwhile, by whomever.
        assert memory.alike(connection, site_id, spam.id, waiting - {same.id}) == [near.id]
        # One that waits no more can still be looked at.
        assert memory.alike(connection, site_id, same.id, {near.id}) == [near.id]
        assert memory.alike(connection, site_id, spam.id, waiting) == [same.id, near.id]


def test_no_more_are_put_together_than_one_press_decides(database: Database, now: datetime) -> None:
    made = held(database, now, *(SPAM for _ in range(MOST_TOGETHER + 3)))
    with database.reading() as connection:
        found = AlikeMemory().alike(
            connection, made[0].site_id, made[0].id, {each.id for each in made}
        )
    assert found == [each.id for each in made[1 : MOST_TOGETHER + 1]]
