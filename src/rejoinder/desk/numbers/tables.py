"""A period's numbers as tables: what the page shows and its files hold. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from rejoinder.desk.numbers.figures import (
    answered_by_piece,
    by_rule,
    decided_by_hour,
    decided_by_piece,
    judged_by_piece,
    right_by_rule,
)
from rejoinder.desk.numbers.model import Load, Numbers, OfRule
from rejoinder.desk.numbers.queue_tables import queue_length_table, waits_table
from rejoinder.desk.numbers.table import Cell, NumbersTable
from rejoinder.desk.proportions import Share
from rejoinder.errors import N_

_OUTCOMES: Final = ("publish", "hold", "decline")
_STATES: Final = ("published", "held", "declined", "withdrawn")


def tables_of(
    numbers: Numbers, within_hours: float, name_of_rule: Callable[[str], str]
) -> tuple[NumbersTable, ...]:
    """All of them, in the order of the page; rules are named by `name_of_rule`."""
    return (
        _decisions(numbers),
        _hours(numbers),
        queue_length_table(numbers),
        waits_table(numbers, within_hours),
        _rules(numbers, name_of_rule),
        _sections(numbers),
        _articles(numbers),
        load_table(numbers.load),
        _judge(numbers),
        _judge_by_rule(numbers, name_of_rule),
        _authors(numbers),
    )


def load_table(load: Sequence[Load]) -> NumbersTable:
    """What each did, a row each."""
    return NumbersTable(
        "people",
        N_("People"),
        N_("Pace: decisions in an hour of the clock in which anything was decided."),
        (
            N_("Name"),
            N_("Decisions"),
            N_("Published"),
            N_("Held"),
            N_("Declined"),
            N_("Hours"),
            N_("Pace"),
            N_("Undone"),
            N_("Appeals answered"),
            N_("Overturned on appeal"),
        ),
        [
            (
                each.name,
                each.decisions,
                each.published,
                each.held,
                each.declined,
                each.hours,
                None if each.pace is None else round(each.pace, 1),
                each.undone,
                each.appealed,
                Share(each.overturned, each.appealed),
            )
            for each in load
        ],
    )


def _decisions(numbers: Numbers) -> NumbersTable:
    kinds = [(person, what) for person in (False, True) for what in _OUTCOMES]
    return NumbersTable(
        "decisions",
        N_("Decisions"),
        N_("What was undone later still counts. Comments from other systems are not among them."),
        (
            N_("From"),
            N_("Posted by the policy"),
            N_("Held by the policy"),
            N_("Declined by the policy"),
            N_("Published by people"),
            N_("Held by people"),
            N_("Declined by people"),
        ),
        [
            (piece, *(counts.get(kind, 0) for kind in kinds))
            for piece, counts in decided_by_piece(numbers).items()
        ],
    )


def _hours(numbers: Numbers) -> NumbersTable:
    return NumbersTable(
        "hours",
        N_("Hours of the day"),
        N_("Decisions by anybody, at the newspaper's clock."),
        (N_("Hour"), N_("Published"), N_("Held"), N_("Declined")),
        [
            (f"{hour:02d}:00", *(sizes.get(what, 0) for what in _OUTCOMES))
            for hour, sizes in enumerate(decided_by_hour(numbers))
        ],
    )


def _rules(numbers: Numbers, name_of_rule: Callable[[str], str]) -> NumbersTable:
    return NumbersTable(
        "rules",
        N_("Rules"),
        N_("What rests on each, and what people made of what the policy kept back by it."),
        (
            N_("Rule"),
            N_("Held by the policy"),
            N_("Declined by the policy"),
            N_("Held or declined by people"),
            N_("Published by people afterwards"),
            N_("Declined by people afterwards"),
            N_("Published, of what people looked at"),
        ),
        [(name_of_rule(rule), *_of_rule(found)) for rule, found in by_rule(numbers).items()],
    )


def _of_rule(found: Sequence[OfRule]) -> tuple[Cell, ...]:
    counts = Counter[tuple[str, ...]]()
    for each in found:
        counts["person" if each.by_person else each.outcome,] += each.number
        if not each.by_person:
            counts["then", each.then] += each.number
    published, declined = counts["then", "publish"], counts["then", "decline"]
    return (
        *(counts[what,] for what in ("hold", "decline", "person")),
        *(published, declined, Share(published, published + declined)),
    )


def _sections(numbers: Numbers) -> NumbersTable:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for each in numbers.articles:
        states[each.section][each.state] += each.number
    ranked = sorted(states.items(), key=lambda item: (-item[1].total(), item[0]))
    return NumbersTable(
        "sections",
        N_("Sections"),
        N_("Comments that were written in the period, as they stand now."),
        (N_("Section"), *_STATE_COLUMNS),
        [(section, *_stand(counts)) for section, counts in ranked],
    )


def _articles(numbers: Numbers) -> NumbersTable:
    states: dict[int, Counter[str]] = defaultdict(Counter)
    headlines: dict[int, str] = {}
    for each in numbers.articles:
        states[each.article_id][each.state] += each.number
        headlines[each.article_id] = each.headline
    ranked = sorted(states.items(), key=lambda item: (-item[1].total(), item[0]))
    return NumbersTable(
        "articles",
        N_("Articles"),
        N_("Comments that were written in the period, as they stand now."),
        (N_("Article"), *_STATE_COLUMNS),
        [(headlines[number], *_stand(counts)) for number, counts in ranked],
    )


_STATE_COLUMNS: Final = (
    N_("Written"),
    N_("Published"),
    N_("Held"),
    N_("Declined"),
    N_("Withdrawn"),
    N_("Declined, of all"),
)


def _stand(counts: Counter[str]) -> tuple[Cell, ...]:
    return (
        counts.total(),
        *(counts[state] for state in _STATES),
        Share(counts["declined"], counts.total()),
    )


_OF_WHAT_PEOPLE_SAW: Final = N_(
    "Of what people looked at and what the judge had read. They look at what is held, reported or "
    "appealed against: what nobody sees counts for neither, so recall is of those alone."
)


def _judge(numbers: Numbers) -> NumbersTable:
    return NumbersTable(
        "judge",
        N_("The judge beside people"),
        _OF_WHAT_PEOPLE_SAW,
        (
            N_("From"),
            N_("It would keep back"),
            N_("Precision: people declined, of these"),
            N_("People declined"),
            N_("Recall: it would keep back, of these"),
        ),
        [
            (piece, each.precision.of, each.precision, each.recall.of, each.recall)
            for piece, each in judged_by_piece(numbers).items()
        ],
    )


def _judge_by_rule(numbers: Numbers, name_of_rule: Callable[[str], str]) -> NumbersTable:
    return NumbersTable(
        "judge-rules",
        N_("The judge's rules beside people"),
        _OF_WHAT_PEOPLE_SAW,
        (N_("Rule"), N_("It would keep back"), N_("Precision: people declined, of these")),
        [(name_of_rule(rule), share.of, share) for rule, share in right_by_rule(numbers).items()],
    )


def _authors(numbers: Numbers) -> NumbersTable:
    return NumbersTable(
        "authors",
        N_("What authors do"),
        N_("After the policy held or declined what they wrote, and after anybody did."),
        (
            N_("From"),
            N_("Kept back by the policy"),
            N_("Revised, of these"),
            N_("Posted, of the revised"),
            N_("Appealed against, of what was declined"),
            N_("Appeals"),
            N_("Won, of the answered"),
        ),
        [
            (
                piece,
                each.kept_back,
                each.revised,
                each.posted,
                each.appealed,
                each.appeals,
                each.won,
            )
            for piece, each in answered_by_piece(numbers).items()
        ],
    )
