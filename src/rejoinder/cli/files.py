"""Files that commands read and write, and how far they have come with a long one."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from rejoinder.errors import Invalid, N_

FILE = click.Path(path_type=Path, dir_okay=False)


def check_places(named: Mapping[str, Path | None]) -> None:
    """Before minutes of judging, rather than after: are they different files, in folders?

    The first is read and the others are written; each by its name on the command line. Raises
    Invalid.
    """
    places = [place.resolve() for place in named.values() if place is not None]
    if len(set(places)) < len(places):
        first, *others = named
        names = f"{', '.join([first, *others[:-1]])} and {others[-1]}"
        raise Invalid(N_("%(names)s must be different files."), names=names)
    for place in places[1:]:
        if not place.parent.is_dir():
            raise Invalid(N_("There is no folder %(path)s."), path=place.parent)


def read_file(path: Path) -> bytes:
    """What is in a file. Raises Invalid."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Invalid(
            N_("%(path)s cannot be read: %(problem)s."), path=path, problem=problem.strerror
        ) from None


def write_file(path: Path, content: str) -> None:
    """Writes a file anew. Raises Invalid."""
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as problem:
        raise Invalid(
            N_("%(path)s cannot be written: %(problem)s."), path=path, problem=problem.strerror
        ) from None


def show_progress(judged: int, total: int) -> None:
    """On a terminal only: a file of the output needs no such line."""
    if sys.stderr.isatty():
        end = "\n" if judged == total else ""
        click.echo(f"\r{judged} of {total} judged{end}", err=True, nl=False)
