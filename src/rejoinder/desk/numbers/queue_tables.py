"""What waited and for how long, as tables. Pure."""

from rejoinder.desk.numbers.figures import SECONDS_OF_AN_HOUR, queue_by_piece, waited_by_piece
from rejoinder.desk.numbers.model import Numbers
from rejoinder.desk.numbers.table import NumbersTable
from rejoinder.errors import N_


def queue_length_table(numbers: Numbers) -> NumbersTable:
    """How many waited in each piece of the period, and the age of the oldest."""
    return NumbersTable(
        "queue-length",
        N_("How many waited"),
        N_("Held, reported or appealed against; at the end of each day or hour, or now."),
        (N_("From"), N_("Waiting"), N_("Most at once"), N_("Age of the oldest, in hours")),
        [
            (piece, each.waiting, each.most, _hours_of(each.oldest_seconds))
            for piece, each in queue_by_piece(numbers)
        ],
    )


def waits_table(numbers: Numbers, within_hours: float) -> NumbersTable:
    """How soon people answered, by when it came."""
    return NumbersTable(
        "queue",
        N_("How soon people answer"),
        N_("What the policy held, what readers reported and what authors appealed against."),
        (
            N_("From"),
            N_("Came"),
            N_("Answered"),
            N_("In time"),
            N_("Half answered within, in hours"),
            N_("Nine in ten within, in hours"),
            N_("Still waiting"),
        ),
        [
            (
                piece,
                each.came,
                each.answered,
                each.in_time,
                _hours_shown(each.median_hours),
                _hours_shown(each.slow_hours),
                each.waiting,
            )
            for piece, each in waited_by_piece(numbers, within_hours).items()
        ],
    )


def _hours_of(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / SECONDS_OF_AN_HOUR, 1)


def _hours_shown(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 1)
