"""The sealed log as a file, which anybody can verify without us."""

import json
from pathlib import Path

from sqlalchemy import Connection

from rejoinder.audit.digests import canonical
from rejoinder.audit.queries import sealed_rows


def write_log(connection: Connection, site_id: int, path: Path) -> int:
    """Writes every seal of a site with its row, a JSON line each, and returns how many.

    A line's `digest` is SHA-256 over the line before's, the table's name and the row as it stands
    in the line, each followed by a line feed but the last (`digests`). The file names people: only
    its owner may read it.

    Raises:
        OSError: it cannot be written.
    """
    count = 0
    with path.open("wb") as file:
        path.chmod(0o600)
        for sealed in sealed_rows(connection, site_id):
            seal = {"number": sealed.number, "table": sealed.table, "digest": sealed.digest}
            row = b"null" if sealed.row is None else canonical(sealed.row)
            told = json.dumps(seal, separators=(",", ":")).encode()
            file.write(told[:-1] + b',"row":' + row + b"}\n")
            count += 1
    return count
