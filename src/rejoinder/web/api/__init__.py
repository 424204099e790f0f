"""JSON for other people's software, under /api/v1."""
