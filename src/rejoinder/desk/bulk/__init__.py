"""Deciding many comments at once: which, how, and a job that does it a part at a time."""
