"""Short abuse in other languages is held by lists; English, names, dishes and greetings are not."""

import re
from pathlib import Path

import pytest

from rejoinder.engine import AbuseScore, Judge, fold
from rejoinder.engine.foreign_abuse import with_foreign_abuse

ROOT = Path(__file__).parents[2]
# From which the default policy has a person look.
HELD = {"toxicity": 0.7, "insult": 0.6, "profanity": 0.8, "identity_attack": 0.4}


def found(text: str) -> dict[str, AbuseScore]:
    return with_foreign_abuse({}, fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hurensohn!",
        "du Arschloch",
        "Halt die Fresse",
        "sale connard",
        "Fils de pute",
        "NIQUE TA MÈRE",
        "gilipollas",
        "hijo de  puta",
        "vaffanculo",
        "pezzo di merda",
        "Klootzak, rot op flikker op",
        "kurwa mać",
        "spierdalaj",
        "ty zmrde",
        "Jebem ti sve i jebi se",
        "bazmeg",
        "sugi pula",
        "vai tomar no cu",
        "dra åt helvete",
        "hold kæft luder",
        "drittsekk",
        "haista vittu",
        "siktir git",
        "Orospu çocuğu",
        "bangsat lo",
        "putang ina mo",
        "địt mẹ mày",
        "madarchod",
        "suka blyat",
        "malakas",
        "Great ferry. иди на хуй.",
        "Well done, πούστη",
        "Thanks, شرموطة",
        "Thanks, בן זונה",
        "Thanks, मादरचोद",
        "Thanks, 操你妈",
        "Thanks, 馬鹿野郎",
        "Thanks, 개새끼야",
        "k\u200burw\u200ba",  # folded first
        "v4ff4nculo",
        "h u r e n s o h n",
        "kurwaaaaa",
        "blöde Kuh",
        "zamknij ryj",
        "drž hubu",
        "kussolj",
        "turpa kiinni",
        "aptal",
        "cyka blyat",
        "ben zona",
        "pukimak",
        "shibal",
        "mshenzi",
        "jou ma se poes",
    ],
)
def test_plain_abuse_in_another_language_is_held(text: str) -> None:
    scores = found(text)
    assert any(scores[name].score >= least for name, least in HELD.items() if name in scores)
    assert all(each.score < 0.9 for each in scores.values())  # a program declines none of it


def test_it_is_shown_where_it_was_written() -> None:
    text = "Danke, du Ar\u200bschloch, und tschüss"
    ((start, end),) = found(text)["insult"].spans
    assert text[start:end] == "Ar\u200bschloch"


def test_no_score_is_lowered_and_spans_do_not_overlap() -> None:
    high = {"insult": AbuseScore(0.97, ((3, 20),)), "toxicity": AbuseScore(0.2, ((7, 10),))}
    scores = with_foreign_abuse(high, fold("oh du Arschloch, du"))
    assert scores["insult"] == high["insult"]
    assert scores["toxicity"] == AbuseScore(0.86, ((6, 15),))


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag, bonjour, hola, ciao, merhaba, dzień dobry, namaste and konnichiwa to all.",
        "Spaghetti alla puttanesca and coq au vin at the cul-de-sac, con brio.",
        "Johnny Depp, Randi Zuckerberg, Andrés Pajares, Pula in Croatia, Troia and Cagliari",
        "A fan of the bog, the sale of the pan, a bite of pita, the main hall, a hoe and a rake",
        "Mrs Fick, Dick Turpin, Cockburn, Fanny Cradock, Herr Wichmann and Frau Hurek",
        "The pica font, a stale perse, a suds bath, a kuhn, an asu, a babi guling",
        "The barbecue smelt; the cunning plan; the arse of the boat; the bastard file",
        "Слава Україні, добрый день, καλημέρα, שלום, صباح الخير, 你好, こんにちは, 안녕하세요",
        "Kuh, Spasski, Mouni Roy, the Kanjar people, Kaffir lime, the pica font, pedals, Malaya",
        "Vaffanculissimo Hurensohnlich klootzakkerig",
    ],
)
def test_ordinary_words_names_dishes_and_greetings_are_left_in_peace(text: str) -> None:
    assert found(text) == {}


def test_nothing_is_found_in_english_prose() -> None:
    for path in (*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md"):
        text = re.sub(r"`[^`]*`", " ", path.read_text(encoding="utf-8"))
        assert found(text) == {}, path.name


def test_the_judge_answers_with_it(judge: Judge) -> None:
    judgement = judge("sale connard")
    assert judgement.abuse["insult"].score >= HELD["insult"]
    assert judge("A civil word about the ferry.").abuse["insult"].score < HELD["insult"]


def test_a_page_of_such_words_shows_some_of_them() -> None:
    scores = found("connard " * 2000)
    assert 0 < len(scores["insult"].spans) <= 50
