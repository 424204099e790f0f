"""Numbers that belong to one person: accounts, cards, identities, and a connection's address."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading

_IBAN: Final = re.compile(r"(?<!\w)[a-z]{2}\d\d(?:[ -]?[a-z\d]){11,30}+")
_IBAN_LENGTHS: Final = {
    country: length
    for length, countries in (
        (15, "no"), (16, "be"), (18, "dk fi fo gl nl sd"), (19, "mk si"),
        (20, "at ba ee kz lt lu mn xk"), (21, "ch hr li lv"),
        (22, "bg bh cr de gb ge ie me rs va"), (23, "ae gi il iq om tl"),
        (24, "ad cz es md pk ro sa se sk tn vg"), (25, "ly pt st"), (26, "is tr"),
        (27, "bi dj fr gr it mc mr sm"), (28, "al az by cy do gt hu lb ni pl sv"),
        (29, "br eg ps qa ua"), (30, "jo kw mu"), (31, "mt sc"), (32, "lc"), (33, "ru"),
    )
    for country in countries.split()
}  # fmt: skip
_CARD: Final = re.compile(r"(?<![\w.,-])[2-6]\d{3}(?:[ -]?\d{2,7}){2,4}+(?![\w])")
_SORT_CODE: Final = re.compile(
    r"sort ?code[ :is]{0,5}\d\d[ -]?\d\d[ -]?\d\d[^\d\n]{1,40}\d{8}(?!\d)"
)
_ACCOUNT: Final = re.compile(
    r"\b(?:account|acct|a/c|konto)(?: (?:number|no|nr))?\.?(?: is)?[ :]{1,2}"
    r"(\d{4}[ -]?\d{3,8})(?!\w)"
)
_NINO: Final = re.compile(
    r"(?<!\w)[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)"
)
_SOCIAL_SECURITY: Final = re.compile(
    r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])"
)
_SPANISH: Final = re.compile(r"(?<!\w)([xyz]?)(\d{7,8})-?([a-z])(?!\w)")
_ITALIAN: Final = re.compile(
    r"(?<!\w)[a-z]{6}[\dl-v]{2}[abcdehlmprst][\dl-v]{2}[a-z][\dl-v]{3}[a-z](?!\w)"
)
_FRENCH: Final = re.compile(
    r"(?<!\w)[12] ?\d\d ?(?:0\d|1[0-2]) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3} ?\d\d(?!\w)"
)
_NORDIC: Final = re.compile(r"(?<!\w)((?:19|20)?\d{6})([-+a])(\d{3})([\da-y])(?!\w)")
_NAMED: Final = re.compile(
    r"\b(?:passport|national insurance|nhs|social security|ssn|bsn|cpr|pesel|cpf|aadhaar|"
    r"nino|dni|nie|steuer-?id|tax id|tfn|"
    r"id card|driving licen[cs]e|medicare|pps|ppsn|sin)(?: (?:no|number|nr))?\.?(?: is)?[ :]{0,2}"
    r"((?=[a-z]{0,4}[ -]?\d)[a-z\d](?:[ -]?[a-z\d]){6,13}+)(?!\w)"
)
_IP: Final = re.compile(
    r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)|(?:[\da-f]{0,4}:){2,7}[\da-f]{1,4}(?![\w:]))"
)
_VERSION: Final = re.compile(
    r"\b(?:v|versions?|release|build|firmware|section|sec|chapter|§)\.? ?$"
)
_RESOLVERS: Final = frozenset({"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9"})
_LETTERS_OF_DNI: Final = "trwagmyfpdxbnjzsqvhlcke"
_FINNISH: Final = "0123456789abcdefhjklmnprstuvwxy"
_ODD: Final = (
    1,
    0,
    5,
    7,
    9,
    13,
    15,
    17,
    19,
    21,
    2,
    4,
    18,
    20,
    11,
    3,
    6,
    8,
    12,
    14,
    16,
    10,
    22,
    25,
    24,
    23,
)

# Brazil's CPF.
_BRAZILIAN: Final = re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d\d(?![\w-])")
# Of the shortest that is looked for, with nothing but spaces and signs between.
_LEAST_DIGITS: Final = 6
_ACCOUNT_LOGIT, _IDENTITY_LOGIT, _IP_LOGIT = 1.6, 2.5, -0.4


def accounts(reading: Reading) -> Iterator[Candidate]:
    """Bank accounts (IBAN, or sort code and number) and payment cards, by their check digits."""
    text = reading.text
    if reading.longest_number < _LEAST_DIGITS:
        return
    for found in _IBAN.finditer(text):
        if (end := _iban_end(found[0])) is not None:
            yield Candidate(Kind.ACCOUNT, found.start(), found.start() + end, _ACCOUNT_LOGIT)
    for found in _CARD.finditer(text):
        digits = _digits(found[0])
        if len(digits) in {15, 16, 19} and len(set(digits)) > 1 and is_luhn(digits):
            yield Candidate(Kind.ACCOUNT, found.start(), found.end(), _ACCOUNT_LOGIT)
    for found in _SORT_CODE.finditer(text):
        yield Candidate(Kind.ACCOUNT, found.start(), found.end(), _ACCOUNT_LOGIT)
    for found in _ACCOUNT.finditer(text):
        yield Candidate(Kind.ACCOUNT, found.start(1), found.end(1), _ACCOUNT_LOGIT)


def identities(reading: Reading) -> Iterator[Candidate]:
    """Numbers that states give to people, by their check digits or their form."""
    for pattern, is_valid in _IDENTITIES:
        if reading.longest_number < _LEAST_DIGITS and pattern is not _ITALIAN:
            continue
        for found in pattern.finditer(reading.text):
            if is_valid(found):
                yield Candidate(Kind.IDENTITY, found.start(), found.end(), _IDENTITY_LOGIT)
    for found in _NAMED.finditer(reading.text) if reading.longest_number >= _LEAST_DIGITS else ():
        yield Candidate(Kind.IDENTITY, found.start(1), found.end(1), _IDENTITY_LOGIT)


def ip_addresses(reading: Reading) -> Iterator[Candidate]:
    """Addresses of the public internet; a version's number has the same form."""
    text = reading.text
    if "." not in text and ":" not in text:
        return
    for found in _IP.finditer(text):
        if found[0] in _RESOLVERS or _VERSION.search(
            text[max(0, found.start() - 12) : found.start()]
        ):
            continue
        try:
            address = ipaddress.ip_address(found[0])
        except ValueError:
            continue
        if address.is_global or found[0].startswith(
            ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")
        ):
            yield Candidate(Kind.IP_ADDRESS, found.start(), found.end(), _IP_LOGIT)


