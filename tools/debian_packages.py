"""What tests need that neither PyPI nor npm has, by its names in Debian; and how it is got.

Only root can install; whoever is not, or has no apt, installs these by hand.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

BROWSER: Final = ("chromium",)
HUGO: Final = ("hugo",)
# WordPress itself is unpacked and not installed: it would bring a web server of its own.
UNDER_WORDPRESS: Final = (
    *("php-cli", "php-mysql", "php-xml"),
    *("mariadb-server-core", "mariadb-client-core"),
)
WORDPRESS: Final = ("wordpress", "wordpress-theme-twentytwentyone")
# A download that takes longer has stopped.
PATIENCE_SECONDS: Final = 600


def install(packages: Sequence[str]) -> None:
    """Installs the packages, where this machine and who runs here allow it."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    attempt("apt-get", "update", "-qq")
    attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def unpack(packages: Sequence[str], folder: Path) -> None:
    """Puts the packages' files below a folder, without what they need."""
    if shutil.which("apt-get") is None:
        return
    with TemporaryDirectory() as name:
        attempt("apt-get", "download", "-qq", *packages, folder=Path(name))
        for package in sorted(Path(name).glob("*.deb")):
            attempt("dpkg-deb", "-x", str(package), str(folder))


def attempt(*command: str, folder: Path | None = None) -> None:
    """Runs a command; whether it did what it should is seen by what is there afterwards."""
    try:
        subprocess.run(
            command, cwd=folder, stdout=sys.stderr, timeout=PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        sys.stderr.write(f"{command[0]} did not do it.\n")
