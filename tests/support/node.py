"""What Node.js makes of a script of a test's."""

import json
import os
import subprocess
from typing import Any

import pytest

from tests.support.source_files import ROOT


def by_node(package: str, *arguments: str, told: Any = None) -> Any:
    """What the script prints as JSON; `told` comes in as such, `package` is what it asks npm for.

    Without them the test is left out, except where CI asks for it.
    """
    try:
        from tools.node import NODE  # noqa: PLC0415 - among what checks need, not tests
    except ImportError:
        leave_out("no Node is here; to run: make test, which installs it", "NEEDS_NODE")
    if not (ROOT / "node_modules" / package).is_dir():
        leave_out(f"no {package} is here; to run: make test, which installs it", "NEEDS_NODE")
    done = subprocess.run(
        [NODE, *arguments],
        input=json.dumps(told),
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def leave_out(missing: str, needed: str) -> None:
    """Leaves the test out, or fails it where the environment asks for what is missing."""
    if os.environ.get(needed):
        pytest.fail(missing)
    pytest.skip(missing)
