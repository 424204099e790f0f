"""Nobody is told what the judge does: the library that runs it would tell its makers."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.source_files import PYTHON, name

LOADS = "from rejoinder.engine import Judge; Judge.load()"


def test_nothing_is_kept_or_sent_of_the_judges_runs(tmp_path: Path) -> None:
    # What it would send it first keeps here, with a number that it gives the machine.
    folders = {"HOME": str(tmp_path), "XDG_CACHE_HOME": "", "ORT_DISABLE_TELEMETRY": ""}
    command = [sys.executable, "-c", LOADS]
    subprocess.run(command, env={**os.environ, **folders}, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_the_library_is_had_from_one_place() -> None:
    imported = re.compile(r"^\s*(import|from) onnxruntime\b", re.MULTILINE)
    found = [name(each) for each in PYTHON if imported.search(each.read_text(encoding="utf-8"))]
    assert found == ["src/rejoinder/engine/onnx_runtime.py"]
