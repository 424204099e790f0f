"""Runs a command in this process, and tells what it said."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from rejoinder.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


def runner(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *command: str
) -> Run:
    """Runs `rejoinder` with these words and those that a test adds."""

    def run_it(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["rejoinder", *command, *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run_it
