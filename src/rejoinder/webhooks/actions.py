"""An endpoint is added, given a new secret, switched on again or removed; a message sent again."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from rejoinder.errors import Invalid, N_
from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.signing import SigningSecrets, new_message_id
from rejoinder.settings import HostPorts
from rejoinder.sites.model import Site
from rejoinder.storage import change_feed, lock_until_commit
from rejoinder.webhooks.model import (
    EVENTS,
    KEPT,
    MOST_ENDPOINTS,
    TRIED_FOR,
    Delivery,
    Endpoint,
    Event,
    Fate,
    NewEndpoint,
)
from rejoinder.webhooks.queries import (
    as_delivery,
    delivery_by_id,
    endpoint_by_id,
    endpoints_of,
    listening,
)
from rejoinder.webhooks.tables import cursor, deliveries, endpoints


def add_endpoint(
    connection: Connection, site: Site, new: NewEndpoint, *, inside: HostPorts, now: datetime
) -> Endpoint:
    """From now on the endpoint is told of what happens on the site.

    Raises:
        Invalid: an address that we may not write to, an event that there is not, or one too many.
    """
    if not new.events or not set(new.events) <= set(EVENTS):
        raise Invalid(N_("The events are: %(events)s."), events=", ".join(EVENTS))
    _take_turns(connection)
    if len(endpoints_of(connection, site.id)) >= MOST_ENDPOINTS:
        raise Invalid(N_("A site has at most %(most)s webhooks."), most=MOST_ENDPOINTS)
    try:
        url = checked_url(new.url, inside=inside)
    except OutboundError as problem:
        raise Invalid(
            N_("We cannot send anything to this address: %(problem)s."), problem=str(problem)
        ) from None
    _begin_to_listen(connection)
    made = connection.execute(
        insert(endpoints).values(
            site_id=site.id,
            url=str(url),
            events=[event for event in EVENTS if event in new.events],
            format=new.format,
            with_text=new.with_text,
            secret=SigningSecrets.new().current,
            made_at=now,
            well_at=now,
        )
    )
    (endpoint_id,) = made.inserted_primary_key or (0,)
    return endpoint_by_id(connection, site.id, endpoint_id)


def remove_endpoint(connection: Connection, site_id: int, endpoint_id: int) -> None:
    """It is told nothing more, and what was on its way to it is forgotten.

    Raises:
        NotFound: the site has no such endpoint.
    """
    endpoint = endpoint_by_id(connection, site_id, endpoint_id)
    connection.execute(delete(deliveries).where(deliveries.c.endpoint_id == endpoint.id))
    connection.execute(delete(endpoints).where(endpoints.c.id == endpoint.id))


def rotate_secret(
    connection: Connection, site_id: int, endpoint_id: int, *, now: datetime
) -> Endpoint:
    """Gives it a new secret; the old one signs beside it for a while.

    Raises:
        NotFound: the site has no such endpoint.
    """
    secrets = endpoint_by_id(connection, site_id, endpoint_id).secrets.rotated(now)
    connection.execute(
        update(endpoints)
        .where(endpoints.c.id == endpoint_id)
        .values(
            secret=secrets.current,
            old_secret=secrets.previous,
            old_secret_until=secrets.previous_until,
        )
    )
    return endpoint_by_id(connection, site_id, endpoint_id)


def switch_on(connection: Connection, site_id: int, endpoint_id: int, *, now: datetime) -> Endpoint:
    """Tells it again of what happens from now on, and what still waits for it.

    Raises:
        NotFound: the site has no such endpoint.
    """
    _take_turns(connection)
    endpoint_by_id(connection, site_id, endpoint_id)
    _begin_to_listen(connection)
    connection.execute(
        update(endpoints)
        .where(endpoints.c.id == endpoint_id)
        .values(off_at=None, off_because="", paused_until=None, well_at=now)
    )
    return endpoint_by_id(connection, site_id, endpoint_id)


def send_again(
    connection: Connection, site_id: int, delivery_id: int, *, now: datetime
) -> Delivery:
    """Sends a message again, under its name, for another day; whether it arrived or not.

    Raises:
        NotFound: the site has no such delivery, or none any more.
    """
    delivery = delivery_by_id(connection, site_id, delivery_id)
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id)
        .values(fate=Fate.WAITING, due_at=now, give_up_at=now + TRIED_FOR, tries=0, problem="")
    )
    return delivery_by_id(connection, site_id, delivery_id)


def send_test(connection: Connection, endpoint: Endpoint, *, now: datetime) -> Delivery:
    """A message that tells of nothing, to see whether one arrives. Whoever asks for it sends it."""
    made = connection.execute(
        insert(deliveries).values(
            endpoint_id=endpoint.id,
            message_id=new_message_id(),
            kind=Event.TEST,
            state="",
            happened_at=now,
            fate=Fate.WAITING,
            due_at=now + TRIED_FOR,
            give_up_at=now,
            tries=1,
            tried_at=now,
        )
    )
    (delivery_id,) = made.inserted_primary_key or (0,)
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()
    return as_delivery(row)


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Throws away what was on its way weeks ago."""
    connection.execute(delete(deliveries).where(deliveries.c.happened_at < now - KEPT))


def _take_turns(connection: Connection) -> None:
    """One after the other, of all sites: whoever is second sees that the first listens already."""
    lock_until_commit(connection, "webhook cursor")


def _begin_to_listen(connection: Connection) -> None:
    """Where nobody listened, what happened meanwhile is nobody's news."""
    if not listening(connection):
        connection.execute(delete(cursor))
        connection.execute(insert(cursor).values(id=1, after_id=change_feed.newest(connection)))
