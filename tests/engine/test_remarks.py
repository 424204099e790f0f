"""A remark on the page lifts nothing that stands beside it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine.folding import fold
from rejoinder.engine.meta import with_remarks
from tests.engine.test_meta import SUBJECT, is_remark

# A remark, and what is said beside it: a full stop, a comma, a conjunction or nothing between.
BESIDE = """
Good read, |cheapest skips in the whole of Marlbeck, ask for Sid.
Great piece! |Has anybody seen a black cat with one white paw near Tannery Row?
Thank you for a lovely article, |our parrot Admiral is still missing, please look in your sheds
Excellent reporting, and |my herbal drops have cured gout in eleven countries.
Great article |has anyone in Brackwater got internet because we have had none since Sunday
Who writes these headlines? |The vaccines are made by the same family that owns the weather.
My comment was deleted. |Fitted kitchens at trade prices, ring Colin before Friday.
Comments are closed on the other story. |The bins in Marlbeck were not emptied again.
Well written, but |does anyone know a plumber who picks up the telephone?
There is a typo in the second paragraph. |The last bus is how my mother gets home from the clinic.
I enjoyed your article; |I let two rooms above the dry cleaner's, no pets.
""".strip().splitlines()

ALONE = """
Why was my comment removed after an hour?
Typo in the second paragraph.
The headline says cut, the article says freeze.
Great article, thank you.
Who edits this paper?
It's "their", not "there".
My reply from this morning has disappeared, and I was polite in it.
The author has clearly never taken a bus in his life.
Lazy journalism.
""".strip().splitlines()


def _asked(text: str, alone: float) -> tuple[list[str], tuple[float, float]]:
    """What was judged by itself, and the answer, where that is so likely to be on-topic."""
    rests: list[str] = []

    def on_topic_alone(rest: str) -> float:
        rests.append(rest)
        return alone

    return rests, with_remarks(fold(text).text, 0.3, on_topic_alone)


@pytest.mark.parametrize("line", BESIDE)
def test_what_is_said_beside_a_remark_is_judged_by_itself(line: str) -> None:
    remark, _, beside = line.partition("|")
    (rest,), (on_topic, meta) = _asked(remark + beside, 0.02)
    words = fold(beside).text.split()
    assert set(words[5:]) <= set(rest.split())
    assert (on_topic, meta) == (0.02, 0.02), "praise lifts no stray"
    _, (on_topic, meta) = _asked(remark + beside, 0.9)
    assert on_topic == 0.3, "and a remark makes nothing likelier to be on the subject"
    assert meta > 0.5


@pytest.mark.parametrize("text", ALONE)
def test_a_remark_with_nothing_beside_it_stays_one(text: str) -> None:
    rests, (on_topic, meta) = _asked(text, 0.0)
    assert rests == []
    assert on_topic == 0.3
    assert meta > 0.5


@pytest.mark.parametrize("text", SUBJECT)
def test_what_is_no_remark_is_read_once(text: str) -> None:
    rests, _ = _asked(text, 0.0)
    assert rests == []


@pytest.mark.parametrize(
    "text",
    [
        "Your readers may like to know that I do tarot by telephone.",
        "Dear readers, cheap mattresses until Sunday.",
        "It is always the same people who own the banks.",
    ],
)
def test_who_speaks_to_the_readers_makes_no_remark(text: str) -> None:
    assert not is_remark(text)


@given(st.text(max_size=200), st.sampled_from(["great article, ", "my comment was removed. "]))
def test_neither_is_likelier_than_the_rest(text: str, remark: str) -> None:
    rests, (on_topic, meta) = _asked(remark + text, 0.1)
    assert 0 <= on_topic <= 0.3
    assert not rests or max(on_topic, meta) <= 0.1


@pytest.mark.parametrize("piece", ["my comment was removed ", "great article, ", "your article. "])
def test_20_kilobytes_of_remarks_are_parted_in_bounded_time(piece: str) -> None:
    begun = time.perf_counter()
    with_remarks(piece * (20_000 // len(piece)), 0.5, lambda _: 0.5)
    assert time.perf_counter() - begun < 2  # milliseconds when the machine is idle
