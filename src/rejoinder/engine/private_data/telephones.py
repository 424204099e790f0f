"""Telephone numbers of many countries, by their forms: what is a date, a score or a price is none.

Not by the library `phonenumbers`: docs/decisions.md says why.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading, any_word
from rejoinder.engine.tables import read_table

# Digits with what people put between them; how they are grouped is looked at afterwards.
_DIGITS: Final = re.compile(
    r"(?<![\w.,/:$£€#%@=&-])(?<![$£€#] )(?:\+ ?)?\(?\d(?:[ ()./–_*-]{0,3}+\d){6,24}"
    r"(?![\w%])(?![.,:]\d)"
)
_GROUP: Final = re.compile(r"\d+")
# A letter in the place of a nought: "O77OO 9OO482".
_WITH_NOUGHTS: Final = re.compile(r"(?<![a-z\d])(?=o*\d)(?=\d*o)[\do]+(?![a-z])")
_DATE_OR_HOURS: Final = re.compile(
    r"\+?\(?(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    r"|\d{1,2}[.]\d\d ?[-–] ?\d{1,2}|0\.\d|(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d(?!\d))"
)
# In pairs they look like a date with more behind it: "06.39.98.12.47".
_IN_PAIRS: Final = re.compile(r"0[1-9]([./-])\d\d(?:\1\d\d){3}")
_RUN: Final = "01234567890123456789"
# What only the mobile numbers of some countries look like: Brazil, Russia, Japan, South Africa.
_MOBILE_FORM: Final = re.compile(
    r"\(\d\d\) ?9\d{4}[ -]?\d{4}|8[ -]?\(?9\d\d\)?[ -]?\d{3}[ -]\d\d[ -]\d\d"
    r"|0[789]0-\d{4}-\d{4}|08[1-4][ -]\d{3}[ -]\d{4}"
)
# Digits in a national number, by the country's code.
_LENGTHS: Final = {
    int(code): range(int(least), int(most) + 1)
    for code, least, most in read_table("telephone_codes.tsv")
}
_MOBILE: Final = re.compile(r"0(?:7[3-9]|6|4[0-9]{2}|2[1-9]\d ?\d{3} |8[35679]\d{7}$)")
# Nobody's own: freephone, shared cost and premium numbers.
_SERVICE: Final = re.compile(
    r"0(?:80[08]\d{4,8}|80\d{5,7}|8[1289]\d{7}|8[47]\d{8}|3[0347]\d{8}|500\d{6}|9\d{9}|180\d{5,9}|137\d{5,8}|700\d{6,8})|"
    r"1?8(?:00|33|44|55|66|77|88)\d{7}|1[38]00\d{6}|13\d{4}|800\d{5,7}"
)
# How such begin, behind a country's code; elsewhere only freephone is known.
_SERVICES: Final = {"44": ("800", "808", "300", "330", "333", "343", "344", "345", "84", "87", "9")}
# What numbers these words count, or name, is no telephone's.
_NO_TELEPHONE: Final = re.compile(
    rf"\b{any_word('counted')}(?: (?:no|nos|nr|number|numbers|were|was|is|id))?[.:]? ?[(§]? ?$"
)
# Right before digits that have no sign of their own: "ring 20 12 34 56".
_ASKED: Final = re.compile(
    rf"(?:\b{any_word('telephone')}\b['’s]*(?: {any_word('after telephone')}){{0,4}}|☎|📞|📱)"
    r"\s?[.:,]? ?$"
)
# Right behind them: "20 12 34 56 is her mobile".
_NAMED_BEHIND: Final = re.compile(
    r",? ?(?:(?:is|was|ist|est|es|e|er|ar|to) |[(–-] ?)"
    r"(?:(?:his|her|my|their|your|our|the|il|suo|mio|seine?|ihre?|meine?|son|mon|su|mi|zijn|haar|"
    r"mijn|hans|hennes|hendes|mitt|jego|jej|moj|private|home|direct|own|personal) ){1,3}"
    rf"{any_word('telephone')}\b(?! of\b)"
)
_WORDS: Final = re.compile(
    r"(?<!\w)(?:(?:zero|oh|nought|nil|one|two|three|four|five|six|seven|eight|nine|double|triple)"
    r"[ ,.-]{1,3}){7,18}(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine)(?!\w)"
)
_NAMES_OF_DIGITS: Final = (
    *("zero", "one", "two", "three", "four"),
    *("five", "six", "seven", "eight", "nine"),
)

# E.164.
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
_MOBILE_LOGIT, _LANDLINE_LOGIT, _ASKED_LOGIT, _SERVICE_LOGIT = 0.8, 0.3, 0.4, -3.5


def telephones(reading: Reading) -> Iterator[Candidate]:
    """Every telephone number of seven digits or more; a freephone's is nobody's own."""
    text = reading.text
    if not reading.words.isdisjoint(_NAMES_OF_DIGITS):
        yield from _written_out(text)
    if _WITH_NOUGHTS.search(text):
        text = _WITH_NOUGHTS.sub(lambda match: match[0].replace("o", "0"), text)
    elif reading.longest_number < _LEAST_DIGITS:
        return
    for found in _DIGITS.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if _is_no_number(found[0]) or _NO_TELEPHONE.search(before):
            continue
        groups = [(each[0], each.end()) for each in _GROUP.finditer(found[0])]
        is_asked = bool(_ASKED.search(before) or _NAMED_BEHIND.match(text, found.end()))
        for count in range(min(len(groups), _MOST_DIGITS), 0, -1):
            digits = [group for group, _ in groups[:count]]
            end = groups[count - 1][1]
            logit = _logit(found[0][:end], digits, is_asked=is_asked and count == len(groups))
            if logit is not None:
                yield Candidate(Kind.TELEPHONE, found.start(), found.start() + end, logit)
                break


def _is_no_number(written: str) -> bool:
    """Whether digits are a date, hours, or all that there are in their order."""
    digits = "".join(_GROUP.findall(written))
    is_date = _DATE_OR_HOURS.match(written) and not _IN_PAIRS.fullmatch(written)
    return bool(is_date) or digits in _RUN


def _logit(written: str, groups: Sequence[str], *, is_asked: bool) -> float | None:
    """How likely these digits are somebody's number; None where they are no number at all."""
    digits = "".join(groups)
    if written.startswith("+") or (digits.startswith("00") and len(digits) > 9):
        return _international(digits, groups)
    if _MOBILE_FORM.fullmatch(written):
        return _MOBILE_LOGIT
    if digits.startswith("0"):
        return _national(digits, groups, is_asked=is_asked)
    if _is_american(written, groups, is_asked=is_asked):
        return _SERVICE_LOGIT if _SERVICE.fullmatch(digits) else _LANDLINE_LOGIT
    if is_asked and 7 <= len(digits) <= 11 and len(groups) <= 5:
        return _SERVICE_LOGIT if _SERVICE.fullmatch(digits) else _ASKED_LOGIT
    return None


