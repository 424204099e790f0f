"""The demo newsroom as `make demo` writes it, once for all tests of a run: it takes long."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

STORE = "var/demo.db"
# A busy machine is no reason for the judge to be silent.
PATIENCE = {"REJOINDER_JUDGE_TIMEOUT": "120"}


def written_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with its store, written by the first test process that asks for it; to be copied."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of all test processes
    with (folder / "newsroom.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = folder / "newsroom"
        if not written.exists():
            begun = tmp_path_factory.mktemp("written")
            command = [sys.executable, "-m", "rejoinder", "demo", "--only-seed"]
            environment = {**os.environ, **PATIENCE}
            subprocess.run(command, cwd=begun, env=environment, check=True, capture_output=True)
            begun.rename(written)
    return written
