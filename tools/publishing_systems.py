"""Gets publishing systems for the tests: WordPress, on PHP and MariaDB, and Hugo.

Called by `make test-wordpress` and .ci/run; tests ask `wordpress` and `hugo`, which get nothing.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from tools.debian_packages import HUGO, UNDER_WORDPRESS, WORDPRESS, install, unpack

UNPACKED: Final = Path(sys.prefix) / "wordpress"
PROGRAMS: Final = ("php", "mariadbd", "mariadb-install-db", "mariadb")
# Servers lie where only root's shell looks.
SEARCHED: Final = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
NO_WORDPRESS: Final = "no WordPress is here; to run: make test-wordpress, which gets one if it can"
NO_HUGO: Final = "no Hugo is here; to run: make test-wordpress, which gets one if it can"


def wordpress() -> Path | None:
    """WordPress's own files, if they and all that they run on are here; or None."""
    files = UNPACKED / "usr" / "share" / "wordpress"
    there = (files / "wp-load.php").is_file() and all(map(_path_of, PROGRAMS))
    return files if there else None


def hugo() -> str | None:
    """Hugo's program, or None."""
    return _path_of("hugo")


def main() -> int:
    """Returns 1 where one is missing and NEEDS_PUBLISHING_SYSTEMS asks for all."""
    if not all(map(_path_of, PROGRAMS)):
        install(UNDER_WORDPRESS)
    if hugo() is None:
        install(HUGO)
    if wordpress() is None:
        unpack(WORDPRESS, UNPACKED)
    if wordpress() is not None and hugo() is not None:
        return 0
    sys.stderr.write("No WordPress or no Hugo could be got: their tests are left out.\n")
    return 1 if os.environ.get("NEEDS_PUBLISHING_SYSTEMS") else 0


def _path_of(program: str) -> str | None:
    return shutil.which(program, path=SEARCHED)


if __name__ == "__main__":
    sys.exit(main())
