"""E-mail addresses, also written out as "name at mail dot com"."""

import re
from collections.abc import Iterator
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading, word_set

PROVIDERS: Final = (
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|aol|proton|protonmail|gmx|"
    r"zoho|fastmail|tutanota|btinternet|ntlworld|talktalk|virginmedia|eircom|orange|wanadoo|laposte|"
    r"free|sfr|t-online|freenet|libero|virgilio|telenet|ziggo|kpnmail|hetnet|telefonica|terra|"
    r"seznam|onet|interia|telia|bigpond|optusnet|comcast|verizon|sbcglobal|bellsouth|shaw|rogers)"
)
# "@name@server.social" is an account and no e-mail address.
_LOCAL: Final = r"(?<![\w.+@/-])([a-z0-9][a-z0-9._+-]"  # and how often, and the group's end
_PLAIN: Final = re.compile(
    _LOCAL + r"{0,63})@((?:[^\W_][\w-]{0,62}\.){1,4}[^\W\d_]{2,12})(?![\w-])(?!\.\w)"
)
# What people write for the two signs, so that no program reads them: in brackets whatever it is,
# else as words of their own, set apart by spaces or by signs ("_at_").
_OPEN, _CLOSE = r" ?[(\[{<] ?", r" ?[)\]}>] ?"
_DOT_WORDS: Final = "dot|punkt|point|punto|punt"
_DOT: Final = (
    rf"(?: ?\. ?| (?:{_DOT_WORDS}) |[_-](?:{_DOT_WORDS})[_-]|{_OPEN}(?:\.|{_DOT_WORDS}){_CLOSE})"
)
_WRITTEN: Final = re.compile(
    _LOCAL
    + rf"{{0,63}}?)(?:{_OPEN}(?:at|@|arobase){_CLOSE}| at | arobase |[_-]at[_-]| ?@ ?)"
    + rf"((?:[a-z0-9][a-z0-9-]{{0,40}}?{_DOT}){{1,3}}[a-z]{{2,6}})(?!\w)"
)
# Nothing apart, which only a known provider's name shows, and a comma for the dot.
_RUN_TOGETHER: Final = re.compile(
    _LOCAL + rf"{{2,63}}?)(?:at({PROVIDERS}dot(?:com|net|org|de|fr|it|nl|co))(?!\w)"
    rf"|(?:@|{_OPEN}at{_CLOSE})({PROVIDERS}[,;](?:com|net|org|de|fr))(?!\w))"
)
# Whose dot may have a space behind it, as the end of a sentence has.
_COMMON_ENDS: Final = (".com", ".net", ".org", ".co.uk")
_AT: Final = ("@", "at)", "at]", "at}", "at>", "arobase")
_WRITTEN_WORDS: Final = {
    "dot",
    "gmail",
    "hotmail",
    "outlook",
    "yahoo",
    "icloud",
    "gmx",
    "punkt",
    "point",
    "punto",
}
# Whose letters more than one person reads.
_OF_OFFICE: Final = re.compile(
    r"(?:.*[._-])?(?:info|contact|contactus|office|admin|administration|complaints?|press|media|"
    r"editors?|editorial|letters|news|newsdesk|newsroom|tips|support|help|helpdesk|service|services|"
    r"customer.*|tickets?|boxoffice|sales|shop|orders|enquir(?:y|ies)|inquir(?:y|ies)|feedback|hello|"
    r"mail|post|reception|bookings?|events?|planning|highways|housing|licensing|council|democratic.*|"
    r"consultations?|foi|privacy|dpo|data|legal|jobs|careers|hr|finance|accounts|billing|donate|"
    r"donations|volunteers?|membership|members|secretary|treasurer|chair|clerk|team|webmaster|"
    r"postmaster|no-?reply|noreply|moderation|moderators?|comments|redaktion|kontakt|poststelle|"
    r"secretariat|mairie|accueil|informacion|contacto|atencion.*|segreteria|ufficio.*|urp|"
    r"gemeente|kommune|post(?:mottak)?|101|cllr.*|councillor.*|mp|mayor|minister)[\d]*"
)
_OFFICIAL_HOST: Final = re.compile(
    r"(?:.*\.)?(?:gov|gouv|gob|gc|parliament|police|nhs|mil|europa|bund)(?:\.[a-z]{2,4}){0,2}"
)
# Words before "at" that begin a phrase rather than an address ("have a look at").
_NO_LOCAL: Final = word_set("before at")


def emails(reading: Reading) -> Iterator[Candidate]:
    """Every e-mail address; an office's is less likely to be anybody's own."""
    text = reading.text
    if "@" in text:
        for found in _PLAIN.finditer(text):
            yield _candidate(found, found[2])
    if any(map(text.__contains__, ("dot", *_AT))):
        for found in _RUN_TOGETHER.finditer(text):
            yield _candidate(found, re.sub("dot|[,;]", ".", found[2] or found[3]))
    if any(map(text.__contains__, _AT)) or not reading.words.isdisjoint(_WRITTEN_WORDS):
        yield from _written_out(text)


def _written_out(text: str) -> Iterator[Candidate]:
    at = 0
    while found := _WRITTEN.search(text, at):
        host = re.sub(_DOT, ".", found[2])
        if _is_written_out(found, host):
            yield _candidate(found, host)
            at = found.end()
        else:
            at = found.start(2)  # "me at" may stand before an address


def _candidate(found: re.Match[str], host: str) -> Candidate:
    if _OF_OFFICE.fullmatch(found[1]) or _OFFICIAL_HOST.fullmatch(host):
        logit = -2.5
    elif re.match(PROVIDERS + r"\.", host):
        logit = 1.2
    else:
        logit = 0.2
    return Candidate(Kind.EMAIL, found.start(), found.end(), logit)


def _is_written_out(found: re.Match[str], host: str) -> bool:
    """Whether an address is meant, and not "look at example dot com" or a sentence's end."""
    between = found[0][len(found[1]) : found.start(2) - found.start()].strip()
    is_provided = re.match(PROVIDERS + r"\.", host) is not None
    if ". " in found[2] and not is_provided and not host.endswith(_COMMON_ENDS):
        return False
    if len(between) > 2 and between[0] not in "_-":
        return True
    if found[1] in _NO_LOCAL:
        return False
    if is_provided or (between[0] in "_-" and host != found[2]):
        return True
    return (host != found[2] or "@" in between) and re.search(r"[\d._]", found[1]) is not None
