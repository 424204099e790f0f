"""Servers forked from one process that has imported what they need: that takes them longest.

Run as a program it is that process; each test process has one. What is forked is `rejoinder` as a
shell starts it, in a session of its own; tests/web/test_server.py starts its servers without it.
"""

import atexit
import gc
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

NEEDED = ("rejoinder.cli.demo", "rejoinder.cli.judge_server", "rejoinder.dropin.app")


class Forked:
    """A process that was forked; what `subprocess.Popen` says of one, as far as tests ask."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        return self.returncode if self._has_ended(0) else None

    def wait(self, timeout: float) -> int:
        """The same, waited for."""
        if not self._has_ended(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        assert self.returncode is not None
        return self.returncode

    def terminate(self) -> None:
        """Asks it to end."""
        os.kill(self.pid, signal.SIGTERM)

    def _has_ended(self, seconds: float) -> bool:
        if self.returncode is None:
            looks = select.poll()
            looks.register(self._ended, select.POLLIN)
            if not looks.poll(1000 * seconds):
                return False
            self.returncode = _ask({"ended": self.pid})
            os.close(self._ended)
        return True


def fork(
    command: Sequence[str], environment: Mapping[str, str], output: Path, folder: Path
) -> Forked:
    """Runs `rejoinder` with these words in a folder; what it says is added to `output`."""
    return Forked(
        _ask(
            {
                "command": ["rejoinder", *command],
                "environment": dict(environment),
                "output": str(output),
                "folder": str(folder),
            }
        )
    )


@cache
def _importer() -> "subprocess.Popen[str]":
    """The process that has imported all; it ends with ours, when its input does."""
    begun = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(begun.communicate)
    return begun


def _ask(question: Mapping[str, object]) -> int:
    importer = _importer()
    assert importer.stdin is not None
    assert importer.stdout is not None
    print(json.dumps(question), file=importer.stdin, flush=True)
    return int(importer.stdout.readline())


def _fork_as_told() -> None:
    """Answers each question, and returns only in a process that was forked."""
    for line in sys.stdin:
        told = json.loads(line)
        if "ended" in told:
            _, status = os.waitpid(told["ended"], 0)
            answer = os.waitstatus_to_exitcode(status)
        elif not (answer := os.fork()):
            _become(told)
            return
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    sys.exit()


def _become(told: Mapping[str, object]) -> None:
    os.setsid()
    os.chdir(str(told["folder"]))
    said = os.open(str(told["output"]), os.O_WRONLY | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(ours, theirs)
    os.environ.clear()
    os.environ.update(told["environment"])  # type: ignore[call-overload]
    sys.argv = list(told["command"])  # type: ignore[call-overload]


def _compile_templates() -> None:
    """For all sites of all servers: what is a site's own is no part of their code."""
    from rejoinder.sites.model import Site  # noqa: PLC0415 - not by those who ask for a fork
    from rejoinder.web import templating  # noqa: PLC0415

    site = Site(0, "", "", "", "en", "UTC", "", "", (), passkeys_required=False)
    environment = templating._environment(site)
    for name in environment.list_templates():
        environment.get_template(name)


if __name__ == "__main__":
    gc.disable()
    for each in NEEDED:
        import_module(each)
    main = import_module("rejoinder.cli").main
    _compile_templates()
    gc.freeze()
    _fork_as_told()
    gc.enable()
    main()
