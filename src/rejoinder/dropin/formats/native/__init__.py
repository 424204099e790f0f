"""Our own call, for those who start fresh: `POST /api/v1/judgements`."""
