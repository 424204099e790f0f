"""The signal by which a server's main process tells its workers to end their streams.

Apart from who listens to it: a judge server sends it, and must not wait for the newspaper's code.
"""

import signal
from typing import Final

# There is none on Windows, where a worker that is to stop is ended as it is.
END_STREAMS: Final[signal.Signals | None] = getattr(signal, "SIGUSR1", None)
