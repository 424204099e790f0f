"""Where feedback goes without a store: to a file of JSON lines, or nowhere."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rejoinder.dropin.model import Caller
from rejoinder.feedback.model import Feedback, SavedFeedback, as_json_line


class FeedbackSink(Protocol):
    """Saves what people decided, for whoever trains or measures a judge."""

    def save(self, caller: Caller, feedback: Feedback, now: datetime) -> None:
        """Saves one piece of it. Writes: not in the loop."""


@dataclass(frozen=True, slots=True)
class NoFeedback:
    """Thanks and forgets."""

    def save(self, caller: Caller, feedback: Feedback, now: datetime) -> None:
        """Does nothing."""


@dataclass(slots=True)
class JsonLinesFile:
    """Adds a line to a file for each piece of feedback."""

    path: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def save(self, caller: Caller, feedback: Feedback, now: datetime) -> None:
        """Adds a line: when, whose key, and what was said."""
        line = as_json_line(SavedFeedback(feedback, caller.name, now))
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            with self.path.open("ab") as file:
                file.write(line)
