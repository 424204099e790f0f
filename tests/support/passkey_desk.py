"""A desk that is reached over https, and somebody before it with a device."""

from dataclasses import dataclass

from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from tests.support.authenticator import Authenticator
from tests.support.newspaper import Paper

HOME = "https://desk.example"
ILSE = "ilse@example.org"
Browser = TestClient[Newspaper]


@dataclass(slots=True)
class Desk:
    """A paper over https, and a moderator of it with a device."""

    paper: Paper
    device: Authenticator

    def sign_in(self, email: str = ILSE) -> Browser:
        """A browser that opened an e-mailed link, and no more."""
        came = self.paper.browser(HOME)
        came.post("/sign-in", data={"email": email, "next": "/desk"})
        link = next(w for w in self.paper.emails()[-1].text.split() if "/sign-in/" in w)
        came.post(link, follow_redirects=False)
        return came

    def register(self, browser: Browser, device: Authenticator | None = None) -> Response:
        options = browser.post("/desk/passkeys/options")
        assert options.status_code == 200, options.text
        answer = (device or self.device).create(options.text)
        return send(browser, "/desk/passkeys", answer=answer, name="laptop")

    def show(self, browser: Browser, device: Authenticator | None = None) -> Response:
        used = device or self.device
        used.count += 1
        answer = used.get(browser.post("/desk/passkey/options").text)
        return send(browser, "/desk/passkey", answer=answer)


def send(browser: Browser, path: str, **form: str) -> Response:
    return browser.post(path, data=form, follow_redirects=False)


def is_at_desk(browser: Browser) -> bool:
    answer = browser.get("/desk", follow_redirects=False)
    assert answer.status_code == 200 or answer.headers["location"] == "/desk/passkey?next=/desk"
    return answer.status_code == 200
