"""A thread that does what is due, again and again, until it is stopped."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rejoinder.logs import reason_of

# Short enough that a sign-in link does not keep anybody waiting.
PAUSE_SECONDS: Final = 1.0
# How long what is in hand may still take.
_LAST_SECONDS: Final = 10.0


@dataclass(slots=True)
class WorkerThread:
    """Begins with `start` and ends with `stop`; in between it is the only one who calls `work`."""

    name: str
    work: Callable[[], bool]
    """Does a part of what is due; whether it should be asked again at once."""
    log: logging.Logger
    subject: str
    """What it works on, as the log has it."""
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Begins to work in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finishes what is in hand, and ends."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=_LAST_SECONDS)

    def _run(self) -> None:
        busy = False
        while not self._stop.wait(0 if busy else PAUSE_SECONDS):
            try:
                busy = self.work()
            except Exception as failure:  # noqa: BLE001 - nobody else would start it again
                # Mostly the store, away for a moment (a restart, a full disk); jobs wait in it.
                self.log.error("%s: %s", self.subject, reason_of(failure))
                busy = False


class HasWorkerThread:
    """`start` and `stop` for whoever makes its thread, and works in it."""

    __slots__ = ()
    _thread: WorkerThread

    def start(self) -> None:
        """Begins to work in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Finishes what is in hand, and ends."""
        self._thread.stop()
