"""Street addresses in the orders of many countries, and postcodes that name a few houses."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from rejoinder.engine.private_data.context import HOME_WEIGHT, is_home
from rejoinder.engine.private_data.model import Candidate, Kind, Reading, word_set
from rejoinder.engine.private_data.postcodes import postcode_after, postcodes
from rejoinder.engine.private_data.streets import (
    NO_NAME,
    STREETS,
    is_named_street,
    may_be_name,
    street_start,
)

_NUMBER: Final = r"(?<![\w.,/:$£€#%+–-])(?<![$£€] )"
_NAME: Final = r"[a-z][a-z'’.-]{0,24}+"
# "14 Elm Grove", "Flat 3, 14a Elm Grove", "3 The Crescent".
_ENGLISH: Final = re.compile(
    r"(?:(?<!\w)(?:flat|apartment|apt|unit|suite)\.? ?\d{1,4}[a-z]?(?:,| at|/)? ?)?"
    + _NUMBER
    + r"(\d{1,5})[a-d]?(?:[-–/]\d{1,4}[a-d]?)?,? "
    + rf"((?:{_NAME} ){{1,4}}?)({STREETS['english']}|{STREETS['english weak']})\b(?!['’-]\w)"
)
# "Elm Grove, number 14".
_NUMBER_LAST: Final = re.compile(
    rf"(?<![\w'’-])((?:{_NAME} ){{1,3}}?)({STREETS['english']}|{STREETS['english weak']}),? "
    r"(?:at |house |with the |door )?(?:number|no\.?|nr\.?|#) ?\d{1,4}[a-d]?(?![\w%])(?![.,:]\d)"
)
# "Elm Grove 14", as whoever is from elsewhere writes it.
_NUMBER_BEHIND: Final = re.compile(
    rf"(?<![\w'’-])((?:{_NAME} ){{1,3}}?)({STREETS['english']}|{STREETS['english weak']}),? "
    r"(\d{1,3}[a-d]?)(?![\w%])(?![.,:]\d)(?! ?[-–/] ?\d)"
)
# "112 Sundgatan".
_NUMBER_STEM: Final = re.compile(
    _NUMBER + rf"(\d{{1,4}})[a-d]? ([a-z][a-z'’-]{{2,30}}?)({STREETS['stem']})(?![\w'’-])"
)
# "Am Anger 7", where somebody is said to live there.
_AT_HOME: Final = re.compile(
    rf"(?<![\w'’-])({STREETS['at home']}) ({_NAME}(?: {_NAME})?),? (\d{{1,4}})(?![\w%])(?![.,:]\d)"
)
# "Lindenstrasse 12", "Lange Strasse 5 b", "Storgatan 4".
_STEM: Final = re.compile(
    rf"(?<![\w'’-])([a-z][a-z'’.-]{{0,30}}?[ -]?)({STREETS['stem']}) ?(?:nr\.? ?)?(\d{{1,4}})"
    r"(?: ?[a-h])?(?![\w%])(?![.,:]\d)(?! ?[-–] ?\d)"
)
# "Calle de la Luna 4", "Via Roma, 12".
_BEFORE: Final = re.compile(
    rf"(?<![\w'’-])({STREETS['before']}) ?"
    r"((?:(?:de|del|della|delle|dei|degli|da|do|dos|das|la|las|los|san|santa|sant|di|dr\.) ){0,3}+"
    rf"{_NAME}(?: {_NAME}){{0,2}}?),? (?:n[o°º]?\.? ?|num\.? ?|numero ?)?(\d{{1,4}})"
    r"(?![\w%])(?![.,:]\d)"
)
# "12 rue des Lilas", "7 bis, avenue du Port".
_AFTER_NUMBER: Final = re.compile(
    _NUMBER
    + rf"(\d{{1,4}})(?: ?(?:bis|ter))?,? ({STREETS['after number']}) "
    + rf"((?:(?:de|du|des|la|le|les|d|l)['’ ] ?){{0,3}}+)({_NAME}(?: {_NAME}){{0,2}}+)"
)
_NUMBER_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|and"
)
# "His address is Horní 12", whatever streets are called there.
_NAMED_SO: Final = re.compile(
    r"\b(?:address|adress|adresse|adresa|adres|indirizzo|direccion)"
    r"(?: (?:is|ist|est|e|es|er|ar|je|jest))?"
    rf":? ({_NAME}(?: {_NAME}){{0,2}}),? \d{{1,4}}[a-d]?(?![\w%])(?![.,:]\d)"
)
# "He lives in Elm Grove", "she is living on Mill Lane".
_SOMEBODYS: Final = re.compile(
    r"\b(?:he|she|who|they|guy|man|woman|bloke|couple|liar|thief|creep)(?:['’]s| is| are)?"
    r"(?: (?:still|now|also|only|actually|just|alone))? (?:lives?|living|resides?|stays|staying)"
    r"(?: (?:alone|now|still))? (?:in|on|at|off|down|up|along|near|behind|opposite|round) (?:the )?"
    r"(?:(?:[a-z]{2,12} ){0,3}(?:house|flat|bungalow|cottage|farm) "
    r"(?:at the (?:end|top|bottom|corner) of|on|in|at|opposite) (?:the )?)?"
    rf"(?:number )?(?:(?:{_NUMBER_WORDS})[ -]){{0,4}}"
    rf"((?:{_NAME} ){{1,3}}?)({STREETS['english']}|{STREETS['english weak']})\b(?!['’-]\w)"
)
# "He lives at number 14".
_HOUSE: Final = re.compile(
    r"\b(?:(?:lives?|living|stays|resides?) (?:at|in|next door at|opposite)"
    r"|(?:(?:he|she)(?:['’]s| is| lives)|neighbou?r) at)"
    r" ((?:house )?(?:number|no\.?|nr\.?) ?\d{1,4}[a-d]?)(?![\w%])(?![.,:]\d)(?! (?:in|on|of)\b)"
)
_COUNTED: Final = re.compile(
    r"\b(?:bus|buses|tram|trams|line|lines|route|routes|platform|gate|phase|stage|section|chapter|"
    r"article|page|pages|episode|part|under|over|aged?|top|motorway|junction|exit|platz|tabellenplatz|"
    r"since|in|by|until|before|after|of|round|week|day|season|series|grade|level|channel|room|table|"
    r"only|about|around|almost|nearly|least|most|than|between|another|next|last|first) $"
)
# Words that end as streets do.
_NO_STEM: Final = word_set("no street")
# Endings of streets that end many other words too.
_WEAK_STEMS: Final = frozenset(("ring", "gate", "tie", "hof", "grand", "tori", "backen"))
# Known to all: nobody's secret.
_FAMOUS: Final = re.compile(
    r"(?:number )?1[012] downing st(?:reet|\b)|downing st(?:reet|\b),? 1[012]|221b baker st|"
    r"1600 pennsylvania av|4 privet drive|742 evergreen terrace|10 rillington place|25 cromwell st"
)
_LOGIT, _STREET_LOGIT, _POSTCODE_ADDS = 0.05, 0.3 - HOME_WEIGHT, 1.0


def addresses(reading: Reading) -> Iterator[Candidate]:
    """Every street with a number, with the postcode behind it; streets of which somebody lives."""
    for pattern, is_possible, accepts in _FORMS:
        for found in pattern.finditer(reading.text) if is_possible(reading.words) else ():
            start = found.start()
            if pattern in _NAME_FIRST:
                start = street_start(reading, start, found.end(2))
            if accepts(reading, found) and not _FAMOUS.match(reading.text, start):
                yield _with_postcode(reading, start, found.end())
    for found in _NAMED_SO.finditer(reading.text):
        if reading.is_capital(found.start(1)):
            yield Candidate(Kind.ADDRESS, found.start(1), found.end(), _STREET_LOGIT)
    if not reading.words.isdisjoint(_LIVES):
        yield from _homes(reading)
    yield from postcodes(reading)


def _homes(reading: Reading) -> Iterator[Candidate]:
    """Streets and house numbers of which somebody is said to live there."""
    for found in _SOMEBODYS.finditer(reading.text):
        if is_named_street(reading, found.start(1), found.end(2)):
            yield Candidate(Kind.ADDRESS, found.start(1), found.end(2), _STREET_LOGIT)
    for found in _HOUSE.finditer(reading.text):
        yield Candidate(Kind.ADDRESS, found.start(1), found.end(1), _STREET_LOGIT)


def _with_postcode(reading: Reading, start: int, end: int) -> Candidate:
    last = postcode_after(reading.text, end)
    logit = _LOGIT if last is None else _LOGIT + _POSTCODE_ADDS
    whole = reading.text[start : last or end].rstrip(" .,'’-")
    return Candidate(Kind.ADDRESS, start, start + len(whole), logit)


def _is_english(reading: Reading, found: re.Match[str]) -> bool:
    start = found.start(1)
    if is_home(reading.text, found.start()):
        return may_be_name(found[2])
    if 1800 <= int(found[1]) <= 2099 or _COUNTED.search(reading.text[max(0, start - 15) : start]):
        return False
    return is_named_street(reading, found.start(2), found.end(3))


def _is_number_behind(reading: Reading, found: re.Match[str]) -> bool:
    """A street's name with a number and nothing that it would count."""
    following = reading.text[found.end() : found.end() + 2].strip()
    is_last = not following or following[0] in ",.;:!?)"
    return is_last and reading.is_capital(found.start(2)) and _is_street(reading, found)


