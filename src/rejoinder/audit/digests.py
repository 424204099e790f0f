"""The digest over a row and all sealed before it. Pure.

A row is written as JSON with its keys in order and without spaces (as RFC 8785 does, but for
numbers, which stand as Python writes them), moments as RFC 3339 in UTC. What is missing (`None`)
stands not in it, so that a column that a table gets later changes no digest of earlier rows: such a
column of a sealed table must be nullable.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final


def canonical(row: Mapping[str, Any]) -> bytes:
    """A row in the one way in which it is hashed, whatever store it comes from.

    Raises:
        TypeError: it holds a value that is neither JSON nor a moment.
    """
    told = {name: value for name, value in row.items() if value is not None}
    # A row may hold half a surrogate pair that JSON let through; it must not stop the log.
    return _WRITER.encode(told).encode("utf-8", "surrogatepass")


def next_digest(before: str, table: str, row: Mapping[str, Any]) -> str:
    """SHA-256, in hex, over the digest `before`, the table's name and the row."""
    hashed = hashlib.sha256(f"{before}\n{table}\n".encode())
    hashed.update(canonical(row))
    return hashed.hexdigest()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    raise TypeError(f"no place in the log for a {type(value).__name__}")


_WRITER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_moment
)
