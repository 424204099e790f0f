"""Reading what was said."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from rejoinder.feedback.model import Feedback, SavedFeedback
from rejoinder.feedback.tables import suggestions
from rejoinder.sites.tables import keys

# Rows fetched at once: a year of a large site's feedback has no room in memory.
BATCH_ROWS = 500


def of_site(connection: Connection, site_id: int) -> Iterator[SavedFeedback]:
    """Everything that was said to a site, oldest first; read as it is asked for."""
    rows = connection.execution_options(yield_per=BATCH_ROWS).execute(
        select(suggestions, keys.c.name.label("key_name"))
        .join(keys, keys.c.id == suggestions.c.key_id)
        .where(suggestions.c.site_id == site_id)
        .order_by(suggestions.c.id)
    )
    for row in rows:
        feedback = Feedback(
            format=row.face,
            text=row.text,
            labels=row.labels,
            community=row.community,
            token=row.token,
            context=row.context,
            languages=tuple(row.languages),
        )
        yield SavedFeedback(feedback, row.key_name, row.received_at)
