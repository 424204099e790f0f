"""Whoever goes to an address that somebody named: none is led inside, by whatever way."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest

from rejoinder.errors import Unavailable
from rejoinder.moderation.actions.ask_outside import OutsideAsker
from rejoinder.moderation.outside_check import OutsideCheck
from rejoinder.outbound.addresses import OutboundError
from rejoinder.outbound.client import Client
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.page_reading.page import PageFetcher
from rejoinder.sign_on.fetching import Fetching
from rejoinder.webhooks.model import EVENTS, Delivery, Endpoint, Fate, Format, Message
from rejoinder.webhooks.sender import send
from tests.support import event_loop
from tests.support.remote_sites import PUBLIC, Cable, Names, Site, site

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SECRETS = SigningSecrets.new()
HOST = "http://named.example"
INSIDE = ("127.0.0.1", "::1", "169.254.169.254", "10.0.0.7", "192.168.0.1", "fd00::7")
# As they may be written: a number, a part left out, an IPv6 address that means one of IPv4, a name
# that only the network inside knows, and a port at which nothing of the web is.
WRITTEN = (
    *("127.0.0.1", "[::1]", "169.254.169.254", "10.1", "2130706433", "0x7f000001", "0177.0.0.1"),
    *("[::ffff:10.0.0.7]", "[64:ff9b::a00:7]", "localhost", "metadata", "named.example:22"),
)

Go = Callable[[SsrfGuard, str], Awaitable[str]]
"""Goes to an address, and tells in a word what was wrong; nothing where all was well."""


async def webhook(guard: SsrfGuard, url: str) -> str:
    """Tells a webhook of a comment."""
    nothing = dict.fromkeys(("article_id", "comment_id", "decision_id", "state", "tried_at"))
    moments = dict.fromkeys(("happened_at", "due_at", "give_up_at"), NOW)
    told: Mapping[str, object] = {"status": None, "problem": "", **nothing, **moments}
    delivery = Delivery(1, 1, "msg_1", "webhook.test", fate=Fate.WAITING, tries=0, **told)  # type: ignore[arg-type]
    endpoint = Endpoint(1, 1, url, EVENTS, Format.JSON, False, SECRETS, NOW, None, "")
    return (await send(guard, Message(delivery, endpoint, {}), inside=(), now=NOW)).problem


async def check(guard: SsrfGuard, url: str) -> str:
    """Asks a check by URL."""
    asked = OutsideCheck(1, "Check", url, 5_000, SECRETS)
    (answer,) = await OutsideAsker(guard).ask([asked], {"text": "Åh"}, now=NOW)
    return answer.problem


async def key_set(guard: SsrfGuard, url: str) -> str:
    """Asks for the keys of signed tokens."""
    return await _asked(Fetching(Client(guard)).keys(url, "", now=NOW))


async def provider(guard: SsrfGuard, url: str) -> str:
    """Asks who a provider of OpenID Connect is."""
    return await _asked(Fetching(Client(guard)).provider(url, now=NOW))


async def page(guard: SsrfGuard, url: str) -> str:
    """Fetches an article's page."""
    try:
        await PageFetcher(guard, agent="Rejoinder/test").page(url)
    except OutboundError as failure:
        return str(failure)
    return ""


async def _asked(call: Awaitable[object]) -> str:
    try:
        await call
    except Unavailable as failure:
        return str(failure)
    return ""


CALLERS: tuple[Go, ...] = (webhook, check, key_set, provider, page)
EACH = pytest.mark.parametrize("go", CALLERS, ids=lambda go: go.__name__)


@pytest.fixture(scope="module")
def opened() -> Iterator[Site]:
    """A server that the tests of this file share."""
    with site() as running:
        yield running


@pytest.fixture
def there(opened: Site) -> Site:
    """It, asked nothing yet; at every path it is what its caller wants."""
    opened.asked.clear()
    known = {"issuer": HOST, **{f"{name}_endpoint": HOST for name in ("authorization", "token")}}
    keys = {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "A" * 43, "kid": "one"}]}
    for path in ("/", "/in", "/other"):
        opened.page(path)
    opened.says("/keys", keys)
    opened.says("/check", {})
    opened.says("/.well-known/openid-configuration", {**known, "jwks_uri": f"{HOST}/keys"})
    return opened


def goes(go: Go, there: Site, names: Names, url: str) -> tuple[str, Cable]:
    """What was wrong, and which machines were reached."""
    cable = Cable(there.port)

    async def going() -> str:
        return await go(SsrfGuard(names, cable), url)

    return event_loop.run(going), cable


WANTED: Mapping[Go, str] = {
    webhook: "/in",
    check: "/check",
    key_set: "/keys",
    provider: "",
    page: "/in",
}


@EACH
def test_an_address_of_the_internet_is_gone_to(there: Site, go: Go) -> None:
    """So that what follows can fail."""
    wrong, cable = goes(go, there, Names({"named.example": [[PUBLIC]]}), HOST + WANTED[go])
    assert (wrong, cable.reached) == ("", [(PUBLIC, 80)])


@EACH
@pytest.mark.parametrize("host", WRITTEN)
def test_an_address_inside_is_not_gone_to_however_it_is_written(
    there: Site, go: Go, host: str
) -> None:
    names = Names({"named.example": [[PUBLIC]], "localhost": [["127.0.0.1"]]})
    wrong, cable = goes(go, there, names, f"http://{host}{WANTED[go]}")
    assert wrong
    assert (cable.reached, there.asked, names.looked_up) == ([], [], [])


@EACH
@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("beside", [[], [PUBLIC]], ids=["alone", "beside a public one"])
def test_a_name_that_leads_inside_is_not_gone_to(
    there: Site, go: Go, address: str, beside: list[str]
) -> None:
    names = Names({"named.example": [[*beside, address]]})
    wrong, cable = goes(go, there, names, HOST + WANTED[go])
    assert wrong
    assert (cable.reached, there.asked) == ([], [])


@EACH
def test_a_name_that_answers_otherwise_the_second_time_wins_nothing(there: Site, go: Go) -> None:
    names = Names({"named.example": [[PUBLIC], ["127.0.0.1"]]})
    assert goes(go, there, names, HOST + WANTED[go])[0] == ""
    assert names.looked_up == ["named.example"]
    wrong, cable = goes(go, there, names, HOST + WANTED[go])
    assert wrong
    assert cable.reached == []


@EACH
@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://inside.example/", "http://named.example:22/", "file:///x"]
)
@pytest.mark.parametrize("status", [301, 303, 307])
def test_no_redirect_leads_inside(there: Site, go: Go, to: str, status: int) -> None:
    for path in (WANTED[go], "/.well-known/openid-configuration"):
        there.moved(path, to, status)
    names = Names({"named.example": [[PUBLIC]], "inside.example": [["10.0.0.7"]]})
    wrong, cable = goes(go, there, names, HOST + WANTED[go])
    assert wrong
    assert cable.reached == [(PUBLIC, 80)]
    assert len(there.asked) == 1
