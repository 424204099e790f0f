"""Gets Next.js for its tests, by npm and by the hashes of their lock file; for `make test-nextjs`.

Other tests do without it: it is 150 MB, and takes half a minute.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.node import NODE, NPM

SITE: Final = Path(__file__).parents[1] / "tests" / "e2e" / "nextjs" / "site"
UNPACKED: Final = Path(sys.prefix) / "nextjs"
PROGRAM: Final = UNPACKED / "node_modules" / "next" / "dist" / "bin" / "next"
NO_NEXTJS: Final = "no Next.js is here; to run: make test-nextjs, which gets one if it can"


def nextjs() -> Path | None:
    """Where a site of it can be served from, or None."""
    return UNPACKED if PROGRAM.is_file() else None


def main() -> int:
    """Returns npm's status."""
    UNPACKED.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(SITE / name, UNPACKED / name)
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        [str(NODE), str(NPM), "ci"], cwd=UNPACKED, env={**os.environ, "PATH": path}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
