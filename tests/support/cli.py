"""Runs a command in this process, and tells what it said."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
        environment = dict(os.environ)
        with pytest.raises(SystemExit) as ended:
            main()
        # A command may set a variable for its server; with its process that would be gone.
        os.environ.clear()
        os.environ.update(environment)
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run_it


def check_refused(
    run: Run, file: Path, content: bytes | None, words: tuple[str, ...], problem: str
) -> None:
    """Of a file with this content, and these words, one sentence is told, and nothing read out."""
    if content is not None:
        file.write_bytes(content)
    said = run(file.name, *words)
    assert said.status == 2
    assert said.out == ""
    assert problem in said.err
    assert "fool" not in said.err
