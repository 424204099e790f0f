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
        ("f⃝u҉c̸k̷̢̛ f\u2800uck", "fuck fuck"),
        ("⒤⒟⒤⒪⒯ ꜱʜɪᴛ ᶦᵈᶦᵒᵗ ƒuck", "idiot shit idiot fuck"),
        ("ᶆoᶉoᶇ, ꝁꞮȼⱪ, ᵮᵾȼꝁ, ʙⱥsŧɑɍđ, mo\u027don", "moron, kick, fuck, bastard, moron"),
        ("you are a \u202enorom\u202c, say so", "you are a moron, say so"),
        ("you ʇoᴉpᴉ, ʞɔnɟ it", "you idiot, fuck it"),  # upside down
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
        ("ιԁιοт", "idiot"),  # Greek and Cyrillic in one word
        ("fцck дss", "fuck ass"),  # faintly alike, in words that mix alphabets
        ("ᖴᑌᑕK ꓝꓴꓚꓗ", "fuck fuck"),
        ("5 μg and 20 μm", "5 μg and 20 μm"),
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
        ("1d10t 5tup1d n1663r", "idiot stupid nigger"),
        ("x1d10y", "x1d10y"),  # too many digits to tell from a code
        ("@ss @sshole $h1t", "ass asshole shit"),
        ("stup!d sh|t bi+ch fu(k", "stupid shit bitch fuck"),
        ("the A55, AS 400, 5 hits (rap) @assange", "the a55, as 400, 5 hits (rap) @assange"),
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
        ("f**k sh*t a**hole b!tch", "fuck shit asshole bitch"),
        ("F*CKING f#ck f@ck f_ck f-ck f--k", "fucking fuck fuck fuck fuck fuck"),
        ("f*** b**** you", "fuck bitch you"),
        ("d*** this", "d*** this"),  # "damn" would be milder
        ("2*a*s+b*s, M*A*S*H, a* search", "2*a*s+b*s, mash, a* search"),
        ("https://example.com/f*ck?a=sh1t", "https://example.com/f*ck?a=sh1t"),
        ("well-known, sci-fi, 9-to-5, t-shirt", "well-known, sci-fi, 9-to-5, t-shirt"),
    ],
)
def test_masked_words_are_read_where_only_one_can_be_meant(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("You are a 🐍!", "you are a snake!"),
        ("you🐷you 🤡🤡", "you pig you clown clown"),
        ("🖕 to the council", "fuck you to the council"),
        ("🐍", "🐍"),  # alone, as in a list of words, it is only itself
        ("Happy birthday 🎂🇬🇧👍", "happy birthday 🎂🇬🇧👍"),
    ],
)
def test_pictures_are_read_as_what_people_are_called(written: str, read: str) -> None:
    assert fold(written).text == read


def test_a_picture_is_shown_where_it_stands() -> None:
    written = "Such a🤡🐍, he is"
    folded = fold(written)
    place = folded.text.index("snake")
    start, end = folded.original(place, place + len("snake"))
    assert written[start:end] == "🐍"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("i d i o t", "idiot"),
        ("i/d/i/o/t i,d,i,o,t i|d|i|o|t i·d·i·o·t", "idiot idiot idiot idiot"),
        ("i. d. i. o. t.", "idiot."),
        ("i - d - i - o - t", "idiot"),
        ("i d 1 o t or i.d.1.0.t", "idiot or idiot"),
        ("f u c k y o u", "fuck you"),
        ("choose a/b/c, x, y, z or 1 - 2 - 3", "choose a/b/c, x, y, z or 1 - 2 - 3"),
        ("J. R. R. Tolkien, 3 p.m., 10/10, s/he", "j. r. r. tolkien, 3 p.m., 10/10, s/he"),
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
        "dick van dyke", "9 a.m.", "£4.50 a go", "ph.d.", "24/7", "$5k", "mp3",
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


@given(st.text("aаοiftukc1!$*.- \u200b@üĳ3xvʇᴉ🐍🖕", max_size=40))
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
        "a b/",
        "f*",
        "|",
        "a|",
        "ʇ",
        "🐍a",
        "u r a ",
        "1*_-",
        "id iot ",
        "f u",
        "f*ck ",
        "fcuk ",
        "kys ",
        "you see ",
        "eff",
        "[a](",
        "[a](/b)",
        "p1c7 ",
        "1a1 ",
        "🇫",
        "i-",
        "'",
        "&#1",
        "&#102;",
        "a<b>",
        "<!--",
        "a[b]",
        "|_|",
        "(a)",
        "ffuu",
        "aab",
        "a$",
        "\u202ea",
        "ム",
        "₣a",
        "a....",
    ],
)
def test_no_text_of_20_kilobytes_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    fold(piece * (20_000 // len(piece)))
    assert time.perf_counter() - begun < 2  # tens of milliseconds; quadratic work takes minutes