def is_luhn(digits: str) -> bool:
    """Whether the last digit is as Luhn's formula has it (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _iban_end(written: str) -> int | None:
    """Where an account's number ends whose checksum is right (ISO 13616); None without one."""
    length = _IBAN_LENGTHS.get(written[:2])
    places = [at for at, sign in enumerate(written) if sign not in " -"]
    if length is None or len(places) < length:
        return None
    end = places[length - 1] + 1
    plain = _digits(written[:end])
    number = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
    return end if int(number) % 97 == 1 else None


def _is_cpf(found: re.Match[str]) -> bool:
    digits = [int(sign) for sign in found[0] if sign.isdigit()]
    sums = (
        sum(digit * (place - at) for at, digit in enumerate(digits[: place - 1]))
        for place in (10, 11)
    )
    return [total * 10 % 11 % 10 for total in sums] == digits[9:] and len(set(digits)) > 1


def _digits(written: str) -> str:
    return written.replace(" ", "").replace("-", "")


def _is_dni(found: re.Match[str]) -> bool:
    first, number, letter = found.groups()
    if len(first + number) != 8:
        return False
    return _LETTERS_OF_DNI[int(f"{'xyz'.index(first) if first else ''}{number}") % 23] == letter


def _is_codice_fiscale(found: re.Match[str]) -> bool:
    values = [int(sign, 36) if sign.isdigit() else ord(sign) - ord("a") for sign in found[0]]
    total = sum(_ODD[value] if place % 2 == 0 else value for place, value in enumerate(values[:15]))
    return total % 26 == values[15]


def _is_nir(found: re.Match[str]) -> bool:
    digits = found[0].replace(" ", "").replace("2a", "19").replace("2b", "18")
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _is_nordic(found: re.Match[str]) -> bool:
    """Sweden's by Luhn, Finland's by its own letters."""
    date, _, number, check = found.groups()
    if check.isdigit() and is_luhn(date[-6:] + number + check):
        return True
    return len(date) == 6 and _FINNISH[int(date + number) % 31] == check


_IDENTITIES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...]] = (
    (_NINO, lambda found: True),
    (_SOCIAL_SECURITY, lambda found: True),
    (_SPANISH, _is_dni),
    (_ITALIAN, _is_codice_fiscale),
    (_FRENCH, _is_nir),
    (_NORDIC, _is_nordic),
    (_BRAZILIAN, _is_cpf),
)