def _international(digits: str, groups: Sequence[str]) -> float | None:
    own = digits.removeprefix("00")
    for size in (1, 2, 3):
        lengths = _LENGTHS.get(int(own[:size]))
        if lengths is None:
            continue
        national = own[size:]
        if national.startswith("0") and len(groups) > 1:  # +44 (0)161 ...
            national = national[1:]
        if len(national) in lengths:
            service = national.startswith(_SERVICES.get(own[:size], ("800", "808")))
            return _SERVICE_LOGIT if service else _MOBILE_LOGIT
    return None


def _national(digits: str, groups: Sequence[str], *, is_asked: bool) -> float | None:
    """A number with its trunk prefix. Pairs that only rise are lines of buses, or a lottery's."""
    least = 7 if is_asked else 9
    if not least <= len(digits) <= 12 or digits[1] == "0":
        return None
    if all(len(group) == 2 for group in groups) and len(groups) != 5 and not is_asked:
        return None
    if len(groups) > 6 or (any(len(group) == 1 for group in groups[1:]) and not is_asked):
        spelled = all(len(group) == 1 for group in groups)
        return _MOBILE_LOGIT if spelled and not _rises(groups) else None
    if len(groups) > 2 and _rises(groups) and not is_asked:
        return None
    if _SERVICE.fullmatch(digits) and not (digits.startswith("03") and len(groups[0]) < 4):
        return _SERVICE_LOGIT
    return _MOBILE_LOGIT if _MOBILE.match(digits) else _LANDLINE_LOGIT


def _is_american(written: str, groups: Sequence[str], *, is_asked: bool) -> bool:
    """(416) 555-0123, 416-555-0123, 416.555.0123; with spaces only where a number was spoken of."""
    own = list(groups[1:]) if groups[0] == "1" else list(groups)
    if [len(group) for group in own] != [3, 3, 4] or own[0][0] in "01" or own[1][0] in "01":
        return False
    return is_asked or "(" in written or "-" in written or written.count(".") > 1


def _rises(groups: Sequence[str]) -> bool:
    """Whether the groups only rise by a little, or all are the same."""
    return all(0 <= int(after) - int(before) <= 3 for before, after in pairwise(groups))


def _written_out(text: str) -> Iterator[Candidate]:
    """Digits in words; counting up is a song."""
    for found in _WORDS.finditer(text):
        words = re.findall(r"[a-z]+", found[0].replace("oh", "zero").replace("nought", "zero"))
        values = [_NAMES_OF_DIGITS.index(word) for word in words if word in _NAMES_OF_DIGITS]
        steps = {after - before for before, after in pairwise(values)}
        if len(steps) > 1:
            yield Candidate(Kind.TELEPHONE, found.start(), found.end(), _MOBILE_LOGIT)
