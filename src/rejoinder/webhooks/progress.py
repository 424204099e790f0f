"""Deliveries are claimed, and what came of each try is written down."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select, update

from rejoinder.errors import NotFound
from rejoinder.webhooks.model import SWITCHED_OFF_AFTER, Delivery, Fate, Message, Result
from rejoinder.webhooks.payload import body_for
from rejoinder.webhooks.queries import as_delivery, listening
from rejoinder.webhooks.retries import pause
from rejoinder.webhooks.tables import deliveries, endpoints

# A process that died holds its messages no longer than this; a try takes some seconds.
CLAIM: Final = timedelta(minutes=2)
GONE: Final = 410


def claim(connection: Connection, room: Mapping[int, int], *, now: datetime) -> list[Delivery]:
    """Takes what is due so that nobody else takes it: of each endpoint as many as there is room."""
    claimed: list[Delivery] = []
    for endpoint_id, free in room.items():
        rows = connection.execute(
            select(deliveries)
            .where(
                deliveries.c.endpoint_id == endpoint_id,
                deliveries.c.fate == Fate.WAITING,
                deliveries.c.due_at <= now,
            )
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(free)
            .with_for_update(skip_locked=True)
        )
        claimed += [as_delivery(row) for row in rows]
    if claimed:
        connection.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([each.id for each in claimed]))
            .values(due_at=now + CLAIM, tries=deliveries.c.tries + 1, tried_at=now)
        )
    return claimed


def messages(connection: Connection, claimed: list[Delivery]) -> list[Message | Delivery]:
    """What is sent for each; the delivery itself where what it is about is gone."""
    known = {endpoint.id: endpoint for endpoint in listening(connection)}
    made: list[Message | Delivery] = []
    for delivery in claimed:
        endpoint = known.get(delivery.endpoint_id)
        if endpoint is None:
            continue  # switched off at this moment: it waits there
        try:
            made.append(Message(delivery, endpoint, body_for(connection, delivery, endpoint)))
        except NotFound:
            made.append(delivery)
    return made


def settle(
    connection: Connection, delivery: Delivery, result: Result, *, now: datetime, dice: float
) -> None:
    """Writes down what came of a try; `delivery` is as it was claimed, `dice` from 0 up to 1."""
    values: dict[str, Any] = {"status": result.status, "problem": result.problem}
    if result.arrived:
        values["fate"] = Fate.DELIVERED
        _endpoint(connection, delivery, well_at=now)
    elif now >= delivery.give_up_at:
        values["fate"] = Fate.GIVEN_UP
        _switch_off_if_never_well(connection, delivery, now=now)
    else:
        wait = max(pause(delivery.tries + 1, dice), result.retry_after or timedelta(0))
        # The last try comes when the day is over, however long the endpoint asked for.
        values["due_at"] = min(now + wait, delivery.give_up_at)
        if result.retry_after:
            _endpoint(connection, delivery, paused_until=values["due_at"])
    if result.status == GONE:
        _endpoint(connection, delivery, off_at=now, off_because="it answered with 410 (gone)")
    connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(**values))


def give_up(connection: Connection, delivery: Delivery) -> None:
    """What it is about is gone."""
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id)
        .values(fate=Fate.GIVEN_UP, problem="what it was about is gone")
    )


def _switch_off_if_never_well(connection: Connection, delivery: Delivery, *, now: datetime) -> None:
    connection.execute(
        update(endpoints)
        .where(
            endpoints.c.id == delivery.endpoint_id,
            endpoints.c.off_at.is_(None),
            endpoints.c.well_at < now - SWITCHED_OFF_AFTER,
        )
        .values(off_at=now, off_because=f"nothing arrived for {SWITCHED_OFF_AFTER.days} days")
    )


def _endpoint(connection: Connection, delivery: Delivery, **values: Any) -> None:
    connection.execute(
        update(endpoints).where(endpoints.c.id == delivery.endpoint_id).values(**values)
    )
