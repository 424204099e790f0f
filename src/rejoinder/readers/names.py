"""What may stand above a comment as a name, and which names are the same to the eye. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
# Capitals that look like Latin ones though their small letters read otherwise.
_FOREIGN_CAPITALS = str.maketrans("ΒΖΗΜΝΥΧϹᎠᎡᎢᎪᎫᎬᎳᎷᎻᏀᏃᏒᏔᏚᏞᏟᏢᏦᏴ", "BZHMNYXCDRTAJEWMHGZRWSLCPKB")
# Alphabets that no word of a name mixes with Latin letters but to look like another
# (Unicode Technical Standard 39, 5.2: "highly restrictive").
_MIXED = regex.compile(
    r"\b(?=\w*\p{Latin})"
    r"\w*[^\W\p{Latin}\p{Common}\p{Inherited}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
)
_PAIRS = (("rn", "m"), ("vv", "w"))

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_PARTS = re.compile(r"[()\[\]{}<>«»|•·:,;/~=*]|\s[-–—]+\s|[–—]")
_BETWEEN_WRITERS = re.compile(r"[,;/|&]|\s(?:and|und|et|y|e|og|och|en|i|a)\s", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|di|av|door)\s+", re.IGNORECASE)

ROLE_WORDS = N_(
    "admin, admins, administrator, author, comments, customer, editor, editorial, editors, "
    "journalist, mod, moderation, moderator, moderators, mods, newsroom, official, reporter, "
    "staff, support, system, team, verified, webmaster"
)
"""What those who look after the comments call themselves: nobody's name."""
CLEAR_ROLES = N_("admin, admins, administrator, moderator, moderators, webmaster")
"""Those of them that mean nothing else, beside whatever other words."""
SMALL_WORDS = N_(
    "a, an, and, at, chief, deputy, for, from, in, my, of, our, real, senior, the, this, your"
)
"""Words that make no name different."""


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


def byline_names(byline: str) -> tuple[str, ...]:
    """The people whom a byline names, and the whole of it."""
    whole = _BY.sub("", byline.strip())
    parts = (part.strip() for part in _BETWEEN_WRITERS.split(whole))
    return tuple(dict.fromkeys(each for each in (whole, *parts) if len(each) >= SHORTEST_NAME))


@dataclass(frozen=True, slots=True)
class ReservedNames:
    """The names on one site that are not everybody's."""

    whole: frozenset[str]
    """Folded names: of the paper, its staff, its writers."""
    paper: frozenset[str]
    """The folded words of the paper's name."""
    people: frozenset[frozenset[str]]
    """The folded words of each name of the staff and the writers that has several."""
    roles: frozenset[str]
    clear_roles: frozenset[str]
    small: frozenset[str]

    def holds(self, name: str) -> bool:
        """Whether a name is or holds one of these, or claims to speak for the paper."""
        if _MIXED.search(name):
            return True
        return self._holds(name) or self._holds(name.translate(_FOREIGN_CAPITALS))

    def _holds(self, name: str) -> bool:
        words = [folded_name(word) for word in _words(name)]
        if words[1:] and words[-1] in _BESIDE_NAMES:
            return True  # "Jane STAFF"
        if any(named <= set(words) for named in (*self.people, *self._long_paper())):
            return True  # "Dr. Marian Holt", "Marian Holt - Courier", "Courier of Elswyn News"
        telling = "".join(word for word in words if not self._is_small(word))
        if not self.whole.isdisjoint((folded_name(name), telling)):
            return True
        if not self.clear_roles.isdisjoint(words) or self._in_one_word(folded_name(name)):
            return True
        return any(self._claims(part) for part in (name, *_PARTS.split(name)))

    def _long_paper(self) -> Iterator[frozenset[str]]:
        """The paper's name if it has several words: one alone may be anybody's, as Courier is."""
        if len(self.paper) > 1:
            yield self.paper

    def _claims(self, part: str) -> bool:
        words = {folded_name(word) for word in _words(part)}
        telling = {word for word in words if not self._is_small(word)}
        of_paper = bool(self.paper) and self.paper <= telling
        return telling <= self.roles | self.paper and (
            of_paper or not self.roles.isdisjoint(telling)
        )

    def _in_one_word(self, folded: str) -> bool:
        """Whether it is such a claim written as one word: "gazetteteam"."""
        known = sorted(self.roles | self.paper | self.small, key=len, reverse=True)
        if not re.fullmatch(f"(?:{'|'.join(map(re.escape, known))})+[0-9lo]*", folded):
            return False
        of_paper = bool(self.paper) and all(word in folded for word in self.paper)
        return of_paper or any(len(role) > 3 and role in folded for role in self.roles)

    def _is_small(self, word: str) -> bool:
        return word in self.small or word.strip("0123456789lo") == ""


def reserve(
    paper: Iterable[str], people: Iterable[str], *, roles: str, clear_roles: str, small: str
) -> ReservedNames:
    """The reserved names of a site: what the paper is called, and who works for it.

    `roles`, `clear_roles` and `small` are lists with commas, in the site's language.
    """
    called, people = [name for name in paper if name], tuple(people)
    small_words = _folded_list(SMALL_WORDS, small)
    words = {folded_name(word) for word in _words(called[0])} if called else set()
    return ReservedNames(
        whole=frozenset(folded_name(name) for name in (*called, *people)) - {""},
        paper=frozenset(words - small_words),
        people=frozenset(filter(_is_several, (frozenset(_folded_words(each)) for each in people))),
        roles=_folded_list(ROLE_WORDS, roles),
        clear_roles=_folded_list(CLEAR_ROLES, clear_roles),
        small=small_words,
    )


# What reads as a badge where it stands last.
_BESIDE_NAMES = frozenset(map(folded_name, ("author", "editor", "official", "staff", "verified")))


def _folded_words(name: str) -> Iterator[str]:
    return filter(None, map(folded_name, _words(name)))


def _is_several(words: frozenset[str]) -> bool:
    return len(words) > 1


def _folded_list(*lists: str) -> frozenset[str]:
    words = (folded_name(word) for each in lists for word in each.split(","))
    return frozenset(word for word in words if word)


def _words(name: str) -> Iterator[str]:
    """The words of a name as they read: "M o d" is one, "TheEditor" two."""
    for part in _CAMEL.sub(" ", name).split():
        yield from _WORDS.findall(fold(part).text)
    if fold(name).text.count(" ") < name.count(" "):
        yield from _WORDS.findall(fold(name).text)


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
