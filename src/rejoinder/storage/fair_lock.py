"""A lock that is given to whoever has waited longest."""

import threading
from collections import deque
from dataclasses import dataclass, field
from types import TracebackType


@dataclass(slots=True)
class FairLock:
    """First come, first served.

    `threading.Lock` goes to whoever asks at the right moment: a thread that takes it again and
    again can keep the others out for seconds.
    """

    _guard: threading.Lock = field(default_factory=threading.Lock)
    """Held for every look at what follows."""
    _taken: bool = False
    _waiting: deque[threading.Lock] = field(default_factory=deque)
    """A locked gate for each who waits, the longest first."""

    def acquire(self, seconds: float = -1) -> bool:
        """Takes the lock, after all who asked before; False where that took longer than told."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=seconds):  # opened by whoever hands the lock over
            return True
        with self._guard:
            if gate not in self._waiting:
                return True  # it was handed over at this very moment
            self._waiting.remove(gate)
            return False

    def try_acquire(self) -> bool:
        """Takes the lock if nobody has it; says whether."""
        with self._guard:
            if self._taken:
                return False
            self._taken = True
            return True

    def release(self) -> None:
        """Hands the lock to the next, or leaves it."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def __enter__(self) -> None:
        """Takes it."""
        self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Gives it back."""
        self.release()
