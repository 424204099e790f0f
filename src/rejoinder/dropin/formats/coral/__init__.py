"""Coral's external moderation phase: Coral asks about each comment before it is posted."""
