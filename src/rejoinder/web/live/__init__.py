"""Threads as they change: what the change feed tells, given to all who have a thread open."""
