"""How many handlers work at the same time. Those that wait for judge or store let others go on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class ThreadSlots:
    """So many threads at work; any number more may stand aside."""

    running: int
    _free: threading.Semaphore = field(init=False)
    _own: threading.local = field(default_factory=threading.local)
    """What this thread alone knows: whether it has a turn."""

    def __post_init__(self) -> None:
        """Nobody is at work yet."""
        self._free = threading.Semaphore(self.running)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the turns, waited for."""
        with self._free:
            self._own.taken = True
            try:
                yield
            finally:
                self._own.taken = False

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Gives the turn of this thread to another until the end; without one, does nothing."""
        if not getattr(self._own, "taken", False):
            yield
            return
        self._own.taken = False
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()
            self._own.taken = True
