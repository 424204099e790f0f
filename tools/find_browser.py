"""Prints the path of a Chromium or Chrome for the tests, getting one where there is none.

Called by `make test`; tests/e2e asks `installed`, which gets nothing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.debian_packages import BROWSER, attempt, install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed() -> str | None:
    """The first browser here that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def main() -> int:
    """Returns 1 where no browser could be got; the tests that need one are then left out."""
    path = installed()
    for get in (_from_playwright, _from_apt):
        if path is None:
            get()
            path = installed()
    if path is not None:
        sys.stdout.write(f"{path}\n")
        return 0
    sys.stderr.write("No Chromium or Chrome could be found or got: install one by hand.\n")
    return 1 if os.environ.get("NEEDS_BROWSER") else 0


def _candidates() -> Iterator[str]:
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            yield path
    yield from (path for path in ELSEWHERE if Path(path).is_file())
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to load, seldom needed

    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _starts(path: str) -> bool:
    # Some systems have a stand-in of that name which only says how to get the real one.
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _from_playwright() -> None:
    attempt(sys.executable, "-m", "playwright", "install", "chromium")


def _from_apt() -> None:
    install(BROWSER)


if __name__ == "__main__":
    sys.exit(main())
