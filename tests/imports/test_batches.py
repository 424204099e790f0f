"""Batch after batch is lined up while the one before is written, and nothing is lost between."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import func, select

from rejoinder.imports import actions, writing
from rejoinder.imports.actions import Chosen, Import, opened
from rejoinder.imports.second_process import InProcess
from rejoinder.readers import authors
from rejoinder.readers.tables import readers
from tests.support.import_files import END, HEAD, Importer, post, told

# Each answers the one before it; those of one author.
CHAIN = HEAD + "".join(post(at, f"{at}", parent=at - 1 if at else None) for at in range(6)) + END
PLACES = [(f"{at}", "published", f"{at - 1}" if at else None, "Ann") for at in range(6)]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_replies_find_what_they_answer_in_the_batch_before(
    importer: Importer, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(actions, "BATCH", size)
    assert importer(CHAIN)[2] == 6
    assert (sorted(told(importer)), _authors(importer)) == (PLACES, 1)


@pytest.mark.parametrize("before", [range(1), range(1, 4), range(6)])
@pytest.mark.parametrize("size", [2, 6])
def test_of_two_imports_at_work_at_once_each_comment_comes_once(
    importer: Importer, monkeypatch: pytest.MonkeyPatch, size: int, before: range
) -> None:
    monkeypatch.setattr(actions, "BATCH", size)
    with _read(importer, CHAIN) as waiting:
        others = "".join(post(at, f"{at}", parent=at - 1 if at else None) for at in before)
        assert importer(HEAD + others + END)[2] == len(before)
        wrote = waiting.write(lambda *_: None, emails_verified=False, now=lambda: importer.now)
    assert wrote.comments == 6 - len(before)
    # What an import did not find when it wrote stands alone, as it would without the other.
    alone = {before[0]} - {0}
    expected = [
        (*each[:2], None, each[3]) if at in alone else each for at, each in enumerate(PLACES)
    ]
    assert (sorted(told(importer)), _authors(importer)) == (expected, 1)


def test_a_batch_that_was_undone_to_end_a_deadlock_is_written_again(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, undone = authors.put_authors, [DeadlockDetected()]

    def put_authors(*given: Any, **told: Any) -> Sequence[int]:
        numbers = put(*given, **told)
        if undone:
            raise undone.pop()
        return numbers

    monkeypatch.setattr(writing, "put_authors", put_authors)
    assert importer(CHAIN)[2] == 6
    assert (sorted(told(importer)), _authors(importer)) == (PLACES, 1)


@contextmanager
def _read(importer: Importer, content: str) -> Iterator[Import]:
    """An import that has read its file, and not written yet."""
    path = importer.folder / "waiting"
    path.write_text(content, encoding="utf-8")
    what = Chosen("disqus", path, "disqus")
    with opened(
        importer.database, importer.site, what, InProcess(), lambda *_: None, now=importer.now
    ) as found:
        yield found


def _authors(importer: Importer) -> int:
    with importer.database.reading() as connection:
        return int(connection.execute(select(func.count(readers.c.id))).scalar_one())
