"""Sentences of our own where the published sets are thin (README.md beside this)."""
