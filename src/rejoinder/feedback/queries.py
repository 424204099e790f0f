"""Reading what was suggested."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from rejoinder.feedback.model import NewSuggestion, Suggestion
from rejoinder.feedback.tables import suggestions


def of_site(connection: Connection, site_id: int) -> Iterator[Suggestion]:
    """Everything that was suggested to a site, oldest first."""
    rows = connection.execute(
        select(suggestions).where(suggestions.c.site_id == site_id).order_by(suggestions.c.id)
    )
    for row in rows:
        told = NewSuggestion(
            site_id=row.site_id,
            key_id=row.key_id,
            face=row.face,
            text=row.text,
            labels=row.labels,
            context=row.context,
            languages=tuple(row.languages),
            community=row.community,
            token=row.token,
        )
        yield Suggestion(row.id, told, row.received_at)
