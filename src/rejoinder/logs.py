"""Where the log goes: to the standard error, a line an event."""

import logging


def log_to_stderr() -> None:
    """Called once by a server's worker, before anything is logged."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
