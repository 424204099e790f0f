"""Pictures are read as the words that they stand for, and shown as the pictures that they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine import Judge
from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ("🐀", "rat"),
        ("🏳️‍🌈", "flag rainbow gay"),
        ("👨🏿", "man black"),
        ("🇳🇬", "nigerian flag"),
        ("🇽🇽", "flag"),
        ("❤️", "love"),
        ("🧌", "troll"),
        ("✔", "check mark"),
    ],
)
def test_a_picture_says_a_word(picture: str, words: str) -> None:
    written = demojize(fold(f"say {picture} now").text).text
    assert written.split() == ["say", *words.split(), "now"]


def test_letters_signs_and_other_scripts_are_no_pictures() -> None:
    text = "café £5 → «да» 漢字 1/2 • …"
    assert demojize(text).text == text


@given(st.text(st.sampled_from("a 🐀👩🏿\u200d🇳🇬❤️é!")))
def test_every_letter_leads_back_into_the_text(text: str) -> None:
    folded = fold(text)
    written = demojize(folded.text)
    assert len(written.starts) == len(written.ends) == len(written.text)
    for place in range(len(written.text)):
        start, end = folded.original(*written.original(place, place + 1))
        assert 0 <= start < end <= len(text)


def test_an_attack_in_pictures_is_seen_and_shown(judge: Judge) -> None:
    text = "All of them 🐀🐀, and 👨🏿 above all."
    found = judge(text).abuse["identity_attack"]
    kind = judge("All of them ❤️, and 👨🏿 above all.").abuse["identity_attack"]
    assert found.score > max(0.4, kind.score)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
