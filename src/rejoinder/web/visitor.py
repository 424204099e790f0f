"""Who asks: on which site, known by which session, working at the desk or not."""

from dataclasses import dataclass
from datetime import datetime

from rejoinder.errors import Forbidden, N_
from rejoinder.http_headers import bearer_token
from rejoinder.ip_addresses import network_of
from rejoinder.passkeys.queries import is_asked_for
from rejoinder.readers.model import BEARER_PREFIX, OpenSession
from rejoinder.readers.queries import open_session
from rejoinder.sites.model import Site, StaffMember
from rejoinder.sites.queries import staff_member
from rejoinder.storage import CachedReading
from rejoinder.web.app_state import AppState, WebRequest
from rejoinder.web.client_address import client_address, host_of
from rejoinder.web.lookups import site_at

COOKIE = "rejoinder_session"
# A thread in pages of other origins, and what belongs to it.
EMBED = "/embed/"
# Below these no cookie is looked at.
COOKIELESS = ("/api/", EMBED)
# Browsers take a cookie of such a name from its own host alone, over https (RFC 6265bis, 4.1.3.2):
# no other machine of the publisher's domain can put another session in its place.
HOST_PREFIX = "__Host-"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door."""

    site: Site
    session: OpenSession | None
    member: StaffMember | None
    """Who works at the desk, and proved it as far as the site wants it proved."""
    unproved: StaffMember | None
    """Who works there and has not shown their passkey in this browser yet: like any reader."""
    address: str
    network: str
    """What is the same for all the addresses that they can choose from; limits count by it."""
    user_agent: str

    @property
    def signed_in(self) -> bool:
        """Whether they proved who they are, and are no guest."""
        return self.session is not None and self.session.signed_in

    @property
    def reader_id(self) -> int | None:
        """Their number, guest or not; None for somebody never seen."""
        return None if self.session is None else self.session.reader.id


def cookie_name(site: Site, name: str = COOKIE) -> str:
    """What a cookie of a site is called: under https a name that only its own host can set."""
    return HOST_PREFIX + name if site.base_url.startswith("https:") else name


def session_token(request: WebRequest, site: Site) -> str:
    """The token that this request shows: a bearer's or a cookie's; empty where there is none.

    The two never mix. On the API and for other origins' pages no cookie is looked at: so nothing
    there can be forged in a reader's name by a page that their browser happens to show. On our own
    pages, the desk's among them, no bearer is: any script of the page that keeps one could take it.
    """
    if request.scope["path"].startswith(COOKIELESS):
        bearer = bearer_token(request.headers.get("authorization", ""))
        return bearer if bearer.startswith(BEARER_PREFIX) else ""
    token = cookie_in(request, cookie_name(site))
    return "" if token.startswith(BEARER_PREFIX) else token


def cookie_in(request: WebRequest, name: str) -> str:
    """What the cookie of this name holds; empty where the browser sent none.

    The framework's own reader would keep all the cookies of the last thousand browsers in memory.
    """
    begin, token = f"{name}=", ""
    for pair in request.headers.get("cookie", "").split(";"):
        if pair.strip().startswith(begin):
            token = pair.strip().removeprefix(begin)
    return token


def visitor_of(
    request: WebRequest, reading: CachedReading, app_state: AppState, *, now: datetime
) -> Visitor:
    """Whoever sent this request.

    Raises:
        NotFound: there is no publication at this host.
    """
    connection = reading.connection
    site = site_at(reading, host_of(request))
    token = session_token(request, site)
    session = open_session(connection, site.id, token, now=now) if token else None
    member = unproved = None
    if session is not None and session.signed_in:
        member = staff_member(connection, site.id, session.reader.email)
        if member and not session.passkey_at and is_asked_for(connection, site, member):
            member, unproved = None, member
    address = client_address(request, app_state.settings.trusted_proxies)
    return Visitor(
        site=site,
        session=session,
        member=member,
        unproved=unproved,
        address=address,
        network=network_of(address),
        user_agent=request.headers.get("user-agent", "")[:300],
    )


def require_staff(visitor: Visitor) -> StaffMember:
    """The member of staff who asks.

    Raises:
        Forbidden: it is somebody else, or they have a passkey to show first.
    """
    if visitor.unproved is not None:
        raise Forbidden(
            N_("Please show your passkey first: open the desk anew."), code="passkey-needed"
        )
    if visitor.member is None:
        raise Forbidden(N_("This page is for the people who look after the comments."))
    return visitor.member
