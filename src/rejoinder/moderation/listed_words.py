"""Who put each word on the policy's lists, and when: read off the policies of before. Pure."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rejoinder.sites.model import PutPolicy

LISTS = ("banned", "watched", "allowed")


@dataclass(frozen=True, slots=True)
class Listed:
    """A word that is in force, and the policy by which it came to stay."""

    word: str
    put: PutPolicy


def listed_words(newest_first: Iterable[PutPolicy]) -> dict[str, list[Listed]]:
    """By list, the words in force in their order, each with the policy that put it there.

    A word that was taken off and put back came with the later one. Of policies that are no longer
    there, the oldest that is answers.
    """
    since: dict[tuple[str, str], PutPolicy] = {}
    in_force: list[tuple[str, str]] | None = None
    for put in newest_first:
        words = _words(put.source)
        if in_force is None:
            in_force = words
            followed = set(words)
        followed &= set(words)
        since |= dict.fromkeys(followed, put)
        if not followed:
            break
    found: dict[str, list[Listed]] = {each: [] for each in LISTS}
    for each, word in in_force or []:
        found[each].append(Listed(word, since[each, word]))
    return found


def _words(source: str) -> list[tuple[str, str]]:
    try:
        told: Any = tomllib.loads(source).get("words")
    except tomllib.TOMLDecodeError:
        told = None  # written for another version of ours
    if not isinstance(told, dict):
        return []
    lists = {each: told.get(each) for each in LISTS}
    return [
        (each, word)
        for each, words in lists.items()
        if isinstance(words, list)
        for word in words
        if isinstance(word, str)
    ]
