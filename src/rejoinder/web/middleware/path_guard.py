"""Refuses addresses that nothing here can have, before the store is asked and stumbles."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from rejoinder.errors import N_, NotFound

# Rows are numbered from 1, in 64 bits; PostgreSQL takes no larger number, and no NUL in a text.
LARGEST_NUMBER = 2**63 - 1


def refuse_impossible(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Called before every handler.

    Raises:
        NotFound: a number or a word in the address can belong to nothing.
    """
    asked = [*connection.path_params.values()]
    asked += [value for _, value in connection.query_params.multi_items()]
    if not all(map(_possible, asked)) or not _has_address(connection):
        raise NotFound(N_("There is no such page."))


def _has_address(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the Host header can be one; the framework itself stumbles over a broken one."""
    try:
        return bool(connection.url)
    except ValueError:
        return False


def _possible(value: object) -> bool:
    if isinstance(value, int):
        return 1 <= value <= LARGEST_NUMBER
    return "\x00" not in str(value)
