"""`rejoinder restore`: a site brought back from what `rejoinder export jsonl` wrote."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast
from zlib import error as ZlibError  # noqa: N812 - a class, whatever its name

import click

from rejoinder.cli.files import FILE
from rejoinder.cli.json_lines import numbered_lines
from rejoinder.cli.store import opened_store
from rejoinder.errors import Invalid, N_
from rejoinder.exports.restoring import restore as restore_site

# An article of 200,000 characters, in each of its three forms, of which each may be six bytes.
LONGEST_LINE_BYTES: Final = 16_000_000
_PACKED: Final = b"\x1f\x8b"


@click.command()
@click.argument("path", metavar="FILE", type=FILE)
def restore(path: Path) -> None:
    """Bring a site back from FILE, which `rejoinder export jsonl` wrote.

    All of it, with every number, or nothing where the store has such a site or such numbers
    already. Nobody else can write to the store meanwhile.
    """
    with opened_store() as database:
        try:
            with _opened(path) as file, database.writing() as connection:
                done = restore_site(connection, numbered_lines(file, LONGEST_LINE_BYTES))
        except (OSError, EOFError, ZlibError) as problem:
            raise Invalid(
                N_("%(path)s cannot be read: %(problem)s."), path=path, problem=problem
            ) from None
    comments, articles = done.counts["comments"], done.counts["articles"]
    click.echo(f"{done.site.name} is back: {comments:,} comments on {articles:,} articles")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        packed = file.read(2) == _PACKED
        file.seek(0)
        if packed:
            yield cast("BinaryIO", io.BufferedReader(gzip.GzipFile(fileobj=file)))
        else:
            yield file
