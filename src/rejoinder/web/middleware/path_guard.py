"""Refuses addresses that nothing here can have, before the store is asked and stumbles."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from rejoinder.errors import N_, NotFound
from rejoinder.row_ids import LARGEST_ID
from rejoinder.web.middleware.one_address import BY_ID

# No file is called longer, and file systems stumble over it.
LONGEST_NAME = 255
LONGEST_PATH = 2000


async def refuse_impossible(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Called before every handler.

    Raises:
        NotFound: a number or a word in the address can belong to nothing.
    """
    values = [*connection.path_params.values()]
    values += [value for _, value in connection.query_params.multi_items()]
    path = connection.scope["path"]
    nameable = path.startswith(BY_ID) or all(  # an id is no file's name
        len(part.encode("utf-8", "surrogatepass")) <= LONGEST_NAME for part in path.split("/")
    )
    possible = nameable and len(path) <= LONGEST_PATH and all(map(_is_possible, values))
    if not possible or not _has_address(connection):
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
