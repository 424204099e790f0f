"""Saving what was said."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from rejoinder.feedback.model import Feedback
from rejoinder.feedback.tables import suggestions

MAX_NAME_CHARS = 300
# PostgreSQL takes neither, in a text or in JSON.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def save(
    connection: Connection, feedback: Feedback, *, site_id: int, key_id: int, now: datetime
) -> None:
    """Saves feedback; characters that no store takes become spaces, long names are cut."""
    connection.execute(
        insert(suggestions).values(
            site_id=site_id,
            key_id=key_id,
            face=feedback.format,
            text=_storable(feedback.text),
            labels=_storable_mapping(feedback.labels),
            context=_storable_mapping(feedback.context),
            languages=[_storable(each) for each in feedback.languages],
            community=_storable(feedback.community)[:MAX_NAME_CHARS],
            token=_storable(feedback.token)[:MAX_NAME_CHARS],
            received_at=now,
        )
    )


def _storable(text: str) -> str:
    return _UNSTORABLE.sub(" ", text)


def _storable_mapping(values: Mapping[str, Any]) -> dict[str, Any]:
    return {_storable(name): _storable_value(value) for name, value in values.items()}


def _storable_value(value: object) -> object:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, Mapping):
        return _storable_mapping(value)
    if isinstance(value, list | tuple):
        return [_storable_value(each) for each in value]
    return value
