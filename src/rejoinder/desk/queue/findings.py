"""What the decision in force found in a comment, as far as its place in the queue goes by it.

Of each it is a few words among a thousand: the rest is passed over without being made into objects.
"""

import json
from typing import Any, Final, NamedTuple

import msgspec


class Found(NamedTuple):
    """Which rules found something, and what the judge measured."""

    rules: tuple[str, ...] = ()
    score: float = 0.0
    """The highest for any kind of abuse."""
    language: str = ""


class _Finding(msgspec.Struct):
    rule: str


class _Score(msgspec.Struct):
    score: float


class _Language(msgspec.Struct):
    code: str = ""


class _Judgement(msgspec.Struct):
    abuse: dict[str, _Score] = {}
    language: _Language | None = None


_FINDINGS: Final = msgspec.json.Decoder(list[_Finding])
_JUDGEMENT: Final = msgspec.json.Decoder(_Judgement | None)


def found_in(findings: str, judgement: str | None) -> Found:
    """What was found, from a decision's JSON."""
    try:
        told = _FINDINGS.decode(findings)
        measured = _JUDGEMENT.decode(judgement or "null")
    except msgspec.MsgspecError:
        # Half a surrogate pair, say, in a word that was marked: no comment is lost for that.
        told = msgspec.convert(_plain(findings), list[_Finding])
        measured = msgspec.convert(_plain(judgement or "null"), _Judgement | None)
    rules = tuple(each.rule for each in told)
    if measured is None:
        return Found(rules)
    score = max((each.score for each in measured.abuse.values()), default=0.0)
    return Found(rules, score, measured.language.code if measured.language else "")


def _plain(source: str) -> Any:
    return json.loads(source)
