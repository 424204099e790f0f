"""Writes a site whole, as JSON lines. Rows are read as they are written, from one state.

The first line says how many rows of each table follow and which numbers they have, the second is
the site, and each other one a row. The same site gives the same bytes.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from rejoinder.exports.archived_tables import ARCHIVED, LARGEST, TAG, columns_of
from rejoinder.moderation.tables import decisions
from rejoinder.sites.model import Site
from rejoinder.sites.tables import default_policies, hosts, sites

VERSION: Final = 1
HEADER: Final = "rejoinder-archive"
# Rows fetched at once.
_BATCH: Final = 500


Count = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]


class Numbers(msgspec.Struct, frozen=True):
    """How many rows of a table there are, and between which numbers; 0 where they have none."""

    count: Count
    first: Count = 0
    last: Count = 0


class Header(msgspec.Struct, frozen=True, tag_field=TAG, tag=HEADER, forbid_unknown_fields=True):
    """The first line."""

    version: int
    tables: dict[str, Numbers]


class SiteLine(msgspec.Struct, frozen=True, tag_field=TAG, tag="sites", forbid_unknown_fields=True):
    """The second line."""

    key: str
    name: str
    tagline: str
    language: str
    time_zone: str
    base_url: str
    accent: str
    origins: list[str]
    hosts: list[str]
    created_at: msgspec.Raw
    passkeys_required: bool = False


def archive_lines(connection: Connection, site: Site) -> Iterator[bytes]:
    """The lines, each with its end; `connection` must see one state."""
    encoder = msgspec.json.Encoder()
    numbers = {str(table.name): _numbers(connection, table, site.id) for table in ARCHIVED}
    yield encoder.encode(Header(VERSION, numbers)) + b"\n"
    yield encoder.encode(_site_line(connection, site, encoder)) + b"\n"
    for table in ARCHIVED:
        name = str(table.name)
        columns = columns_of(table)
        query = (
            select(*columns)
            .where(_of_site(table, site.id))
            .order_by(*table.primary_key.columns)
            .execution_options(yield_per=_BATCH)
        )
        names = (TAG, *(str(each.name) for each in columns))
        for row in connection.execute(query):
            yield encoder.encode(dict(zip(names, (name, *row), strict=True))) + b"\n"


def _site_line(connection: Connection, site: Site, encoder: msgspec.json.Encoder) -> SiteLine:
    created = select(sites.c.created_at).where(sites.c.id == site.id)
    named = select(hosts.c.host).where(hosts.c.site_id == site.id).order_by(hosts.c.host)
    return SiteLine(
        key=site.key,
        name=site.name,
        tagline=site.tagline,
        language=site.language,
        time_zone=site.time_zone,
        base_url=site.base_url,
        accent=site.accent,
        origins=list(site.origins),
        hosts=list(connection.execute(named).scalars()),
        created_at=msgspec.Raw(encoder.encode(connection.execute(created).scalar_one())),
        passkeys_required=site.passkeys_required,
    )


def _numbers(connection: Connection, table: Table, site_id: int) -> Numbers:
    measured: list[Any] = [func.count()]
    if "id" in table.c:
        measured += [func.coalesce(func.min(table.c.id), 0), func.coalesce(func.max(table.c.id), 0)]
    row = connection.execute(select(*measured).select_from(table).where(_of_site(table, site_id)))
    return Numbers(*row.one())


def _of_site(table: Table, site_id: int) -> ColumnElement[bool]:
    """Which rows are the site's: they say so, or what they belong to does.

    Of the default policies, which are the store's, those by which something was decided there.
    """
    if "site_id" in table.c:
        return table.c.site_id == site_id
    if table is default_policies:
        named = select(decisions.c.policy_version).where(decisions.c.site_id == site_id)
        return table.c.version.in_(named)
    (key,) = table.foreign_keys
    above = key.column.table
    return exists().where(key.column == key.parent, above.c.site_id == site_id)
