"""Whoever adds a table says whether an archive of a site holds it."""

from rejoinder.exports.archived_tables import ARCHIVED, IN_THE_SITES_OWN_LINE, NOT_ARCHIVED
from rejoinder.storage import metadata


def test_every_table_is_archived_or_said_not_to_be() -> None:
    names = [table.name for table in ARCHIVED]
    assert len(names) == len(set(names))
    assert {*names, *IN_THE_SITES_OWN_LINE, *NOT_ARCHIVED} == metadata.tables.keys(), (
        "put the new table into ARCHIVED, behind those that it names, or into NOT_ARCHIVED: "
        "rejoinder/exports/archived_tables.py"
    )
