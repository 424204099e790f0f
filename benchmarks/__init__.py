"""Measures the real server under load: what the project's figures come from (`make bench`)."""
