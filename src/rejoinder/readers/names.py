"""What may stand above a comment as a name, and which names are the same to the eye. Pure."""

import re
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache

import regex

from rejoinder.engine import fold, shows_nothing
from rejoinder.engine.lookalikes import FAINT_LOOKALIKES, LOOKALIKES
from rejoinder.errors import Invalid, N_
from rejoinder.text import characters, tidy_line

SHORTEST_NAME = 2
# In characters that a person sees; longer names break the line on a phone.
LONGEST_NAME = 40
# So that nobody talks with themselves under two names on one day's page.
RENAMING_WAITS = timedelta(days=1)
# As long as a form's field; nothing longer is even tidied.
LONGEST_TYPED = 400
# Vietnamese and Hebrew set three marks on one letter; more climb into the line above.
MOST_MARKS = 3
# A letter that stands for a whole sentence, such as U+FDFA, is as wide as one.
LONGEST_LETTER = 6

# What imitates the badge of staff: check marks, shields, medals, and signs of being registered.
BADGE_SIGNS = frozenset("✓✔✅☑√🗸🗹⍻🛡🏅🎖🏵🥇👮🔰®™©🆗✪⚜")

# Between letters of Arabic and Indian scripts these are spelling, and between emoji they join.
_JOINERS = frozenset("\u200c\u200d")
_AFTER_EMOJI = "\ufe0f"
_SPACES = re.compile(r"\s+")
_NO_NAME = frozenset(("Cc", "Cn", "Co", "Cs"))
# Endings of addresses, as far as they are no words of names.
_ENDINGS = (
    "com|org|net|info|biz|edu|gov|io|ai|ly|gg|tv|cc|ru|cn|uk|de|eu|us|tk|xyz|top|shop|online|site"
    "|website|club|store|live|vip|bet|casino|app|dev|link|click|example|test"
)
_ADDRESS = re.compile(
    rf"://|\bhttps?\b|\bwww\.|[^\s@]@[^\s@]|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})(?!\w)"
)
_FULL_STOPS = str.maketrans("。．｡․", "....")
# To the eye, in most typefaces: zero and O; one, I and a small L.
_SAME_SHAPE = {"0": "o", "1": "l", "i": "l", "ı": "l", "ǀ": "l", "ɵ": "o", "ƀ": "b", "ƽ": "s"}
_BAR_IN_WORD = regex.compile(r"(?<=\w)[|∣⎪￨](?=\w)")
_PAIRS = (("rn", "m"), ("vv", "w"))
# Where one word of a name ends and the next begins without a space: at a capital letter after a
# small one, and beside numbers of two digits and more; a single digit stands for a letter.
_JOINTS = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\d\d)|(?<=\d\d)(?=\p{L})|[_\-.]+")


def name_in_words(name: str) -> str:
    """A name as a sentence would have it: "BurnThem_all88" is "Burn Them all 88"."""
    return " ".join(_JOINTS.sub(" ", name).split())


def check_name(raw: str) -> str:
    """The name that will stand over a comment, without what shows nothing in it.

    Raises:
        Invalid: it is too short, too long, shows nothing, is an address, or imitates a badge.
    """
    name = _visible(raw) if len(raw) <= LONGEST_TYPED else ""
    fits = SHORTEST_NAME <= characters(name) <= LONGEST_NAME
    if not fits or not _is_readable(name) or _has_address(name) or not BADGE_SIGNS.isdisjoint(name):
        raise Invalid(
            N_(
                "A name has %(least)s to %(most)s characters, with a letter or a figure; no link, "
                "and no sign that looks like a badge."
            ),
            code="bad-name",
            details={"field": "name"},
            least=SHORTEST_NAME,
            most=LONGEST_NAME,
        )
    return name


def name_missing() -> Invalid:
    """The refusal of a comment whose writer has not chosen a name yet."""
    return Invalid(
        N_("Please choose a name. It will stand above your comments."),
        code="name-missing",
        details={"field": "name"},
    )


def name_taken(*, guest: bool = False) -> Invalid:
    """The one refusal of all names that are somebody's: it does not tell whose."""
    message = N_(
        "That name is somebody's here, or could be taken for the paper's. Please choose another."
    )
    if guest:
        message = N_(
            "That name is somebody's here, or could be taken for the paper's. Please choose "
            "another; if it is yours, sign in first."
        )
    return Invalid(message, code="name-taken", details={"field": "name"})


def renaming_opens(named_at: datetime | None) -> datetime | None:
    """From when on a name chosen then may be changed; None where there is nothing to wait for."""
    return None if named_at is None else named_at + RENAMING_WAITS


@lru_cache(maxsize=8192)
def folded_name(name: str) -> str:
    """The same for names that look the same: capitals, accents, spaces, borrowed letters aside."""
    letters = "".join(
        _SAME_SHAPE.get(plain, plain)
        for letter in fold(_BAR_IN_WORD.sub("l", name)).text
        if letter.isalnum() or unicodedata.category(letter)[0] == "M"
        for plain in LOOKALIKES.get(letter, FAINT_LOOKALIKES.get(letter, letter))
    )
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters[: 2 * LONGEST_NAME]


def _visible(raw: str) -> str:
    """The name on one line, without characters that are drawn as nothing."""
    line = tidy_line(raw)
    kept = (
        letter
        for place, letter in enumerate(line)
        if not shows_nothing(letter) or _joins(line, place)
    )
    return _SPACES.sub(" ", "".join(kept)).strip()


def _joins(line: str, place: int) -> bool:
    """Whether what shows nothing changes how its neighbours look."""
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    if line[place] == _AFTER_EMOJI:
        return before != "" and unicodedata.category(before) in {"So", "Sm", "Po", "Nd"}
    if line[place] not in _JOINERS or not before or not after:
        return False
    emoji = unicodedata.category(after) == "So"
    return emoji or (_is_joined_script(before) and _is_joined_script(after))


def _is_joined_script(letter: str) -> bool:
    """Whether it is of Arabic, or of the scripts from Syriac to Khmer."""
    return "\u0600" <= letter <= "\u17ff" and unicodedata.category(letter)[0] in "LM"


def _is_readable(name: str) -> bool:
    """Whether something of it can be called out, and nothing of it leaves its line."""
    categories = [unicodedata.category(letter) for letter in name]
    if not _NO_NAME.isdisjoint(categories) or not any(each[0] in "LN" for each in categories):
        return False
    if any(len(unicodedata.normalize("NFKD", letter)) > LONGEST_LETTER for letter in name):
        return False
    marks = 0
    before = ""
    for category in categories:
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        bare = category[0] == "M" and before[:1] not in {"L", "M", "N", "S", "C"}
        if bare or marks > MOST_MARKS:
            return False
        before = category
    return True


def _has_address(name: str) -> bool:
    plain = unicodedata.normalize("NFKC", name).translate(_FULL_STOPS).casefold()
    return _ADDRESS.search(plain) is not None
