"""Percentiles, wrk's summary, targets and the choice between two tries."""

import math
import os

import pytest

from benchmarks.figures import Figures, figures_of, percentile
from benchmarks.machine import Moment, foreign_share
from benchmarks.measurements import Measurement, Target, Task, quietest
from benchmarks.wrk import UnreadableOutput, read_summary

WRK = """\
Running 4s test @ http://127.0.0.1:8000/x
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.50ms    2.30ms  60.00ms   95.00%
    Req/Sec    12.01k     1.20k   14.10k    70.00%
  Latency Distribution
     50%  950.00us
     75%    1.40ms
     90%    2.10ms
     99%    1.02s
  48000 requests in 4.00s, 1.20GB read
"""
TROUBLE = """\
  Socket errors: connect 1, read 2, write 3, timeout 4
  Non-2xx or 3xx responses: 8000
"""


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([1.0], 0.99, 1.0),
        ([1.0, 2.0], 0.5, 1.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([float(n) for n in range(1, 101)], 0.99, 99.0),
        ([float(n) for n in range(1, 1001)], 0.99, 990.0),
        ([1.0, 2.0, 3.0], 1.0, 3.0),
        ([1.0, 2.0, 3.0], 0.0, 1.0),
    ],
)
def test_a_percentile_is_the_nearest_rank(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected


def test_nothing_measured_has_no_percentile() -> None:
    nothing = figures_of([], seconds=2, errors=5)
    assert math.isnan(nothing.p50)
    assert nothing.rate == 0


def test_a_load_in_brief_counts_answers_a_second() -> None:
    figures = figures_of([0.3, 0.1, 0.2], seconds=1.5, errors=1)
    assert (figures.rate, figures.p50, figures.p99, figures.errors) == (2.0, 0.2, 0.3, 1)


def test_the_summary_of_wrk_is_read_in_seconds() -> None:
    figures = read_summary(WRK)
    assert figures == Figures(requests=48000, seconds=4.0, p50=950e-6, p99=1.02, errors=0)


def test_refusals_that_wrk_counted_are_taken_off_the_rate() -> None:
    figures = read_summary(WRK + TROUBLE)
    assert figures.requests == 40000
    assert figures.errors == 8010


def test_anything_else_that_wrk_prints_is_no_figure() -> None:
    with pytest.raises(UnreadableOutput):
        read_summary("unable to connect to 127.0.0.1:8000 Connection refused\n")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Moment(0, 0, 0), Moment(100, 200, 100), 0.0),
        (Moment(0, 0, 0), Moment(150, 200, 100), 0.25),
        (Moment(50, 100, 50), Moment(150, 300, 50), 0.5),
        (Moment(0, 0, 0), Moment(10, 100, 12), 0.0),  # ticks are rounded, shares not negative
        (Moment(0, 0, 0), Moment(0, 0, 0), None),
        (None, Moment(1, 1, 1), None),
    ],
)
def test_others_are_what_was_busy_but_not_ours(
    before: Moment | None, after: Moment | None, expected: float | None
) -> None:
    assert foreign_share(before, after) == expected


def figures_at(rate: float, p99: float = math.nan) -> Figures:
    return Figures(requests=int(rate), seconds=1.0, p50=p99 / 2, p99=p99, errors=0)


def test_a_mark_may_ask_for_little_cpu_and_for_a_short_wait() -> None:
    target = Target(p50=0.012, cpu=0.0025)
    assert target.verdict(figures_at(9, 0.02), 0.002) == "p50 < 12, cpu < 2.5 met"
    assert not target.met(figures_at(9, 0.02), 0.003)
    assert not target.met(figures_at(9, 0.03), 0.002)
    assert not target.met(figures_at(9, 0.02), None)


@pytest.mark.parametrize(("rate", "said"), [(5999.0, "6,000 SHORT"), (6000.0, "6,000 met")])
def test_a_mark_says_whether_it_was_met(rate: float, said: str) -> None:
    assert Target(6000).verdict(figures_at(rate)) == said


@pytest.mark.parametrize(
    ("rate", "p99", "said"),
    [(600, 0.059, "met"), (599, 0.01, "SHORT"), (900, 0.06, "SHORT"), (900, math.nan, "SHORT")],
)
def test_a_mark_may_ask_for_a_rate_and_for_short_waits(rate: float, p99: float, said: str) -> None:
    assert Target(600, p99=0.06).verdict(figures_at(rate, p99)) == f"600, p99 < 60 {said}"


def test_a_row_says_itself_to_programs_in_milliseconds() -> None:
    row = Measurement(
        "a thread", Figures(100, 2.0, 0.0015, math.nan, 0), target=Target(60), foreign=0.1234
    )
    payload = row.as_dict()
    assert (payload["rate"], payload["p50_ms"], payload["p99_ms"]) == (50.0, 1.5, None)
    assert (payload["mark"], payload["met"], payload["foreign_share"]) == (60, False, 0.123)


@pytest.mark.parametrize(
    ("shares", "tries", "kept"),
    [
        ([0.0], 1, 0),
        ([0.25], 1, 0),
        ([0.4, 0.1], 2, 1),
        ([0.4, 0.6], 2, 0),
        ([None], 1, 0),  # where the load of others is unknown, nothing can be said of it
    ],
)
def test_a_row_beside_much_other_work_is_measured_once_more(
    shares: list[float | None], tries: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = iter(shares)
    monkeypatch.setattr("benchmarks.measurements.foreign_share", lambda _before, _after: next(seen))
    made: list[Measurement] = []

    def measure() -> Measurement:
        made.append(Measurement(f"try {len(made)}", Figures(1, 1.0, 1.0, 1.0, 0)))
        return made[-1]

    row = quietest(Task("a row", measure), os.getpid(), lambda _: None)
    assert len(made) == tries
    assert row.name == f"try {kept}"
    assert row.repeated is (tries == 2)
