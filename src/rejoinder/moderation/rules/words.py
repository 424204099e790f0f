"""The text or the author's name has a word from the policy's lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity, Span
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import (
    Contradiction,
    InvalidSetting,
    Kind,
    ListOf,
    Policy,
    Table,
    Text,
)
from rejoinder.moderation.wordlist import WordMatcher

_List = tuple[str, ...]

# More marks in one comment help nobody to read it.
_MAX_SPANS: Final = 20


@dataclass(frozen=True, slots=True)
class WordListEntry(Kind):
    """An entry of a word list: `word`, `word*`, or a phrase."""

    def parse(self, value: Any) -> str:
        """The entry, of which something is left without its star."""
        text = Text().parse(value)
        word = text.removesuffix("*")
        if "*" in word:
            raise InvalidSetting(
                N_("In “%(entry)s” the star can only stand at the end, as in “word*”."), entry=text
            )
        if len(word) < 2 or not any(letter.isalnum() for letter in word):
            raise InvalidSetting(
                N_("“%(entry)s” is too short: a word has two characters or more, with a letter."),
                entry=text,
            )
        return text

    @property
    def bounds(self) -> str:
        """The three ways of writing one."""
        return '"word", "word*" or "two words"'


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Lists of words: `word` alone, `word*` for all that begin so, phrases with spaces."""

    banned: Annotated[_List, ListOf(WordListEntry()), N_("the comment is declined")] = ()
    watched: Annotated[_List, ListOf(WordListEntry()), N_("a person looks first")] = ()
    allowed: Annotated[
        _List,
        ListOf(WordListEntry()),
        N_('excepted from both lists: "cockpit" where "cock*" is banned'),
    ] = ()
    matcher: WordMatcher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Makes the matcher, once for as long as the policy is in force."""
        lists = {"banned": self.banned, "watched": self.watched}
        object.__setattr__(self, "matcher", WordMatcher(lists, self.allowed))


def _contradictions(words: WordSettings) -> Iterator[Contradiction]:
    """Whatever is in two lists."""
    lists = {"banned": words.banned, "watched": words.watched, "allowed": words.allowed}
    first_in: dict[str, str] = {}
    for name, entries in lists.items():
        for index, entry in enumerate(entries):
            first = first_in.setdefault(entry.casefold(), name)
            if first != name:
                problem = InvalidSetting(
                    N_("“%(entry)s” is already in the list “%(other)s”."), entry=entry, other=first
                )
                yield Contradiction((first,), (name, index), problem)


WORDS = Table(
    ("words",),
    WordSettings(),
    _contradictions,
    comment=N_("""\
Each entry stands for a whole word ("word"), for every word that begins so ("word*"), or for
a phrase ("two words"). Capitals, accents, disguises such as "w0rd" and letters set apart are
seen through. The lists are applied to the text and to the author's name."""),
)


def words(policy: Policy, case: Case) -> Iterator[Finding]:
    """Words of the lists in the text."""
    visible = case.as_read.visible
    for list_name, spans in policy[WORDS].matcher.find(visible.text).items():
        if spans:
            marked = tuple(visible.original(start, end) for start, end in spans[:_MAX_SPANS])
            evidence, facts = _quoted(case.text, marked)
            yield _IN_TEXT[list_name].finding(spans=marked, evidence=evidence, facts=facts)


def name(policy: Policy, case: Case) -> Iterator[Finding]:
    """Words of the lists in the name; spans are places in the text, so there are none."""
    for list_name, spans in policy[WORDS].matcher.find(case.author_name).items():
        if spans:
            evidence, facts = _quoted(case.author_name, spans)
            yield _IN_NAME[list_name].finding(evidence=evidence, facts=facts)


def _quoted(text: str, spans: tuple[Span, ...]) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The words at these places, each once; and the same as a list to read."""
    evidence = tuple(dict.fromkeys(text[start:end] for start, end in spans))
    return evidence, {"words": ", ".join(f"“{word}”" for word in evidence)}


def _has_banned(policy: Policy) -> bool:
    return bool(policy[WORDS].banned)


def _has_watched(policy: Policy) -> bool:
    return bool(policy[WORDS].watched)


WORDS_BANNED = Rule(
    id="words-banned",
    severity=Severity.DECLINE,
    check=words,
    settings=(WORDS,),
    in_force=_has_banned,
    words=RuleWords(
        title=N_("A word that we do not print"),
        message=N_("It contains %(words)s, which we do not print in comments."),
        advice=N_("Say it in other words: change what is named here and send the comment again."),
        faq=N_(
            "There are words that this paper does not print, and a comment that contains one is "
            "not posted. We tell you which it was, so that you can choose another."
        ),
    ),
)

WORDS_WATCHED = Rule(
    id="words-watched",
    severity=Severity.HOLD,
    check=words,
    settings=(WORDS,),
    in_force=_has_watched,
    words=RuleWords(
        title=N_("A word that a person looks at"),
        message=N_("It touches on something that our moderators read before it appears."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "Some words are harmless in one sentence and hurtful in another. Where one of them "
            "stands in a comment, a person reads it first."
        ),
    ),
)

NAME_BANNED = Rule(
    id="name-banned",
    severity=Severity.DECLINE,
    check=name,
    settings=(WORDS,),
    in_force=_has_banned,
    words=RuleWords(
        title=N_("A name that we do not print"),
        message=N_("The name above your comment contains %(words)s, which we do not print."),
        advice=N_("Please choose another name and send the comment again."),
        faq=N_(
            "Your name stands above your comment, so what we do not print in a comment cannot "
            "stand in a name either."
        ),
    ),
)

NAME_WATCHED = Rule(
    id="name-watched",
    severity=Severity.HOLD,
    check=name,
    settings=(WORDS,),
    in_force=_has_watched,
    words=RuleWords(
        title=N_("A name that a person looks at"),
        message=N_("There is something in the name above it that our moderators look at first."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "What makes a person look at the words of a comment makes them look at a name as "
            "well. Most such names turn out to be perfectly good ones."
        ),
    ),
)

_IN_TEXT = {"banned": WORDS_BANNED, "watched": WORDS_WATCHED}
_IN_NAME = {"banned": NAME_BANNED, "watched": NAME_WATCHED}

RULES = (WORDS_BANNED, WORDS_WATCHED, NAME_BANNED, NAME_WATCHED)
