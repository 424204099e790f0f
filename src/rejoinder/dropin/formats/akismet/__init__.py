"""Akismet's calls: is this comment spam, and what a person said about it."""
