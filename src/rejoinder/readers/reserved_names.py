"""Whose a name is before anybody chose it: the paper's, its people's, a role's. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from rejoinder.engine import fold
from rejoinder.errors import N_
from rejoinder.readers.names import SHORTEST_NAME, folded_name

# Capitals that look like Latin ones though their small letters read otherwise.
_FOREIGN_CAPITALS = str.maketrans("ΒΖΗΜΝΥΧϹᎠᎡᎢᎪᎫᎬᎳᎷᎻᏀᏃᏒᏔᏚᏞᏟᏢᏦᏴ", "BZHMNYXCDRTAJEWMHGZRWSLCPKB")
# Alphabets that no word of a name mixes with Latin letters but to look like another
# (Unicode Technical Standard 39, 5.2: "highly restrictive").
_MIXED = regex.compile(
    r"\b(?=\w*\p{Latin})"
    r"\w*[^\W\p{Latin}\p{Common}\p{Inherited}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
)
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
    one_word: re.Pattern[str] = field(compare=False)
    """A claim to speak for the paper, written as one folded word: "gazetteteam"."""

    @lru_cache(maxsize=4096)  # noqa: B019 - a site has one of these, and few change in a day
    def holds(self, name: str) -> bool:
        """Whether a name is or holds one of these, or claims to speak for the paper."""
        if _MIXED.search(name):
            return True
        return any(map(self._holds, {name, name.translate(_FOREIGN_CAPITALS)}))

    def _holds(self, name: str) -> bool:
        words = [folded_name(word) for word in _words(name)]
        if words[1:] and words[-1] in _BESIDE_NAMES:
            return True  # "Jane STAFF"
        several = set(words)
        if any(named <= several for named in (*self.people, *self._long_paper())):
            return True  # "Dr. Marian Holt", "Marian Holt - Courier", "Courier of Elswyn News"
        telling = "".join(word for word in words if not self._is_small(word))
        if not self.whole.isdisjoint((folded_name(name), telling)):
            return True
        if not self.clear_roles.isdisjoint(words) or self._in_one_word(folded_name(name)):
            return True
        return any(map(self._claims, {name, *_PARTS.split(name)}))

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
        if not self.one_word.fullmatch(folded):
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
    roles_here = _folded_list(ROLE_WORDS, roles)
    known = sorted(roles_here | (words - small_words) | small_words, key=len, reverse=True)
    return ReservedNames(
        whole=frozenset(folded_name(name) for name in (*called, *people)) - {""},
        paper=frozenset(words - small_words),
        people=frozenset(filter(_is_several, (frozenset(_folded_words(each)) for each in people))),
        roles=roles_here,
        clear_roles=_folded_list(CLEAR_ROLES, clear_roles),
        small=small_words,
        one_word=re.compile(f"(?:{'|'.join(map(re.escape, known))})+[0-9lo]*"),
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


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name as they read: "M o d" is one, "TheEditor" two."""
    parts = [fold(part).text for part in _CAMEL.sub(" ", name).split()]
    whole = fold(name).text
    if whole.count(" ") < name.count(" "):
        parts.append(whole)
    return tuple(word for part in parts for word in _WORDS.findall(part))
