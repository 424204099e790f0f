"""What the numbers of a period come to, piece by piece. Pure: the tables and the plots show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

from rejoinder.desk.numbers.model import Numbers, OfRule, QueueAt, ReadTwice
from rejoinder.desk.numbers.queue_length import by_hours
from rejoinder.desk.proportions import Kappa, Share, kappa_of

HOURS_OF_A_DAY: Final = 24
SECONDS_OF_AN_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Waited:
    """How soon people answered what came to wait in one piece of a period."""

    came: int
    answered: int
    waiting: int
    in_time: Share
    """Of those that were answered, or have waited longer than was promised already."""
    median_hours: float | None
    slow_hours: float | None
    """Nine in ten were answered sooner; None where nothing was answered."""


@dataclass(frozen=True, slots=True)
class JudgedWell:
    """How the judge stood to people's decisions."""

    precision: Share
    """Of what it would have kept back, how much people declined."""
    recall: Share
    """Of what people declined, how much it would have kept back."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What authors did about what was kept back."""

    kept_back: int
    revised: Share
    posted: Share
    """Of those that were revised, how many were posted then."""
    appealed: Share
    """Of what was declined, by anybody."""
    appeals: int
    won: Share
    """Of the appeals that were answered."""


def decided_by_piece(numbers: Numbers) -> Mapping[date, Mapping[tuple[bool, str], int]]:
    """Decisions by who made them (a person, or not) and outcome, in each piece."""
    found: dict[date, Counter[tuple[bool, str]]] = {
        each: Counter() for each in numbers.period.pieces()
    }
    for each in numbers.decided:
        found[numbers.period.piece_at(each.hour)][each.by_person, each.outcome] += each.number
    return found


def decided_by_hour(numbers: Numbers) -> Sequence[Mapping[str, int]]:
    """Decisions by outcome in each hour of the clock."""
    found: list[Counter[str]] = [Counter() for _ in range(HOURS_OF_A_DAY)]
    for each in numbers.decided:
        found[numbers.period.local(each.hour).hour][each.outcome] += each.number
    return found


def waited_by_piece(numbers: Numbers, within_hours: float) -> Mapping[date, Waited]:
    """How soon people answered, by when it came."""
    found: dict[date, list[tuple[float, bool]]] = {each: [] for each in numbers.period.pieces()}
    for each in numbers.waits:
        hours = each.seconds / SECONDS_OF_AN_HOUR
        found[numbers.period.piece_at(each.hour)].append((hours, each.answered))
    return {piece: _waited(waits, within_hours) for piece, waits in found.items()}


def waited_in_all(numbers: Numbers, within_hours: float) -> Waited:
    """The same over the whole period."""
    every = [(each.seconds / SECONDS_OF_AN_HOUR, each.answered) for each in numbers.waits]
    return _waited(every, within_hours)


def queue_by_piece(numbers: Numbers) -> Sequence[tuple[date, QueueAt]]:
    """How many waited in each piece that has begun; where pieces are hours, by the moment at the
    newspaper's clock, which shows one of them twice when summer ends."""
    local = [each.begins.astimezone(numbers.period.zone) for each in numbers.queue]
    hours = by_hours(numbers.period)
    pieces = zip(local, numbers.queue, strict=True)
    return [(at if hours else at.date(), each) for at, each in pieces]


def judged_by_piece(numbers: Numbers) -> Mapping[date, JudgedWell]:
    """How the judge stood to people, by when they decided."""
    found: dict[date, Counter[tuple[bool, bool]]] = {
        each: Counter() for each in numbers.period.pieces()
    }
    for each in numbers.judged:
        piece = numbers.period.piece_at(each.hour)
        found[piece][bool(each.rule), each.declined] += each.number
    return {piece: _judged_well(counts) for piece, counts in found.items()}


