"""Words of abuse are read through what hides them, and fair words stay as they are."""

import json
import re
from pathlib import Path

import pytest

from rejoinder.engine import fold
from rejoinder.engine.model_files import PACKAGED_MODEL

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("p*dophile id**t id?ot n#zi", "pedophile idiot idiot nazi"),
        ("f•ck b■tch sh█t f🍆ck", "fuck bitch shit fuck"),  # any sign
        ("b****y weather, b***** hell, b*tchy", "bloody weather, bloody hell, bitchy"),
        ("*sshole, *astard, fuc*, wan#", "asshole, bastard, fuck, wank"),  # any letter
        ("b*llsh*t m*therf*cking", "bullshit motherfucking"),
        ("bast****ds pedo***le", "bastards pedophile"),  # fewer letters than signs, and more
        ("what-a-sh*t f*ck/tw*t m0r*n's", "what-a-shit fuck/twat moron's"),
        ("*hit the road* and *ill", "*hit the road* and *ill"),
        ("lo*k c*ke h*llo 3*4 a*b c# d-day", "lo*k c*ke h*llo 3*4 a*b c# d-day"),
        (
            "e-mail co-op o'clock vice-chair rock'n'roll",
            "e-mail co-op o'clock vice-chair rock'n'roll",
        ),
        ("nazi* killer? dick! (prick)", "nazi* killer? dick! (prick)"),
    ],
)
def test_any_sign_masks_any_letter_of_a_word_of_abuse(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("fcuk off you bsatards", "fuck off you bastards"),
        ("idoit! wnaker, mornos", "idiot! wanker, morons"),
        ("vvhore tvvat cvnt phuck fuuck shiit", "whore twat cunt fuck fuck shit"),
        ("biatch stoopid dumass fuq", "bitch stupid dumbass fuck"),
        (
            "carp with the looser net; cnut, prevert, ocon",
            "carp with the looser net; cnut, prevert, ocon",
        ),
        ("https://fcuk.example/fcuk", "https://fcuk.example/fcuk"),
    ],
)
def test_words_misspelt_on_purpose_are_read(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("you id iot, mo ron", "you idiot, moron"),
        ("fu\nck you, sl\r\nut", "fuck you, slut"),
        ("re.tard bast-ard cu_nt wan/ker i**d**iot", "retard bastard cunt wanker idiot"),
        ("stu pi d", "stupid"),
        ("Ana L. Ferris, from Twatt in Orkney", "ana l. ferris, from twatt in orkney"),
        ("the pen is mine, who re-elected him", "the pen is mine, who re-elected him"),
        (
            "a big hit, ass in a field, as shown, co on",
            "a big hit, ass in a field, as shown, co on",
        ),
        ("get a new kit, ten is enough, mass age", "get a new kit, ten is enough, mass age"),
    ],
)
def test_words_in_pieces_are_joined(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("eff you see kay off", "fuck off"),
        ("you see you en tee", "you cunt"),
        ("what a double, ess aitch eye tea", "what a double, shit"),
        ("y o u a r e a n i d i o t", "you are an idiot"),
        ("s p a c e d out in the U.S.A.", "spaced out in the usa."),
        ("oh you see, why are you", "oh you see, why are you"),
        ("🇫 🇺 🇨 🇰 them 🇬🇧🇫🇷🇩🇪🇮🇹", "fuck them 🇬🇧🇫🇷🇩🇪🇮🇹"),
    ],
)
def test_words_spelled_out_are_read(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7h15 p1c7ur3 15 4n 0ld j0k3", "this picture 15 an old joke"),
        ("y0u 4r3 4ll m0r0n5, g0 t0 h3ll", "you are all morons, go to hell"),
        ("wh47 4 57up1d j0k3, 541d 7h3 c4p741n", "what a stupid joke, said the captain"),
        ("l34v3 it there, th0$3 b1tch3$", "leave it there, those bitches"),
        ("a 737, a B737, an A380, 4n, 1t of steel", "a 737, a b737, an a380, 4n, 1t of steel"),
        ("h1n1 and h5n1 on the 4th at 10am", "h1n1 and h5n1 on the 4th at 10am"),
        ("EC1A 1BB, SW1A 1AA and W1A 0AX", "ec1a 1bb, sw1a 1aa and w1a 0ax"),
        ("B2B, m4a1 and 4x4, plate AB11 CDE", "b2b, m4a1 and 4x4, plate ab11 cde"),
        ("1st, 2nd, 3rd, 50p, 7pm, 90s, A4, M25", "1st, 2nd, 3rd, 50p, 7pm, 90s, a4, m25"),
    ],
)
def test_whole_texts_in_digits_are_read_and_codes_are_not(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ꮪhit ⲥunt 𐐽unt", "shit cunt cunt"),
        ("ꮯunt f\u0336u\u0336c\u0336k\u0336", "cunt fuck"),
        ("id\U000e0061iot", "idiot"),  # a tag, which nobody sees
        ("a [id](https://example.com)iot", "a idiot"),
        ("[id](https://a.example)[iot](https://b.example)", "idiot"),
        ("see [this](https://a.example) (page)", "see [this](https://a.example) (page)"),
    ],
)
def test_what_nobody_sees_breaks_no_word(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#102;uck, m&#x6f;ron, id&shy;iot, wan&zwnj;ker", "fuck, moron, idiot, wanker"),
        (
            "R&amp;D at AT&amp;T &lt; &pound;5, fish&chips; &nonsense;",
            "r&d at at&t < £5, fish&chips; &nonsense;",
        ),
        ("mo<b>r</b>on, id<!-- x -->iot, wan[i]k[/i]er", "moron, idiot, wanker"),
        (
            "<b>bold</b> words<br>and others, a < b > c",
            "<b>bold</b> words<br>and others, a < b > c",
        ),
        ("f<span style='color:red'>u</span>ck", "fuck"),
    ],
)
def test_markup_within_a_word_breaks_none(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "爪ㄖ尺ㄖ几! you 爪ㄖ尺ㄖ几, ﾉりﾉのｲ, เ๔เ๏t and ᎷᎧᏒᎧᏁ",
            "moron! you moron, idiot, idiot and moron",
        ),
        ("₩hore, ₥oron, ¢unt, §hit, s¡on, bæstard", "whore, moron, cunt, shit, s¡on, bastard"),
        ("c(_)nt, mo|2on, wan|<er, \\/\\/hore", "cunt, mo|2on, wanker, whore"),
        (
            "₩5000, 5¢, § 12, ¡Hola!, Kleenex®, ©Reuters",
            "₩5000, 5¢, § 12, ¡hola!, kleenex®, ©reuters",
        ),
        ("山田のノート, 千葉の人, เมืองไทย", "山田のノート, 千葉の人, เมืองไทย"),
        ("https://a.example/(_)/c(_)nt", "https://a.example/(_)/c(_)nt"),
    ],
)
def test_signs_that_look_like_letters_spell_words_of_abuse(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ffuucckk, iidiioott, mmmooorrrooonnn", "fuck, idiot, moron"),
        ("m$o$r$o$n, w@a@n@k@e@r, or m...o...r...o...n", "moron, wanker, or moron"),
        ("s(h)it, [m]oron, mor(on), m*r*n", "shit, moron, moron, moron"),
        ("mo-\nron, kcuf, norom", "moron, fuck, moron"),
        (
            "(s)he, ass(es), as(s)ets, kill(s), (un)fair, f(x)",
            "(s)he, ass(es), as(s)ets, kill(s), (un)fair, f(x)",
        ),
        (
            "www.a.example/i-d-i-o-t/, http://a.example/i_d_i_o_t",
            "www.a.example/i-d-i-o-t/, http://a.example/i_d_i_o_t",
        ),
        ("bookkeeping committees, Lana in the Parc", "bookkeeping committees, lana in the parc"),
        (
            "https://a.example/c?f=u&c=k and a.b/w?m=o&r=o&n=1",
            "https://a.example/c?f=u&c=k and a.b/w?m=o&r=o&n=1",
        ),
    ],
)
def test_words_with_too_much_in_them_are_read(written: str, read: str) -> None:
    assert fold(written).text == read


def test_no_fair_word_is_changed() -> None:
    words = [word for word in _vocabulary() if not re.search(r"(.)\1\1", word)]
    assert len(words) > 10_000
    for start in range(0, len(words), 40):
        text = ", and ".join(words[start : start + 40])
        assert fold(text).text == text


def _vocabulary() -> list[str]:
    """The words that the model's tokenizer knows whole."""
    tokenizer = json.loads((PACKAGED_MODEL / "tokenizer.json").read_text("utf-8"))
    known = tokenizer["model"]["vocab"]
    return [word for word in known if word.isascii() and word.isalpha() and len(word) > 1]


def test_the_projects_own_prose_is_not_changed() -> None:
    for path in sorted(ROOT.glob("docs/*.md")):
        words = re.findall(r"(?<![\w`/.$<@-])[A-Za-z]{2,}(?=[ ,;])", path.read_text("utf-8"))
        text = " ".join(words).lower()
        assert fold(text).text == text, path.name
