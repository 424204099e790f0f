"""Chromium by what it does with third parties' cookies, as its users choose in its settings."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.conftest import ARGUMENTS
from tools.find_browser import installed

# `CookieControlsMode` of Chromium: what "Block third-party cookies" and "Allow" write.
ALLOW, BLOCK = 0, 1


@contextmanager
def chromium_that(
    like: Browser, profile: Path, *, takes_third_party_cookies: bool
) -> Iterator[Browser]:
    """Another process of this browser with a profile of its own, after which its windows are."""
    chosen = {"cookie_controls_mode": ALLOW if takes_third_party_cookies else BLOCK}
    (profile / "Default").mkdir()
    settings = json.dumps({"profile": chosen})
    (profile / "Default" / "Preferences").write_text(settings, encoding="utf-8")
    own = like.browser_type.launch_persistent_context(
        profile,
        executable_path=installed(),
        args=[*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
    )
    try:
        assert own.browser is not None
        yield own.browser
    finally:
        own.close()