def _is_number_stem(reading: Reading, found: re.Match[str]) -> bool:
    word = found[2] + found[3]
    return (
        reading.is_capital(found.start(2))
        and word not in _NO_STEM
        and found[3] not in _WEAK_STEMS | {"str", "weg"}
    )


def _is_at_home(reading: Reading, found: re.Match[str]) -> bool:
    return reading.is_capital(found.start(2)) and (
        is_home(reading.text, found.start())
        or postcode_after(reading.text, found.end()) is not None
    )


def _is_street(reading: Reading, found: re.Match[str]) -> bool:
    start = street_start(reading, found.start(1), found.end(2))
    return is_named_street(reading, start, found.end(2))


def _is_stem(reading: Reading, found: re.Match[str]) -> bool:
    """One word such as Lindenweg; "spring 12" and "Margate 3" are none."""
    prefix = found[1].rstrip(" -")
    is_apart = found[1] != prefix
    if prefix + found[2] in _NO_STEM:
        return False
    if len(prefix) < 3 or found[2] in _WEAK_STEMS:
        least = 3 if found[2] in _WEAK_STEMS else 2
        return is_home(reading.text, found.start()) and len(prefix) >= least
    if (
        found[2] in {"weg", "platz", "ufer", "pfad", "kade", "damm", "str", "vei", "gata"}
        and is_apart
    ):
        return reading.is_capital(found.start(2)) and prefix not in NO_NAME
    return reading.is_capital(found.start(1)) or (
        not is_apart and is_home(reading.text, found.start())
    )


