"""Comments in English are judged, however short or disguised; in other languages they are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine.language import language_of

FOREIGN = [
    ("de", "Die Stadt hätte die Bücherei niemals schließen dürfen, das ist doch ein Skandal."),
    ("de", "Wer soll das denn alles bezahlen, wenn nicht wir Steuerzahler?"),
    ("de", "so ein quatsch, der bürgermeister hat keine ahnung von radwegen"),
    ("fr", "Je ne comprends pas pourquoi la mairie a décidé de fermer cette école."),
    ("fr", "Encore une fois, ce sont les plus pauvres qui vont payer la facture."),
    ("fr", "franchement ce maire est un incapable et tout le monde le sait"),
    ("es", "No entiendo cómo el alcalde puede gastar tanto dinero en un aparcamiento."),
    ("es", "Los vecinos llevan años pidiendo un parque y nadie les hace caso."),
    ("es", "eres un imbecil y no sabes de lo que hablas"),
    ("it", "Il sindaco non ha mai ascoltato i cittadini del nostro quartiere."),
    ("it", "Ma chi ha scritto questa legge non ha mai preso un treno in vita sua."),
    ("nl", "De gemeente had de bewoners eerst moeten vragen wat zij ervan vinden."),
    ("nl", "wat een onzin, niemand zit hier op een nieuwe weg te wachten"),
    ("pl", "Nie rozumiem, dlaczego znowu podnoszą ceny biletów w naszym mieście."),
    ("pl", "ten burmistrz jest idiotą i nie powinien rządzić miastem"),
    ("pt", "A prefeitura gastou todo o dinheiro e agora não tem para as escolas."),
    ("pt", "vocês não sabem nada sobre o que aconteceu naquele dia"),
    ("sv", "Jag tycker att kommunen borde ha frågat oss som bor här först."),
    ("sv", "det är ju alltid samma sak med de där politikerna"),
    ("da", "Jeg forstår ikke, hvorfor kommunen vil lukke biblioteket på hovedgaden."),
    ("nb", "Det er helt utrolig at ingen har tenkt på barna i denne saken."),
    ("fi", "Kaupungin olisi pitänyt kysyä asukkailta ennen kuin kirjasto suljettiin."),
    ("tr", "Belediye bu parkı kapatmadan önce mahalle halkına sormalıydı."),
    ("tr", "bu adam ne dediğini bilmiyor, hepsi yalan söylüyor"),
    ("id", "Pemerintah kota seharusnya bertanya dulu kepada warga sebelum menutup jalan itu."),
    ("ro", "Primarul nu a făcut nimic pentru oamenii din cartierul nostru."),
    ("cs", "Město se mělo nejdřív zeptat lidí, kteří tady bydlí celý život."),
    ("hu", "A polgármester soha nem kérdezte meg az itt élő embereket erről."),
    ("vi", "Tôi không hiểu tại sao thành phố lại đóng cửa thư viện này."),
    ("ca", "L'ajuntament hauria d'haver preguntat als veïns abans de tancar la biblioteca."),
    ("hr", "Gradonačelnik nije nikada pitao ljude koji žive u ovom kvartu."),
    ("tl", "Hindi ko maintindihan kung bakit isinara ng lungsod ang aklatan na ito."),
    ("sw", "Serikali ya mji ilipaswa kuwauliza watu kwanza kabla ya kufunga maktaba."),
    ("ru", "Почему никто не спросил жителей, прежде чем закрыть библиотеку?"),
    ("el", "Κανείς δεν ρώτησε τους κατοίκους πριν κλείσει η βιβλιοθήκη."),
    ("ar", "لم يسأل أحد السكان قبل إغلاق المكتبة في الشارع الرئيسي"),
    ("he", "אף אחד לא שאל את התושבים לפני שסגרו את הספרייה"),
    ("zh", "市政府在关闭图书馆之前应该先问问居民的意见"),
    ("ja", "図書館を閉める前に住民に聞くべきだったと思います"),
    ("ko", "도서관을 닫기 전에 주민들에게 먼저 물어봤어야 합니다"),
    ("hi", "पुस्तकालय बंद करने से पहले किसी ने निवासियों से नहीं पूछा"),
    ("th", "ไม่มีใครถามชาวบ้านก่อนที่จะปิดห้องสมุด"),
]

ENGLISH = [
    "ok",
    "lol",
    "Well said!",
    "Thank you, Margaret.",
    "Jürgen Klopp",
    "C'est la vie, my friend",
    "Je suis Charlie",
    "So much for Schadenfreude and Realpolitik.",
    "Café culture, naïve planners, and a coup d'état at the town hall.",
    "imo ur rite tho, aint nobody got time 4 dat smh",
    "teh goverment shoud of asked peple furst",
    "y0u 4re an 1d10t and s0 is y0ur m0th3r",
    "What a load of sh*t, you f**king a**hole",
    "THIS IS AN ABSOLUTE DISGRACE AND THEY KNOW IT",
    "@BBCNews #Brexit #GetBrexitDone total shambles tbh @BorisJohnson",
    "https://example.com/pourquoi-la-mairie-a-ferme-cette-ecole",
    "👏👏👏",
    "2019: 45 %, 2020: 52 %",
    "",
    "   \n\t ",
    "?!",
    "As Goethe wrote, 'Es irrt der Mensch, solang er strebt', and the council proves him right"
    " every single week of the year.",
    "уоu аrе аn іdіоt аnd еvеrуоnе knоws іt",  # Cyrillic letters in Latin words
    "уоυ аге ѕuсһ а ѕtυріd ріg, gо аwау",
    "ｙｏｕ ａｒｅ ａｎ ｉｄｉｏｔ",
    "𝖞𝖔𝖚 𝖆𝖗𝖊 𝖆𝖓 𝖎𝖉𝖎𝖔𝖙",
    "you are such an i d i o t",
    "He is a fool and a liar.",
    "No to more cars in town!",
    "Die in a fire, moron",
    "London Bridge, Waterloo, Victoria, Paddington",
    "Thank goodness, common sense prevails downtown.",
    "Typical greedy landlords exploiting desperate young families",
]


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_other_languages_are_recognised_and_not_judged(code: str, text: str) -> None:
    assert not language_of(text).judged


def test_which_language_it_is_is_mostly_told() -> None:
    told = sum(language_of(text).code == code for code, text in FOREIGN)
    assert told >= 0.8 * len(FOREIGN)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_judged_however_it_is_written(text: str) -> None:
    assert language_of(text).judged


@pytest.mark.parametrize(
    "text",
    [
        "Plus ça change...",
        "La dolce vita!",
        "Et tu, Brute?",
        "Que será, será",
        "Oh là là, merci!",
        "Vive la résistance, mes amis",
        "O tempora, o mores!",
    ],
)
def test_what_people_say_in_english_too_is_english(text: str) -> None:
    found = language_of(text)
    assert (found.code, found.judged, found.passages) == ("en", True, ())


@pytest.mark.parametrize(
    "text", ["Merci pour rien, la mairie", "si, y tu?", "C'est la vie et vous êtes des idiots"]
)
def test_a_borrowed_phrase_hides_nothing_beside_it(text: str) -> None:
    assert not language_of(text).judged


@pytest.mark.parametrize("text", ["", "😀", "12345", "https://example.com", "@somebody #tag"])
def test_what_has_no_words_hides_no_language(text: str) -> None:
    found = language_of(text)
    assert (found.code, found.judged) == ("und", True)


def test_what_is_mostly_foreign_is_not_judged_and_mostly_english_is() -> None:
    german = "Die Stadt hätte die Bücherei niemals schließen dürfen, das ist ein Skandal für alle."
    english = "The town should never have closed the library, it is a scandal for everybody here."
    assert not language_of(f"{german} {german} {english}").judged
    assert language_of(f"{english} {german} {english}").judged
    russian = "Почему никто не спросил жителей, прежде чем закрыть библиотеку?"
    assert not language_of(f"{russian} {russian} {english}").judged
    assert language_of(f"{english} {russian} {english}").judged


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_and_always_the_same(text: str) -> None:
    found = language_of(text)
    assert 0 <= found.confidence <= 1
    assert found.code == "und" or len(found.code) == 2
    assert found == language_of(text)


@pytest.mark.parametrize(
    "piece", ["a", "a ", "я ", "字", "a.b", "@", "a@", "é1", "https://", "x' "]
)
def test_20_kilobytes_are_told_in_bounded_time(piece: str) -> None:
    begun = time.perf_counter()
    language_of(piece * (20_000 // len(piece)))
    assert time.perf_counter() - begun < 2  # milliseconds when the machine is idle
