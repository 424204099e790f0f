"""Which files the rules of the house are about: those that git tracks or would."""

import subprocess
from pathlib import Path

import rejoinder

PACKAGE = Path(rejoinder.__file__).parent
ROOT = PACKAGE.parent.parent


def name(path: Path) -> str:
    """A path as a test's name."""
    return path.relative_to(ROOT).as_posix()


def _ours() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / path.decode() for path in listed.stdout.split(b"\0") if path)
    return sorted({path for path in paths if path.is_file()})


FILES = _ours()
PYTHON = [path for path in FILES if path.suffix == ".py"]
