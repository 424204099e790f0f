"""The demo newsroom: an invented paper, its articles, threads, and a queue with work."""
