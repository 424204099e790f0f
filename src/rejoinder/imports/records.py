"""From a file to batches of records, in the order of the file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rejoinder.imports.batch import Batch
from rejoinder.imports.formats import FORMATS
from rejoinder.imports.model import Aside
from rejoinder.imports.reading.moments import latest_moment
from rejoinder.imports.reading.opening import Files

# As many as fit twice into a pipe, so that whoever reads does not wait for whoever takes.
_AT_ONCE = 250


class FileToRead(NamedTuple):
    """What is read, and when."""

    format: str
    path: Path
    now: datetime


def batches_of(told: FileToRead) -> Iterator[Batch]:
    """The records of a file or folder, some at a time; the last batch may have none.

    Raises:
        Invalid: it is not such a file, or it cannot be read at all.
    """
    files, aside = Files(told.path), Aside()
    try:
        batch = Batch()
        for record in FORMATS[told.format].read(files, aside, latest=latest_moment(told.now)):
            batch.add(record)
            if len(batch) >= _AT_ONCE:
                yield _ended(batch, aside, files.progress)
                batch = Batch()
        total = files.progress[1]
        yield _ended(batch, aside, (total, total))
    finally:
        files.close()


def _ended(batch: Batch, aside: Aside, progress: tuple[int, int]) -> Batch:
    batch.aside, batch.progress = aside.fields, progress
    return batch