def _is_before(reading: Reading, found: re.Match[str]) -> bool:
    """Calle Mayor 4; "via Salford 3" and "Plaza Hotel 3" need more to be one."""
    if is_home(reading.text, found.start()):
        return True
    last_word = found.start(2) + found[2].rfind(" ") + 1
    if not reading.is_capital(last_word) or found[1] in {"str.", "al.", "os.", "strada"}:
        return False
    following = reading.text[found.end() : found.end() + 2].strip()
    return reading.is_capital(found.start(1)) or not following or following[0] in ",.;)"


def _is_after_number(reading: Reading, found: re.Match[str]) -> bool:
    """12 rue des Lilas; in English "place" and "avenue" need the little words between."""
    if found[3] or found[2] in {"rue", "impasse", "chemin", "quai", "allee", "bd"}:
        return reading.is_capital(found.start(4)) or is_home(reading.text, found.start())
    return False


_Words = frozenset[str]
_LIVES: Final = frozenset(
    (
        "he",
        "she",
        "neighbour",
        "neighbor",
        "live",
        "lives",
        "living",
        "stays",
        "staying",
        "resides",
        "residing",
    )
)
_STEM_ENDINGS: Final = tuple(stem.strip(".?\\") for stem in STREETS["stem"].split("|"))


def _with_any(group: str) -> Callable[[_Words], bool]:
    """Whether a text has any word of a group of the table, if only its first letters."""
    words = frozenset(
        found for word in STREETS[group].split("|") for found in re.findall("[a-z]+", word)[:1]
    )
    words |= {word + "s" for word in words}
    return lambda found: not words.isdisjoint(found)


_is_english_text = _with_any("english")
_is_weakly_english_text = _with_any("english weak")


def _is_english_or_weakly(words: _Words) -> bool:
    return _is_english_text(words) or _is_weakly_english_text(words)


def _has_stem(words: _Words) -> bool:
    return any(word.endswith(_STEM_ENDINGS) for word in words)


# Whose first group may begin with words that are no part of the name.
_NAME_FIRST: Final = frozenset((_NUMBER_LAST, _NUMBER_BEHIND))
# A pattern, what its text needs for it, and whether what it finds is an address.
_FORMS: Final[
    tuple[
        tuple[re.Pattern[str], Callable[[_Words], bool], Callable[[Reading, re.Match[str]], bool]],
        ...,
    ]
] = (
    (_ENGLISH, _is_english_or_weakly, _is_english),
    (_NUMBER_LAST, lambda words: not words.isdisjoint({"number", "no", "nr"}), _is_street),
    (_NUMBER_BEHIND, _is_english_or_weakly, _is_number_behind),
    (_STEM, _has_stem, _is_stem),
    (_NUMBER_STEM, _has_stem, _is_number_stem),
    (_AT_HOME, _with_any("at home"), _is_at_home),
    (_BEFORE, _with_any("before"), _is_before),
    (_AFTER_NUMBER, _with_any("after number"), _is_after_number),
)
