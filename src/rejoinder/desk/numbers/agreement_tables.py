"""How far people agree who read the same comments, as tables. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from rejoinder.desk.numbers.figures import agreement_by_person, agreement_by_rule
from rejoinder.desk.numbers.model import Numbers
from rejoinder.desk.numbers.table import NumbersTable
from rejoinder.desk.proportions import Kappa
from rejoinder.errors import N_

_NOTE: Final = N_(
    "Kappa is 1 where two people always decide alike, and 0 where they do so no oftener than "
    "chance would have it (Cohen 1960)."
)


def agreement_tables(
    numbers: Numbers, name_of_rule: Callable[[str], str]
) -> tuple[NumbersTable, ...]:
    """By the rule for which a comment was before them, and by person."""
    by_rule = {name_of_rule(rule): each for rule, each in agreement_by_rule(numbers).items()}
    return (
        _table("agreement-rules", N_("Second readings by rule"), N_("Rule"), by_rule),
        _table(
            "agreement-people",
            N_("Second readings by person"),
            N_("Name"),
            agreement_by_person(numbers),
        ),
    )


def _table(key: str, title: str, first: str, found: Mapping[str, Kappa]) -> NumbersTable:
    return NumbersTable(
        key,
        title,
        _NOTE,
        (first, N_("Read twice"), N_("Decided alike"), N_("Kappa")),
        [(name, each.number, each.agreed, each) for name, each in found.items()],
    )
