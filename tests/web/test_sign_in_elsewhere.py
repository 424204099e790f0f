"""Readers sign in at a real provider of OpenID Connect, and at a page written for Commento."""

import hmac
import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.clock import now
from rejoinder.sign_on.actions import add_way
from rejoinder.sign_on.model import CommentoSettings, OpenIdSettings, Settings
from tests.support.fake_judges import gentle
from tests.support.html_page import Page
from tests.support.newspaper import HOME, Paper, open_paper
from tests.support.openid_provider import RunningProvider, openid_provider

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BACK = f"{HOME}/sign-in/by/courier/back"
SECRET = "0a" * 32
ORIGIN = "https://courier.example"


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    with openid_provider(BACK) as started:
        yield started


@pytest.fixture
def paper(database_url: str) -> Iterator[Paper]:
    """A paper that may ask whatever listens on this machine; its clock is the provider's."""
    told = {"inside_hosts": tuple(f"127.0.0.1:{port}" for port in range(1024, 65536))}
    site = {"origins": (ORIGIN,)}
    with open_paper(database_url, judge=gentle, now=now(), settings=told, site=site) as opened:
        yield opened


def add(paper: Paper, settings: Settings, name: str = "courier") -> None:
    with paper.database.writing() as connection:
        add_way(connection, paper.site.id, name=name, label="Courier", settings=settings, now=now())


def led(browser: TestClient[Newspaper], to: str = "/") -> Response:
    return browser.get("/sign-in/by/courier", params={"next": to}, follow_redirects=False)


def came_back(browser: TestClient[Newspaper], address: str) -> Response:
    return browser.get(address.removeprefix(HOME), follow_redirects=False)


def test_a_reader_signs_in_at_the_provider(
    paper: Paper, client: TestClient[Newspaper], provider: RunningProvider
) -> None:
    add(paper, provider.settings())
    article = paper.article()
    page = Page(client.get("/sign-in", params={"next": article.path}).text)
    assert f"/sign-in/by/courier?next={article.path}" in page.links()
    away = led(client, article.path)
    asked = dict(parse_qsl(urlsplit(away.headers["location"]).query))
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["state"] != asked["nonce"]
    answer = came_back(client, provider.sign_in(away.headers["location"], "jonas"))
    assert (answer.status_code, answer.headers["location"]) == (303, article.path)
    assert answer.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert "Jonas Lind" in Page(client.get(article.path).text).text
    again = paper.browser()
    came_back(again, provider.sign_in(led(again).headers["location"], "jonas"))
    with paper.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM readers").scalar_one() == 1


def test_the_window_of_another_origins_page_goes_on_at_once(
    paper: Paper, client: TestClient[Newspaper], provider: RunningProvider
) -> None:
    add(paper, provider.settings())
    start = client.get("/sign-in/pop-up", params={"origin": ORIGIN})
    links = [link for link in Page(start.text).links() if link.startswith("/sign-in/by/")]
    away = client.get(links[0], follow_redirects=False)
    answer = came_back(client, provider.sign_in(away.headers["location"], "ulla"))
    assert "data-at-once" in client.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("name", "believed", "joined"),
    [("ann", True, True), ("ann", False, False), ("unproved", True, False)],
)
def test_an_address_joins_only_whom_provider_and_site_believe(
    paper: Paper,
    client: TestClient[Newspaper],
    provider: RunningProvider,
    name: str,
    believed: bool,
    joined: bool,
) -> None:
    paper.invite(f"{name}@example.org", name="Editor Ann")
    add(paper, provider.settings(emails_verified=believed))
    came_back(client, provider.sign_in(led(client).headers["location"], name))
    assert (client.get("/desk", follow_redirects=False).status_code == 200) is joined


def test_what_comes_back_counts_once_and_in_the_browser_that_asked(
    paper: Paper, client: TestClient[Newspaper], provider: RunningProvider
) -> None:
    add(paper, provider.settings())
    back = provider.sign_in(led(client).headers["location"], "jonas")
    victim = paper.browser()
    for browser in (victim, paper.sign_in("ann@example.org")):
        assert came_back(browser, back).status_code == 403  # not begun there
    led(victim)
    refused = came_back(victim, back)  # begun, but another attempt
    assert refused.status_code == 403
    assert "another attempt" in Page(refused.text).text
    assert came_back(client, back).status_code == 303
    again = came_back(client, back)
    assert (again.status_code, "rejoinder_session" in again.headers["set-cookie"]) == (403, False)


def test_a_code_of_somebody_elses_attempt_opens_nothing(
    paper: Paper, client: TestClient[Newspaper], provider: RunningProvider
) -> None:
    add(paper, provider.settings())
    theirs = dict(parse_qsl(urlsplit(provider.sign_in(led(client).headers["location"], "x")).query))
    other = paper.browser()
    own = dict(parse_qsl(urlsplit(led(other).headers["location"]).query))
    answer = came_back(
        other, f"/sign-in/by/courier/back?code={theirs['code']}&state={own['state']}"
    )
    assert answer.status_code == 403  # PKCE: their verifier is in their browser


