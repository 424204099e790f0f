"""An import that is killed goes on when it is run again."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rejoinder.comments.tables import comments
from rejoinder.errors import Unavailable
from rejoinder.imports.records import FileToRead
from rejoinder.imports.second_process import SecondProcess
from rejoinder.storage import Database
from tests.support.import_files import END, HEAD, Importer, post

# So many that their texts are converted in a process of its own, which must end too.
MANY = 4_200
# Of so many some have not been given to that process yet when the first stand.
TWICE_AS_MANY = 12_000
WITHIN_SECONDS = 60


def test_a_killed_import_goes_on_without_doubles(
    importer: Importer, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "disqus.xml"
    posts = (post(at, f"Number {at}", parent=at - 1 if at % 3 else None) for at in range(MANY))
    file.write_text(HEAD + "".join(posts) + END, encoding="utf-8")
    command = [sys.executable, "-m", "rejoinder", "import", "disqus", str(file)]
    environment = {**os.environ, "REJOINDER_DATABASE_URL": database_url}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as killed:
        _wait_for_some(importer.database)
        killed.kill()
    assert killed.returncode == -signal.SIGKILL
    left = _count(importer.database)
    assert 0 < left < MANY
    _, problems, written = importer.import_path(file, "disqus")
    assert (left + written, _count(importer.database), problems.first) == (MANY, MANY, [])
    with importer.database.reading() as connection:
        texts = connection.execute(select(func.count(comments.c.source.distinct()))).scalar_one()
        replies = connection.execute(select(func.count(comments.c.parent_id))).scalar_one()
    assert (texts, replies) == (MANY, MANY - MANY // 3)


# That process knows of no store.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_import_whose_second_process_is_killed_says_so_and_goes_on(
    importer: Importer, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "disqus.xml"
    posts = (post(at, f"Number {at}") for at in range(TWICE_AS_MANY))
    file.write_text(HEAD + "".join(posts) + END, encoding="utf-8")
    command = [sys.executable, "-m", "rejoinder", "import", "disqus", str(file)]
    environment = {**os.environ, "REJOINDER_DATABASE_URL": database_url}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        _wait_for_some(importer.database)
        os.kill(_second_process(running.pid), signal.SIGKILL)
        _, told = running.communicate()
    assert (running.returncode, "run the import again" in told) == (2, True)
    left = _count(importer.database)
    _, problems, written = importer.import_path(file, "disqus")
    assert (left + written, _count(importer.database), problems.first) == (
        TWICE_AS_MANY,
        TWICE_AS_MANY,
        [],
    )


def test_whoever_gives_work_to_a_process_that_has_ended_is_told_to_begin_again(
    now: datetime,
) -> None:
    ours, theirs = multiprocessing.Pipe()
    theirs.close()
    file = FileToRead("disqus", Path("comments.xml"), now)
    for given in (SecondProcess(ours).ready([[]]), SecondProcess(ours).read(file)):
        with pytest.raises(Unavailable, match="run the import again"):
            list(given)
    ours.close()


def _second_process(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    (second,) = children
    return int(second)


def _wait_for_some(database: Database) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    while not _count(database):
        assert time.monotonic() < deadline, "nothing was written"
        time.sleep(0.02)


def _count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(comments)).scalar_one())
