"""An export as files: one, for Coral a folder of three, as WXR as many as Disqus would take.

Each is there whole or not at all."""

import gzip
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Final, Protocol, cast

from sqlalchemy import Connection

from rejoinder.errors import Invalid, N_
from rejoinder.exports.archive import archive_lines
from rejoinder.exports.formats import coral, remark42, wxr
from rejoinder.exports.queries import closed_articles, readers_of, threads_of
from rejoinder.sites.model import Site

# In bytes, gathered before the file is written.
_BUFFER: Final = 1 << 20


class Export(Protocol):
    """Writes a site to a path in one format."""

    def __call__(
        self, connection: Connection, site: Site, path: Path, *, now: datetime
    ) -> list[Path]:
        """The files that were written; `connection` must see one state.

        Raises:
            Invalid: the path cannot be written.
        """


def _jsonl(connection: Connection, site: Site, path: Path, *, now: datetime) -> list[Path]:
    with _new_file(path) as file:
        file.writelines(archive_lines(connection, site))
    return [path]


def _wxr(connection: Connection, site: Site, path: Path, *, now: datetime) -> list[Path]:
    paths: list[Path] = []
    with ExitStack() as files:
        for number, content in wxr.wxr_pieces(site, threads_of(connection, site.id)):
            if number > len(paths):
                paths.append(_numbered(path, number))
                file = files.enter_context(_new_file(paths[-1]))
            file.write(content)
    return paths


def _numbered(path: Path, number: int) -> Path:
    """`courier.xml.gz`, then `courier-2.xml.gz`."""
    ends = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    name = path.name.removesuffix(ends)
    return path if number == 1 else path.with_name(f"{name}-{number}{ends}")


def _coral(connection: Connection, site: Site, path: Path, *, now: datetime) -> list[Path]:
    people = readers_of(connection, site.id, now=now)
    with ExitStack() as files:
        into = {name: files.enter_context(_new_file(path / name)) for name in coral.FILES}
        for name, line in coral.coral_rows(site, people, threads_of(connection, site.id)):
            into[name].write(line.encode())
    return [path]


def _remark42(connection: Connection, site: Site, path: Path, *, now: datetime) -> list[Path]:
    lines = remark42.remark42_lines(
        site,
        readers_of(connection, site.id, now=now),
        closed_articles(connection, site.id),
        threads_of(connection, site.id),
        now=now,
    )
    with _new_file(path) as file:
        file.writelines(lines)
    return [path]


FORMATS: Final[dict[str, Export]] = {
    "jsonl": _jsonl,
    "wxr": _wxr,
    "coral": _coral,
    "remark42": _remark42,
}


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner may read, in place of what was there; packed if called `.gz`."""
    beginning = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Anew, so that nobody who opened an older one reads on.
        beginning.unlink(missing_ok=True)
        made = os.open(beginning, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        raise _cannot(path, problem) from None
    try:
        with os.fdopen(made, "wb", _BUFFER) as plain, ExitStack() as packed:
            if path.suffix == ".gz":
                # Without the time of day: the same site gives the same bytes.
                file = gzip.GzipFile("", "wb", 6, plain, mtime=0)
                yield cast("IO[bytes]", packed.enter_context(file))
            else:
                yield plain
            packed.close()
            plain.flush()
            os.fsync(made)
        beginning.replace(path)
    except OSError as problem:
        raise _cannot(path, problem) from None
    finally:
        with suppress(OSError):
            beginning.unlink(missing_ok=True)


def _cannot(path: Path, problem: OSError) -> Invalid:
    return Invalid(
        N_("%(path)s cannot be written: %(problem)s."), path=path, problem=problem.strerror
    )