@pytest.mark.parametrize("told", ["error=access_denied", "", "code=", "code=x"])
def test_whoever_did_not_sign_in_there_is_told_so_and_may_choose_another_way(
    paper: Paper, client: TestClient[Newspaper], provider: RunningProvider, told: str
) -> None:
    add(paper, provider.settings())
    state = dict(parse_qsl(urlsplit(led(client, "/most-read").headers["location"]).query))["state"]
    answer = came_back(
        client, f"/sign-in/by/courier/back?{told}&state={state}&iss={provider.issuer}"
    )
    assert answer.status_code == 403
    assert Page(answer.text).form("/sign-in").fields["next"] == "/most-read"


def test_another_providers_answer_is_none(
    paper: Paper, client: TestClient[Newspaper], provider: RunningProvider
) -> None:
    add(paper, provider.settings())
    back = provider.sign_in(led(client).headers["location"], "jonas")
    mixed = back.replace("iss=http%3A%2F%2F127", "iss=http%3A%2F%2Fevil.127")
    assert mixed != back
    assert came_back(client, mixed).status_code == 403


def test_a_provider_that_does_not_answer_is_told(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    add(paper, OpenIdSettings(provider="http://127.0.0.1:9", client_id="comments"))
    answer = led(client)
    assert answer.status_code == 503
    assert "does not answer" in Page(answer.text).text


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_led_elsewhere_afterwards(
    paper: Paper, client: TestClient[Newspaper], to: str
) -> None:
    add(paper, CommentoSettings(url="https://courier.example/sso", secret=SECRET))
    answer = came_back(client, commentos(led(client, to)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def commentos(away: Response, *, secret: str = SECRET, **told: object) -> str:
    """What a page that was written for Commento does: checks our mark, and signs its answer."""
    asked = dict(parse_qsl(urlsplit(away.headers["location"]).query))
    key, token = bytes.fromhex(SECRET), asked["token"]
    assert len(token) == 64
    assert hmac.digest(key, bytes.fromhex(token), "sha256").hex() == asked["hmac"]
    payload = {"token": token, "email": "jonas@example.org", "name": "Jonas Lind", **told}
    raw = json.dumps(payload).encode()
    mark = hmac.digest(bytes.fromhex(secret), raw, "sha256").hex()
    return f"/api/oauth/sso/callback?payload={raw.hex()}&hmac={mark}"


def test_a_page_that_was_written_for_commento_goes_on_working(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    paper.invite("jonas@example.org", name="Editor Jonas")
    add(paper, CommentoSettings(url="https://courier.example/sso?from=rejoinder", secret=SECRET))
    away = led(client, "/most-read")
    assert away.headers["location"].startswith("https://courier.example/sso?from=rejoinder&token=")
    answer = came_back(client, commentos(away))
    assert (answer.status_code, answer.headers["location"]) == (303, "/most-read")
    page = Page(client.get("/").text).text
    assert "Jonas Lind" in page
    assert "Desk" not in page  # an address that is not proved joins nobody


def test_a_forged_or_repeated_answer_in_commentos_form_opens_nothing(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    add(paper, CommentoSettings(url="https://courier.example/sso", secret=SECRET))
    away = led(client)
    good = commentos(away)
    payload, _, mark = good.partition("&hmac=")
    forged = [
        commentos(away, secret="0b" * 32),
        commentos(away, token="0" * 64),
        commentos(away, token=None),
        commentos(away, token="\ud800"),
        commentos(away, email="nobody"),
        f"{payload}&hmac=",
        f"{payload}&hmac=zz",
        f"{payload}00&hmac={mark}",
        "/api/oauth/sso/callback?payload=&hmac=",
        "/api/oauth/sso/callback",
    ]
    for each in forged:
        browser = paper.browser()
        browser.cookies.update(client.cookies)
        answer = came_back(browser, each)
        assert answer.status_code == 403, each[:200]
        assert "rejoinder_session" not in answer.headers["set-cookie"]
    assert came_back(paper.browser(), good).status_code in {403, 404}
    assert came_back(client, good).status_code == 303
    assert came_back(client, good).status_code == 404


def test_no_other_host_can_plant_an_attempt_under_https(
    database_url: str, provider: RunningProvider
) -> None:
    site = {"base_url": HOME.replace("http:", "https:")}
    with open_paper(database_url, judge=gentle, now=now(), site=site, routes="beside") as paper:
        add(paper, CommentoSettings(url="https://courier.example/sso", secret=SECRET))
        attacker, victim = paper.browser(), paper.browser()
        away = led(attacker)
        (name,) = (each.name for each in attacker.cookies.jar)
        assert name.startswith("__Host-")
        # What a neighbouring host may set has no such name.
        victim.cookies.set(name.removeprefix("__Host-"), attacker.cookies[name])
        assert came_back(victim, commentos(away)).status_code == 404
        victim.cookies.set(name, attacker.cookies[name])
        assert came_back(victim, commentos(away)).status_code == 303


def test_a_name_that_is_no_way_leads_nowhere(paper: Paper, client: TestClient[Newspaper]) -> None:
    assert led(client).status_code == 404
    assert came_back(client, "/sign-in/by/courier/back").status_code == 404
