"""Brings a site back from the lines that `archive` wrote: whole, or not at all.

Every number stays what it was, since comments are known by theirs in the world. What stands in the
lines is checked like anything that comes from outside: types, lengths, and that nothing in them
names a row of another site.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Union

import msgspec
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from rejoinder.errors import Invalid, N_
from rejoinder.exports.archive import VERSION, Header, Numbers, SiteLine
from rejoinder.exports.archived_tables import ARCHIVED, columns_of, references_of, row_type
from rejoinder.moderation.policy import read_policy
from rejoinder.sites import queries as site_queries
from rejoinder.sites.actions import create_site, keep_default_policy
from rejoinder.sites.model import NewSite, Site, policy_version
from rejoinder.sites.tables import default_policies
from rejoinder.storage import BulkInsert, number_behind
from rejoinder.text import clean_article, clean_comment

_CLEANERS: Final = {
    "articles": ("body_html", clean_article),
    "comments": ("html", clean_comment),
}
# Rows written at once.
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of one table are checked and written."""

    place: int
    columns: tuple[str, ...]
    """As they stand in a line, in the order in which they are written."""
    own: int | None
    """Where its number is; None where its rows have none."""
    references: tuple[tuple[int, str], ...]
    """Where a row of another table is named, and of which."""
    cleaned: tuple[int, Callable[[str], str]] | None
    """Where HTML stands, and what sanitises it."""
    of_site: bool
    write: Callable[[Connection, list[tuple[Any, ...]]], None]


def _shape(place: int, table: Table) -> _Shape:
    columns = tuple(str(each.name) for each in columns_of(table))
    of_site = "site_id" in table.c
    cleaned = _CLEANERS.get(table.name)
    return _Shape(
        place,
        columns,
        columns.index("id") if "id" in columns else None,
        tuple((columns.index(name), target) for name, target in references_of(table)),
        (columns.index(cleaned[0]), cleaned[1]) if cleaned else None,
        of_site,
        _keep_defaults
        if table is default_policies
        else BulkInsert(table, (*columns, "site_id") if of_site else columns).run,
    )


def _keep_defaults(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    """Beside those that the store has: a version is the same text everywhere."""
    for _version, source, first_used_at in rows:
        keep_default_policy(connection, source, now=first_used_at)


_TYPES: Final = {table.name: row_type(table) for table in ARCHIVED}
_SHAPES: Final = {table.name: _shape(place, table) for place, table in enumerate(ARCHIVED)}
_decoder: Final = msgspec.json.Decoder(Union[Header, SiteLine, *_TYPES.values()])

# A line's number, from 1, and what stands in it; None where it is too long to be read.
Lines = Iterable[tuple[int, bytes | None]]


@dataclass(slots=True)
class Restored:
    """A site that was brought back."""

    site: Site
    counts: dict[str, int]
    """Its rows, by table."""


@dataclass(slots=True)
class _Restoring:
    connection: Connection
    site: Site
    numbers: dict[str, Numbers]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_SHAPES, 0))
    _at: _Shape = field(default_factory=lambda: next(iter(_SHAPES.values())))
    _waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, line: int, row: msgspec.Struct) -> None:
        """One more row, whose table is the last one's or a later one."""
        name = type(row).__name__
        shape = _SHAPES[name]
        if shape.place < self._at.place:
            raise _bad(line, N_("It stands behind those that need it."))
        if shape is not self._at or len(self._waiting) == _BATCH:
            self.write(line)
            self._at = shape
        values = msgspec.structs.astuple(row)
        if name == default_policies.name and policy_version(values[1]) != values[0]:
            raise _bad(line, N_("Its version is not that of its text."))
        self._check_numbers(line, name, values)
        if shape.cleaned is not None:
            at, clean = shape.cleaned
            values = (*values[:at], clean(values[at]), *values[at + 1 :])
        self._waiting.append((*values, self.site.id) if shape.of_site else values)
        self.counts[name] += 1

    def write(self, line: int) -> None:
        """Writes what waits; `line` is the one that was read last."""
        if not self._waiting:
            return
        driver: Any = self.connection.dialect.loaded_dbapi
        try:
            self._at.write(self.connection, self._waiting)
        except driver.OperationalError:
            raise  # the store is to blame, and not the file
        except driver.IntegrityError:
            raise _bad(line, N_("Something in it or shortly before is here already.")) from None
        except driver.Error:
            raise _bad(line, N_("The store does not take it, or one shortly before.")) from None
        self._waiting = []

    def _check_numbers(self, line: int, name: str, values: tuple[Any, ...]) -> None:
        shape = _SHAPES[name]
        own = None if shape.own is None else values[shape.own]
        if own is not None and not self._holds(name, own):
            raise _bad(line, N_("Its number is none of those that the first line tells of."))
        for at, target in shape.references:
            number = values[at]
            if number is None:
                continue
            if not self._holds(target, number) or (target == name and number >= own):
                raise _bad(line, N_("It names something that does not stand before it."))

    def _holds(self, name: str, number: int) -> bool:
        # No row had such a number before: whatever has one is the site's own.
        told = self.numbers[name]
        return told.first <= number <= told.last


