"""The store: connection, transaction, migrations, two dialects. It knows no business word."""

from rejoinder.storage.database import Database, open_database
from rejoinder.storage.schema import Id, Moment, metadata

__all__ = ["Database", "Id", "Moment", "metadata", "open_database"]
