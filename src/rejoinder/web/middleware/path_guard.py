"""Refuses addresses that nothing here can have, before the store is asked and stumbles."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from rejoinder.errors import N_, NotFound
from rejoinder.row_ids import LARGEST_ID


async def refuse_impossible(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Called before every handler.

    Raises:
        NotFound: a number or a word in the address can belong to nothing.
    """
    values = [*connection.path_params.values()]
    values += [value for _, value in connection.query_params.multi_items()]
    if not all(map(_is_possible, values)) or not _has_address(connection):
        raise NotFound(N_("There is no such page."))


def _has_address(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the Host header can be one; the framework itself stumbles over a broken one."""
    try:
        return bool(connection.url)
    except ValueError:
        return False


def _is_possible(value: object) -> bool:
    if isinstance(value, int):
        return 1 <= value <= LARGEST_ID
    return "\x00" not in str(value)  # PostgreSQL takes none in a text
