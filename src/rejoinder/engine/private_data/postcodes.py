"""Postcodes: a full one of Britain, Ireland or Canada names a few houses; others end an address."""

import re
from collections.abc import Iterator
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading

_BRITISH: Final = (
    r"(?:a[bl]|b[abdhlnrst]?|c[abfhmortvw]|d[adeghlnty]|e[chnx]?|f[ky]|g[luy]?|h[adgprsux]|i[gmpv]|"
    r"je|k[atwy]|l[adelnsu]?|m[ekl]?|n[enprw]?|o[lx]|p[aehlor]|r[ghm]|s[aegklmnopprsty]?|sw|"
    r"t[adfnqrsw]|ub|w[acdfnrsv]?|yo|ze)\d[a-z\d]? ?(?!1st|2nd|3rd|\dth)\d[abd-hjlnp-uw-z]{2}"
)
_CANADIAN: Final = r"[abceghj-nprstvxy]\d[abceghj-nprstv-z][ -]\d[abceghj-nprstv-z]\d"
_IRISH: Final = r"(?:[ac-fhknprtv-y]\d\d|d6w) ?(?=[a-z]{0,3}\d)(?=\d{0,3}[a-z])[\dac-fhknprtv-y]{4}"
_FULL: Final = re.compile(rf"(?<![\w-])(?:{_BRITISH}|{_CANADIAN}|{_IRISH})(?!\w)")
_SIGN: Final = re.compile(r"[a-z]\d[a-z\d]? ?\d|[a-z]\d[a-z] ?[a-z]")
_PLACE: Final = r"[a-z][a-z'’.-]{1,24}"
_STATES: Final = (
    r"(?:a[lkzr]|c[aot]|de|dc|fl|ga|hi|i[dlna]|k[sy]|la|m[edainsot]|n[evhjmycd]|o[hkr]|pa|ri|s[cd]|"
    r"t[nx]|ut|v[ta]|w[aviy]|nsw|vic|qld|tas|act|nt)"
)
# Right behind a street's number or name.
_AFTER: Final = re.compile(
    rf"(?:,? (?:in )?{_PLACE}(?: {_PLACE})?){{0,2}},? ?(?:{_BRITISH}|{_CANADIAN}|{_IRISH}|"
    rf"{_STATES},? \d{{4,5}}(?:-\d{{4}})?)(?!\w)"
    rf"|,? (?:[a-z]{{1,3}}-)?\d{{4,5}}(?: ?[a-z]{{2}})?,? {_PLACE}|,? \d{{3}} \d\d,? {_PLACE}"
    rf"|,? \d{{2}}-\d{{3}},? {_PLACE}"
)
_LOGIT: Final = -1.2


def postcodes(reading: Reading) -> Iterator[Candidate]:
    """Every full postcode that stands by itself; in small letters it may be anything."""
    for found in _FULL.finditer(reading.text) if _SIGN.search(reading.text) else ():
        if reading.is_capital(found.start()):
            yield Candidate(Kind.ADDRESS, found.start(), found.end(), _LOGIT)


def postcode_after(text: str, end: int) -> int | None:
    """Where the postcode and place right behind an address end; None where there are none."""
    found = _AFTER.match(text, end)
    return None if found is None else found.end()
