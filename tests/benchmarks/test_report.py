"""The report as it is printed: a target missed, a noisy row, a lost post, a peer's ratio."""

import json
from datetime import UTC, datetime

from benchmarks.figures import Figures
from benchmarks.machine import Memory
from benchmarks.measurements import Measurement, Target
from benchmarks.report import as_dict, comparison, summary, table
from benchmarks.result import POST, SMALL_THREAD, LoadConfig, Result

READ = Measurement(
    name=SMALL_THREAD,
    figures=Figures(requests=8000, seconds=2.0, p50=0.0021, p99=0.0305, errors=0),
    encoding="gzip",
    wire_bytes=3381,
    tool="wrk",
    target=Target(6000),
    foreign=0.31,
    server_cpu=1.6,
    repeated=True,
)
POSTS = Measurement(
    POST, Figures(20, 2.0, 0.4, 0.9, 3), tool="own", server_cpu=0.4, note="3 times closed"
)
OURS = Result(
    "Rejoinder",
    (READ, POSTS),
    idle=Memory(209 * 2**20, 128 * 2**20),
    outcomes={"published": 19, "held": 1, "declined": 0},
    rules={"off-topic": 1},
    checked=20,
    wrong=("comment 7: not in the store",),
)


def words(line: str) -> str:
    """A line without its columns' spaces."""
    return " ".join(line.split())


def test_a_row_shows_its_figures_its_noise_and_a_mark_that_it_missed() -> None:
    head, _, read, posts, note = table(OURS.rows)
    assert head.split("  ")[0] == "what"
    assert words(read) == (
        "thread of 20, whole gzip 3,381 4,000 2.1 30.5 0.20 0 wrk 31%* 6,000 SHORT"
    )
    assert words(posts) == "post a comment 10.0 400.0 900.0 20.00 3 own unknown"
    assert note == "post a comment: 3 times closed"


def test_the_end_of_the_report_tells_what_became_of_posts_and_which_were_lost() -> None:
    payload = summary(OURS)
    assert payload[0] == "Memory: 128 MiB (PSS; RSS 209) idle, unknown after the run."
    assert payload[1] == "Posts: 19 published, 1 held, 0 declined (by off-topic 1)."
    assert "of 20 acknowledged posts 19 stand in the store" in payload[2]
    assert payload[3] == "WRONG: comment 7: not in the store"


def test_a_peer_is_compared_by_rate_and_by_cpu_where_it_has_the_row() -> None:
    slow = Measurement(
        SMALL_THREAD, Figures(80, 2.0, 0.2, 0.3, 0), "gzip", wire_bytes=9763, server_cpu=3.2
    )
    head, line = comparison(OURS, Result("Isso", (slow,)), "Isso")
    assert head.split()[-4:] == ["times", "times", "by", "cpu"]
    assert words(line) == "thread of 20, whole 4,000 40.0 100.0 200.0"


def test_the_file_for_programs_holds_every_row_and_every_lost_post() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    payload = json.loads(json.dumps(as_dict([OURS], LoadConfig(), at)))
    (server,) = payload["servers"]
    assert [row["rate"] for row in server["rows"]] == [4000.0, 10.0]
    assert server["rows"][0]["server_cpu_ms_each"] == 0.2
    assert server["posts_wrong"] == ["comment 7: not in the store"]
    assert server["memory_idle"]["proportional"] == 128 * 2**20
