"""Vehicle registration plates, where a vehicle is spoken of: by themselves they look like much."""

import re
from collections.abc import Iterator
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading, any_word, word_set

_BEFORE: Final = 60
_AFTER: Final = 40
# Forms that hardly anything else has.
_CLEAR: Final = re.compile(
    r"(?<![\w-])(?:[a-z]{2} ?\d\d ?[a-z]{3}|[a-hj-npr-tv-y]\d{1,3} ?[a-z]{3}|"  # Britain
    r"\d{2,3}-(?:[a-z]{1,2})-\d{1,6}|"  # Ireland
    r"[a-z]{2}[- ]\d{3}[- ][a-z]{2}|[a-z]{2}\d{3}[a-z]{2}|"  # France, Italy
    r"[a-z]{1,3}[- ][a-z]{1,2} \d{1,4}[eh]?|[a-z]{1,3}-[a-z]{1,2}-?\d{1,4}[eh]?|"  # Germany
    r"\d-[a-z]{3}-\d{3}|[a-z]{2}-\d{2}-[a-z]{2}|[a-z]{1,2}-\d{3}-[a-z]{1,2}|\d{2}-[a-z]{2,3}-\d{1,2}|"
    r"\d{4} ?[bcdfghjklmnprstvwxyz]{3}|[a-z]{3} ?\d\d[a-z\d]|[a-z]{2} ?\d{5}|[a-z]{3}-\d{3}|"
    r"\d[a-z]{3}\d{3})(?![\w-])"
)
# Anything of letters and digits, where a plate is named.
_ANY: Final = re.compile(
    r"(?<![\w-])(?=[a-z -]{0,6}\d)(?=[\d -]{0,6}[a-z])[a-z\d]{1,4}[ -]?[a-z\d]{2,4}(?![\w-])"
)
_PLATE: Final = re.compile(
    r"\b(?:(?:number|licen[cs]e|reg|registration)[ -]?plates?|plates?|reg|registration|rego|"
    r"kennzeichen|plaque|immatriculation|matricula|targa|kenteken)(?: (?:number|no|mark))?"
    r"(?: (?:is|was|of|on|his|her|the|number))?[ :,(]{0,3}$"
)
# By words of letters: "4x4" is an "x" to them.
_VEHICLES: Final = word_set("vehicle")
_WORD: Final = re.compile(r"[a-z]+")
# What is written like a plate beside a car: roads, fuel, tests, years, models.
_NO_PLATE: Final = re.compile(
    rf"{any_word('no plate')}[ -]?\d.*|[amb]\d{{1,4}}|\d{{1,4}}{any_word('no plate unit')}"
    r"|(?:19|20)\d\d ?[a-z]{3}"
)
_LOGIT, _NAMED_LOGIT = 0.8, 1.5


def plates(reading: Reading) -> Iterator[Candidate]:
    """Every plate given in capitals near a vehicle, and whatever is named as one."""
    text = reading.text
    if reading.words.isdisjoint(_VEHICLES):
        return
    for pattern in (_CLEAR, _ANY):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            if _NO_PLATE.fullmatch(found[0]):
                continue
            if _PLATE.search(before):
                yield Candidate(Kind.PLATE, found.start(), found.end(), _NAMED_LOGIT)
            elif pattern is _CLEAR and _is_in_capitals(reading, found):
                after = text[found.end() : found.end() + _AFTER]
                if not _VEHICLES.isdisjoint(_WORD.findall(before + " " + after)):
                    yield Candidate(Kind.PLATE, found.start(), found.end(), _LOGIT)


def _is_in_capitals(reading: Reading, found: re.Match[str]) -> bool:
    return all(
        reading.is_capital(at)
        for at in range(found.start(), found.end())
        if reading.text[at].isalpha()
    )