def judged_in_all(numbers: Numbers) -> JudgedWell:
    """The same over the whole period."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for each in numbers.judged:
        counts[bool(each.rule), each.declined] += each.number
    return _judged_well(counts)


def right_by_rule(numbers: Numbers) -> Mapping[str, Share]:
    """Of what the judge would have kept back by each of its rules, how much people declined."""
    declined, read = Counter[str](), Counter[str]()
    for each in numbers.judged:
        if each.rule:
            read[each.rule] += each.number
            declined[each.rule] += each.number if each.declined else 0
    return {rule: Share(declined[rule], of) for rule, of in read.most_common()}


def answered_by_piece(numbers: Numbers) -> Mapping[date, Answering]:
    """What authors did, by when their comment was kept back and when they appealed."""
    revised: dict[date, Counter[str]] = defaultdict(Counter)
    appealed: dict[date, Counter[str]] = defaultdict(Counter)
    for each in numbers.revised:
        revised[numbers.period.piece_at(each.hour)][each.then] += each.number
    for asked in numbers.appealed:
        appealed[numbers.period.piece_at(asked.hour)][asked.answer] += asked.number
    declined: dict[date, Counter[bool]] = defaultdict(Counter)
    for one in numbers.declined:
        declined[numbers.period.piece_at(one.hour)][one.appealed] += one.number
    return {
        piece: _answering(revised[piece], declined[piece], appealed[piece])
        for piece in numbers.period.pieces()
    }


def answered_in_all(numbers: Numbers) -> Answering:
    """The same over the whole period."""
    revised, appealed = Counter[str](), Counter[str]()
    for each in numbers.revised:
        revised[each.then] += each.number
    for asked in numbers.appealed:
        appealed[asked.answer] += asked.number
    declined = Counter[bool]()
    for one in numbers.declined:
        declined[one.appealed] += one.number
    return _answering(revised, declined, appealed)


def by_rule(numbers: Numbers) -> Mapping[str, Sequence[OfRule]]:
    """What rests on each rule, the one on which most does first."""
    found: dict[str, list[OfRule]] = defaultdict(list)
    for each in numbers.rules:
        found[each.rule].append(each)
    ranked = sorted(found.items(), key=lambda item: (-sum(e.number for e in item[1]), item[0]))
    return dict(ranked)


def agreement_by_rule(numbers: Numbers) -> Mapping[str, Kappa]:
    """How far two readers agree, by the rule for which it was before them; most read first."""
    return _agreement((each.rule, each) for each in numbers.read_twice)


def agreement_by_person(numbers: Numbers) -> Mapping[str, Kappa]:
    """How far each agrees with those who read the same, whichever of the two they were."""
    pairs = [(each.first, each) for each in numbers.read_twice]
    turned = (
        each._replace(first_said=each.second_said, second_said=each.first_said)
        for each in numbers.read_twice
    )
    return _agreement([*pairs, *((each.second, each) for each in turned)])


def agreement_in_all(numbers: Numbers) -> Kappa:
    """The same over all that was read twice."""
    found = _agreement(("", each) for each in numbers.read_twice)
    return found.get("", kappa_of({}))


def _agreement(named: Iterable[tuple[str, ReadTwice]]) -> Mapping[str, Kappa]:
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for name, each in named:
        counts[name][each.first_said, each.second_said] += each.number
    ranked = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return {name: kappa_of(found) for name, found in ranked}


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest of sorted values that is not below this share of them; None of none."""
    return values[max(0, ceil(share * len(values)) - 1)] if values else None


def _waited(waits: Sequence[tuple[float, bool]], within_hours: float) -> Waited:
    answered = sorted(hours for hours, done in waits if done)
    in_time = sum(1 for hours in answered if hours <= within_hours)
    too_late = sum(1 for hours, done in waits if not done and hours > within_hours)
    return Waited(
        came=len(waits),
        answered=len(answered),
        waiting=len(waits) - len(answered),
        in_time=Share(in_time, len(answered) + too_late),
        median_hours=quantile(answered, 0.5),
        slow_hours=quantile(answered, 0.9),
    )


def _judged_well(counts: Mapping[tuple[bool, bool], int]) -> JudgedWell:
    """From how often it would have kept something back, and people declined it."""
    found, wrongly = counts.get((True, True), 0), counts.get((True, False), 0)
    missed = counts.get((False, True), 0)
    return JudgedWell(Share(found, found + wrongly), Share(found, found + missed))


def _answering(
    revised: Mapping[str, int], declined: Mapping[bool, int], appealed: Mapping[str, int]
) -> Answering:
    kept_back = _total(revised.values())
    again = kept_back - revised.get("", 0)
    appeals = _total(appealed.values())
    return Answering(
        kept_back=kept_back,
        revised=Share(again, kept_back),
        posted=Share(revised.get("publish", 0), again),
        appealed=Share(declined.get(True, 0), _total(declined.values())),
        appeals=appeals,
        won=Share(appealed.get("publish", 0), appeals - appealed.get("", 0)),
    )


def _total(sizes: Iterable[int]) -> int:
    return sum(sizes)
