"""Keeping what was suggested."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from rejoinder.feedback.model import NewSuggestion
from rejoinder.feedback.tables import suggestions

LONGEST_NAME = 300
# PostgreSQL takes neither, in a text or in JSON.
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")


def keep(connection: Connection, told: NewSuggestion, *, now: datetime) -> None:
    """Keeps a suggestion; characters that no store takes become spaces, long names are cut."""
    connection.execute(
        insert(suggestions).values(
            site_id=told.site_id,
            key_id=told.key_id,
            face=told.face,
            text=_possible(told.text),
            labels=_possible_all(told.labels),
            context=_possible_all(told.context),
            languages=[_possible(each) for each in told.languages],
            community=_possible(told.community)[:LONGEST_NAME],
            token=_possible(told.token)[:LONGEST_NAME],
            received_at=now,
        )
    )


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub(" ", text)


def _possible_all(told: Mapping[str, Any]) -> dict[str, Any]:
    return {_possible(name): _plain(value) for name, value in told.items()}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return _possible(value)
    if isinstance(value, Mapping):
        return _possible_all(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
