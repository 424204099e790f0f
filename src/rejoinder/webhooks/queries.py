"""Who is told of what, and what is on its way."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from rejoinder.errors import N_, NotFound
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.webhooks.model import Delivery, Endpoint, Fate, Format
from rejoinder.webhooks.tables import deliveries, endpoints


def endpoints_of(connection: Connection, site_id: int) -> list[Endpoint]:
    """All endpoints of a site, oldest first."""
    rows = connection.execute(
        select(endpoints).where(endpoints.c.site_id == site_id).order_by(endpoints.c.id)
    )
    return [_endpoint(row) for row in rows]


def endpoint_by_id(connection: Connection, site_id: int, endpoint_id: int) -> Endpoint:
    """One endpoint of a site.

    Raises:
        NotFound: the site has no such endpoint.
    """
    row = connection.execute(
        select(endpoints).where(endpoints.c.site_id == site_id, endpoints.c.id == endpoint_id)
    ).first()
    if row is None:
        raise NotFound(N_("There is no webhook of this number."))
    return _endpoint(row)


def listening(connection: Connection) -> list[Endpoint]:
    """All endpoints of all sites that are switched on."""
    rows = connection.execute(
        select(endpoints).where(endpoints.c.off_at.is_(None)).order_by(endpoints.c.id)
    )
    return [_endpoint(row) for row in rows]


def deliveries_of(
    connection: Connection, endpoint: Endpoint, *, before: int | None = None, limit: int = 50
) -> list[Delivery]:
    """What was or is on its way to an endpoint, newest first; `before` is a delivery's number."""
    asked = select(deliveries).where(deliveries.c.endpoint_id == endpoint.id)
    if before is not None:
        asked = asked.where(deliveries.c.id < before)
    rows = connection.execute(asked.order_by(deliveries.c.id.desc()).limit(limit))
    return [as_delivery(row) for row in rows]


def delivery_by_id(connection: Connection, site_id: int, delivery_id: int) -> Delivery:
    """One delivery to one of a site's endpoints.

    Raises:
        NotFound: the site has no such delivery, or none any more.
    """
    row = connection.execute(
        select(deliveries)
        .join(endpoints, endpoints.c.id == deliveries.c.endpoint_id)
        .where(endpoints.c.site_id == site_id, deliveries.c.id == delivery_id)
    ).first()
    if row is None:
        raise NotFound(N_("There is no delivery of this number."))
    return as_delivery(row)


def endpoints_with_work(connection: Connection, *, now: datetime) -> list[int]:
    """The numbers of those endpoints for which something is due, who may be written to now."""
    rows = connection.execute(
        select(deliveries.c.endpoint_id)
        .join(endpoints, endpoints.c.id == deliveries.c.endpoint_id)
        .where(
            deliveries.c.fate == Fate.WAITING,
            deliveries.c.due_at <= now,
            endpoints.c.off_at.is_(None),
            endpoints.c.paused_until.is_(None) | (endpoints.c.paused_until <= now),
        )
        .distinct()
    )
    return [row.endpoint_id for row in rows]


def as_delivery(row: Row[Any]) -> Delivery:
    """A row of the deliveries."""
    return Delivery(
        id=row.id,
        endpoint_id=row.endpoint_id,
        message_id=row.message_id,
        kind=row.kind,
        article_id=row.article_id,
        comment_id=row.comment_id,
        decision_id=row.decision_id,
        state=row.state,
        happened_at=row.happened_at,
        fate=Fate(row.fate),
        due_at=row.due_at,
        give_up_at=row.give_up_at,
        tries=row.tries,
        tried_at=row.tried_at,
        status=row.status,
        problem=row.problem,
    )


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(
        id=row.id,
        site_id=row.site_id,
        url=row.url,
        events=tuple(row.events),
        format=Format(row.format),
        with_text=row.with_text,
        secrets=SigningSecrets(row.secret, row.old_secret, row.old_secret_until),
        made_at=row.made_at,
        off_at=row.off_at,
        off_because=row.off_because,
    )
