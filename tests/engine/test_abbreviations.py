"""Abuse by its initials is read as the words that are meant; names and terms stay as they are."""

import pytest

from rejoinder.engine import Case, Judge, fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("KYS", "kill yourself"),
        ("Do us a favour, Brenda, kys!", "do us a favour, brenda, kill yourself!"),
        (
            "ｋｙｓ! k y s! K.Y.S. STFUUUU",
            "kill yourself! kill yourself! kill yourself. shut the fuck up",
        ),
        ("k y sharp, s.t.f.university, sky.sk.y", "k y sharp, s.t.f.university, sky.sk.y"),
        ("Ms Lorne should KYS today", "ms lorne should kill yourself today"),
        (
            "KYS Ferries run at ten. Our STFU committee",
            "kys ferries run at ten. our stfu committee",
        ),
        ("https://example.com/kys skys kysely", "https://example.com/kys skys kysely"),
        ("WTF, FFS: the POS is down", "wtf, ffs: the pos is down"),
    ],
)
def test_initials_are_read_as_the_words_they_stand_for(written: str, read: str) -> None:
    assert fold(written).text == read


def test_where_they_stand_is_told_of_the_text_as_it_was_written() -> None:
    folded = fold("Brenda, kys!")
    begin = folded.text.index("kill")
    assert folded.original(begin, begin + len("kill yourself")) == (8, 11)


def test_a_text_of_nothing_else_does_not_grow_without_end() -> None:
    assert len(fold("kys " * 5_000).text) < 21_000


def test_what_is_done_with_them_is_heard(judge: Judge) -> None:
    thrown, told = judge.batch(
        [
            Case("kys pal"),
            Case("Half of what stood under her video was kys, and nobody did a thing."),
        ]
    )
    assert thrown.abuse is not None
    assert told.abuse is not None
    assert thrown.abuse["threat"].score > 0.8
    assert thrown.abuse["threat"].spans == ((0, 3),)
    assert told.abuse["threat"].score < 0.3