def restore(connection: Connection, lines: Lines) -> Restored:
    """Brings the site back; the caller's transaction undoes all of it where this raises.

    Raises:
        Invalid: a line cannot be read, lines are missing, or the store has such a site or such
            numbers already. The message names the line.
    """
    read = _read(lines)
    header = _first(read, Header)
    _check_header(connection, header)
    site = _found(connection, _first(read, SiteLine))
    restoring, line = _Restoring(connection, site, header.tables), 2
    for line, row in read:
        if isinstance(row, Header | SiteLine):
            raise _bad(line, N_("It stands behind those that need it."))
        restoring.add(line, row)
    restoring.write(line)
    told = {name: numbers.count for name, numbers in header.tables.items()}
    if restoring.counts != told:
        raise _bad(line, N_("The file ends early: lines are missing behind it."))
    for table in ARCHIVED:
        told_of = header.tables[table.name]
        if "id" in table.c and told_of.count:
            number_behind(connection, table, told_of.last)
    policy = site_queries.policy_in_force(connection, site.id)
    if policy is not None:
        read_policy(policy.source)
    return Restored(site, restoring.counts)


def _read(lines: Lines) -> Iterator[tuple[int, Any]]:
    for number, line in lines:
        if line is None:
            raise _bad(number, N_("It is too long."))
        try:
            yield number, _decoder.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
            raise _bad(number, f"{problem}.") from None


def _first(read: Iterator[tuple[int, Any]], kind: type[Any]) -> Any:
    number, found = next(read, (1, None))
    if not isinstance(found, kind):
        raise _bad(number, N_("This is no archive of a site."))
    return found


def _check_header(connection: Connection, header: Header) -> None:
    if header.version > VERSION:
        raise _bad(1, N_("A newer Rejoinder wrote this archive."))
    unknown = header.tables.keys() - _SHAPES.keys()
    if unknown:
        raise _bad(1, N_("A newer Rejoinder wrote this archive."))
    for table in ARCHIVED:
        told = header.tables.setdefault(table.name, Numbers(0))
        if "id" not in table.c or not told.count:
            continue
        taken = select(table.c.id).where(table.c.id.between(told.first, told.last)).limit(1)
        if connection.execute(taken).first() is not None:
            raise Invalid(
                N_(
                    "Numbers of its %(table)s are taken: by this site, which is here already, or by"
                    " another one. Bring it back into a store of its own."
                ),
                code="numbers-taken",
                table=table.name,
            )


def _found(connection: Connection, line: SiteLine) -> Site:
    new = NewSite(
        key=line.key,
        name=line.name,
        tagline=line.tagline,
        language=line.language,
        time_zone=line.time_zone,
        base_url=line.base_url,
        accent=line.accent,
        hosts=tuple(line.hosts),
        origins=tuple(line.origins),
        passkeys_required=line.passkeys_required,
    )
    try:
        created_at = msgspec.json.decode(line.created_at, type=datetime)
        return create_site(connection, new, now=created_at)
    except IntegrityError:
        raise _bad(2, N_("There is a site with this key, or at this host, already.")) from None
    except (msgspec.DecodeError, ValueError) as problem:
        raise _bad(2, f"{problem}.") from None


def _bad(line: int, problem: str) -> Invalid:
    return Invalid(
        N_("Line %(line)s cannot be taken, and nothing was written."),
        code="bad-archive",
        details={"problem": problem},
        line=line,
    )
