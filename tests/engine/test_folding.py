"""A disguised word is read as it was meant, and every place leads back to what was written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine import fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("You IDIOT", "you idiot"),
        ("naïve café", "naive cafe"),
        ("ï̈d́i̇ȯẗ", "idiot"),
        ("straße ﬁne", "strasse fine"),
        ("ｆｕｃｋ", "fuck"),
        ("𝖎𝖉𝖎𝖔𝖙", "idiot"),
        ("ⓘⓓⓘⓞⓣ 🅸🅳🅸🅾🆃", "idiot idiot"),
        ("id\u200biot", "idiot"),
        ("id\u00adi\u2060ot\ufeff", "idiot"),
        ("i\x00d\x07iot", "idiot"),
        ("don’t “go”", 'don\'t "go"'),
    ],
)
def test_plain_letters_are_seen_through_fancy_and_hidden_ones(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("іdiоt", "idiot"),  # Cyrillic і and о among Latin letters
        ("mοrοn", "moron"),  # Greek omicrons
        ("you ѕһіт", "you shit"),  # wholly borrowed, in a Latin text
        ("Привет, мир", "привет, мир"),
        ("he said сор", "he said сор"),  # an ordinary Russian word
        ("ΑΘΗΝΑ", "αθηνα"),
    ],
)
def test_borrowed_letters_are_read_and_other_scripts_left(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sh1t", "shit"),
        ("sh!t", "shit"),
        ("a$$hole", "asshole"),
        ("a$$", "ass"),
        ("$hit", "shit"),
        ("b@stard", "bastard"),
        ("n0t f00l", "not fool"),
        ("1d10t", "1d10t"),  # too many digits to tell from a code
        ("covid19 4chan 1st 20th 10am", "covid19 4chan 1st 20th 10am"),
        ("G7 mp3s W3C", "g7 mp3s w3c"),
        ("Stop!Listen", "stop!listen"),
        ("it cost $100 and 45 cents", "it cost $100 and 45 cents"),
        ("me@example.com", "me@example.com"),
        ("https://example.com/a1b2/x0y", "https://example.com/a1b2/x0y"),
    ],
)
def test_digits_in_words_are_letters_and_digits_elsewhere_digits(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("i d i o t", "idiot"),
        ("you f.u.c.k off", "you fuck off"),
        ("f-u-c-k", "fuck"),
        ("i d i o t f.u.c.k", "idiot fuck"),
        ("U.S.A.", "usa."),
        ("e.g. this", "e.g. this"),
        ("plan a b or c", "plan a b or c"),
    ],
)
def test_letters_set_apart_are_joined(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("stuuuupid", "stupid"),
        ("killllll", "kill"),
        ("cooool", "cool"),
        ("fuckkkkk", "fuck"),
        ("asssssss", "ass"),
        ("Louis XIII", "louis xiii"),
        ("www.example.com zzz", "www.example.com zzz"),
        ("aaaaaaaaa", "aaa"),
    ],
)
def test_stretched_letters_are_cut_to_a_spelling(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    "innocent",
    [
        "scunthorpe", "penistone", "essex", "cockburn", "the assassin passed the class",
        "classic bass", "shiitake", "dickens", "mass shootings", "we committed", "bookkeeper",
        "committee", "vacuum", "skiing", "the egg", "add a b flat", "all hell", "pass it on",
    ],
)  # fmt: skip
def test_innocent_words_are_unharmed(innocent: str) -> None:
    assert fold(innocent).text == innocent


def test_a_found_word_is_shown_as_it_was_written() -> None:
    written = "Oh, you ïd\u200bI0T!"
    folded = fold(written)
    place = folded.text.index("idiot")
    start, end = folded.original(place, place + 5)
    assert written[start:end] == "ïd\u200bI0T"


@given(st.text(st.characters(), max_size=200))
def test_every_place_leads_back_into_the_text(written: str) -> None:
    folded = fold(written)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    pairs = zip(folded.starts, folded.ends, strict=True)
    assert all(0 <= start < end <= len(written) for start, end in pairs)
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text("aаοit1!$.- \u200b@üĳ3xv", max_size=40))
def test_disguises_on_disguises_still_lead_back(written: str) -> None:
    folded = fold(written)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    pairs = zip(folded.starts, folded.ends, strict=True)
    assert all(0 <= start < end <= len(written) for start, end in pairs)


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "a.",
        "a",
        "a1",
        "é",
        "a@",
        "aа",
        "x@",
        "iiix ",
        "s1t www.a ",
        "a1!",
        "a  ",
        "$",
        "аb1!.. ",
    ],
)
def test_no_text_of_20_kilobytes_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    fold(piece * (20_000 // len(piece)))
    assert time.perf_counter() - begun < 2  # tens of milliseconds; quadratic work takes minutes
