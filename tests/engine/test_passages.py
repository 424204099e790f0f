"""A passage in another language is seen inside English; names, titles and dialect are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine.language import language_of

BEFORE = "I have read the report twice, and the figures about the buses are the best part of it."
AFTER = "The harbour office should print them every month."

# None of them kind: what a civil sentence was used to hide.
FOREIGN = [
    "Ich weiß, wo deine Kinder wohnen.",
    "die gehören alle abgeschoben und zwar sofort",
    "Va te faire foutre sale connard",
    "On va brûler ta maison ce soir",
    "Eres una basura y te voy a matar.",
    "Ti spacco la faccia se ti vedo",
    "Ik maak je kapot, vieze rat",
    "Zabiję cię, ty głupia krowo",
    "Vou partir a tua cara toda",
    "Jag ska slå sönder ditt ansikte",
    "Jeg slår dig ihjel din idiot",
    "Tapan sinut ja koko perheesi",
    "Seni bulup gebertirim lan şerefsiz",
    "Aku akan membunuh kamu dan keluargamu",
    "O să te omor, gunoiule",
    "Zabiju tě, ty hajzle jeden",
    "Megöllek te rohadt disznó",
    "Tao sẽ giết mày đồ chó",
    "Ubit ću te, smeće jedno",
    "Papatayin kita putang ina mo",
    "Aš tave užmušiu, šlykšti kiaule",
    "Ma tapan su ära, sa räpane siga",
    "Ubil te bom, prasec umazan",
    "Main tumhe jaan se maar dunga",
    "валите обратно в свою страну",
    "Я знаю де ти живеш, потворо",
    "Θα σε βρω και θα σε σκοτώσω",
    "سوف أقتلك أنت وعائلتك",
    "אני אהרוג אותך ואת המשפחה שלך",
    "我要杀了你全家",
    "너희 나라로 꺼져 이 쓰레기야",
    "मैं तुम्हें जान से मार दूंगा",
]

ENGLISH = [
    'He said "Vorsprung durch Technik" and we all laughed.',
    "As they say in Wales, Cymru am byth, and I could not agree more.",
    "We sang La Marseillaise and then Bella ciao until the pub closed.",
    'The band played "Ne me quitte pas" as an encore, and half the hall cried.',
    "Try the saltimbocca alla romana at Luca's, it is worth the wait.",
    "Her thesis on Così fan tutte was published in Zeitschrift für Musikwissenschaft.",
    "The motto is Per ardua ad astra and it hangs above the school door.",
    "I met Jean-Luc de la Fontaine and Maria del Carmen Lopez at the twin town dinner.",
    "The menu had Wiener Schnitzel mit Kartoffelsalat and Apfelstrudel mit Vanillesauce.",
    "Tapas: patatas bravas, gambas al ajillo, pimientos de padron, all for ten pounds.",
    "Bonjour from Brittany! Guten Tag from Bremen! Hola from Malaga, it is warm here.",
    "He scored against Borussia Mönchengladbach, Bayern München and Eintracht Frankfurt.",
    "The plants were Heracleum mantegazzianum, Fallopia japonica, Impatiens glandulifera.",
    "Agnieszka Wójcik, Tomasz Kowalczyk and Zofia Lewandowska have left the board.",
    "Слава Україні, says the banner, and Лев Толстой wrote about it.",
    "Slainte, mazel tov, inshallah, c'est la vie.",
    "ah dinnae ken whit they're on aboot",
    "divvent dee that, gan yem lad",
    "wetin dey happen, dem no sabi anything",
    "me cyaan believe it, dat a joke ting",
    "ha ha ha ha, la la la la, oh oh oh oh",
]

# Short, misspelt, of a second language or a dialect, and lists: each stands alone.
WHOLE = [
    "de gas is tu dear",
    "plis fix de bridge",
    "de bus iz always lait",
    "is very dificult for de old peple",
    "na so e dey be",
    "mi nah know wah fi seh",
    "i wud luv dat",
    "da mayer iz a lier",
    "me no understand why de road is close",
    "lang may yer lum reek",
    "Agnieszka Wójcik, Tomasz Kowalczyk, Zofia Lewandowska",
    "Wrocław, Łódź, Gdańsk, Kraków, Poznań",
    "Rio de Janeiro, São Paulo, Belo Horizonte",
    "Paris Saint-Germain, Olympique de Marseille, Stade Rennais",
    "spaghetti carbonara, saltimbocca, osso buco, tiramisu",
    "pierogi, bigos, żurek, gołąbki",
    "Quercus robur, Fagus sylvatica, Betula pendula",
    "sildenafil, tadalafil, metformin, levothyroxine",
]


@pytest.mark.parametrize("passage", FOREIGN)
def test_english_around_it_hides_no_other_language(passage: str) -> None:
    within = f"I say that {passage[0].lower()}{passage[1:]}"
    for text in (f"{BEFORE} {passage} {AFTER}", f"{BEFORE}\n{passage}", within):
        found = language_of(text)
        if found.judged:
            (start, end), *_ = found.passages
            assert text.index(passage[1:-1]) - 8 < start < end <= len(text)
    assert language_of(f"{BEFORE} {passage} {AFTER}").judged


@pytest.mark.parametrize("text", ENGLISH)
def test_names_titles_tags_and_dialect_are_no_passage(text: str) -> None:
    found = language_of(f"{BEFORE} {text} {AFTER}")
    assert found.judged
    assert not found.passages


@pytest.mark.parametrize("text", WHOLE)
def test_short_and_misspelt_english_is_english_and_so_are_lists(text: str) -> None:
    found = language_of(text)
    assert found.judged
    assert not found.passages


@pytest.mark.parametrize(
    "text",
    [
        "you ar\u200be an i\u200bd\u200bi\u200bot, go a\u200bway",
        "y\u2060o\u2060u a\u2060r\u2060e s\u2060c\u2060u\u2060m",
        "yo\U000e0061u are\U000e0062 an id\U000e0063iot",
        "y\u0336o\u0336u\u0336 i\u0336d\u0336i\u0336o\u0336t\u0336",
        "7h15 p1c7ur3 15 4n 0ld j0k3, y0u m0r0n",
        "уоu аrе аn іdіоt, аnd уоu knоw thаt",
        "ꓬꓳꓴ ꓮꓣꓰ ꓮ ꓡꓲꓮꓣ",
    ],
)
def test_disguised_english_is_english(text: str) -> None:
    for each in (text, f"{BEFORE} {text}"):
        found = language_of(each)
        assert found.judged
        assert not found.passages


def test_a_passage_is_told_where_it_was_written() -> None:
    text = f"{BEFORE} Well s\u200baid. Eres una ba\u200bsura y te voy a matar. Thanks."
    ((start, end),) = language_of(text).passages
    assert text[start:end] == "Eres una ba\u200bsura y te voy a matar"


@given(st.text(st.sampled_from("aé ßnjeт字.,'\u200b\u0301\n\"A"), max_size=200))
def test_passages_are_in_order_and_in_the_text(text: str) -> None:
    at = 0
    for start, end in language_of(text).passages:
        assert at <= start < end <= len(text)
        at = start
