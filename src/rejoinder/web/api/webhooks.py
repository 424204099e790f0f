"""Webhooks over the API: added, looked at, tried and removed; messages sent again."""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody, Parameter

from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.api.webhook_model import (
    DeliveryOut,
    DeliveryPage,
    SecretOut,
    WebhookIn,
    WebhookList,
    WebhookOut,
    delivery_out,
    webhook_out,
)
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.thread_pool import in_thread
from rejoinder.webhooks import actions, queries
from rejoinder.webhooks.model import EVENTS, Format, NewEndpoint

WEBHOOKS = "/api/v1/webhooks"
ONE = f"{WEBHOOKS}/{{webhook_id:int}}"
KEY = [{"key": list[str]()}]
Limit = Annotated[int, Parameter(ge=1, le=200, description="How many at most.")]


@get(
    WEBHOOKS,
    operation_id="list_webhooks",
    tags=["webhooks"],
    responses=error_responses(403, 404),
    security=KEY,
)
@in_thread
def list_webhooks(request: WebRequest) -> Response[WebhookList]:
    """Who is told of what happens. Needs a key with the scope `admin`, as all of these do."""
    context = _allowed(request)
    with context.database.reading() as connection:
        found = queries.endpoints_of(connection, context.site.id)
    return Response(WebhookList([webhook_out(each) for each in found]))


@post(
    WEBHOOKS,
    operation_id="add_webhook",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=KEY,
)
@in_thread
def add_webhook(request: WebRequest, data: JSONBody[WebhookIn]) -> Response[SecretOut]:
    """Tells an address of what happens from now on; answers with its number and its secret."""
    context = _allowed(request)
    events = EVENTS if data.events is None else tuple(data.events)
    new = NewEndpoint(data.url, events, Format(data.format), data.with_text)
    inside = context.app_state.settings.inside_hosts
    with context.database.writing() as connection:
        made = actions.add_endpoint(connection, context.site, new, inside=inside, now=context.now)
    return Response(SecretOut(made.id, made.secrets.current), status_code=201)


@get(
    ONE,
    operation_id="get_webhook",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404),
    security=KEY,
)
@in_thread
def get_webhook(request: WebRequest, webhook_id: FromPath[int]) -> Response[WebhookOut]:
    """One webhook."""
    context = _allowed(request)
    with context.database.reading() as connection:
        found = queries.endpoint_by_id(connection, context.site.id, webhook_id)
    return Response(webhook_out(found))


@delete(
    ONE,
    operation_id="remove_webhook",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404),
    security=KEY,
    status_code=204,
)
@in_thread
def remove_webhook(request: WebRequest, webhook_id: FromPath[int]) -> None:
    """Tells it nothing more, and forgets what was on its way to it."""
    context = _allowed(request)
    with context.database.writing() as connection:
        actions.remove_endpoint(connection, context.site.id, webhook_id)


@post(
    f"{ONE}/secret",
    operation_id="rotate_webhook_secret",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404),
    security=KEY,
)
@in_thread
def rotate_webhook_secret(request: WebRequest, webhook_id: FromPath[int]) -> Response[SecretOut]:
    """Gives it another secret; the old one signs beside it for two days."""
    context = _allowed(request)
    with context.database.writing() as connection:
        rotated = actions.rotate_secret(connection, context.site.id, webhook_id, now=context.now)
    return Response(SecretOut(rotated.id, rotated.secrets.current), status_code=201)


@post(
    f"{ONE}/on",
    operation_id="switch_on_webhook",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404),
    security=KEY,
    status_code=200,
)
@in_thread
def switch_on_webhook(request: WebRequest, webhook_id: FromPath[int]) -> Response[WebhookOut]:
    """Tells it again, if it was switched off: of what happens from now on."""
    context = _allowed(request)
    with context.database.writing() as connection:
        found = actions.switch_on(connection, context.site.id, webhook_id, now=context.now)
    return Response(webhook_out(found))


@post(
    f"{ONE}/tests",
    operation_id="test_webhook",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404),
    security=KEY,
    status_code=202,
)
@in_thread
def test_webhook(request: WebRequest, webhook_id: FromPath[int]) -> Response[DeliveryOut]:
    """Sends it a message that tells of nothing, within a second or two; see its deliveries."""
    context = _allowed(request)
    site_id, now = context.site.id, context.now
    with context.database.writing() as connection:
        endpoint = queries.endpoint_by_id(connection, site_id, webhook_id)
        made = actions.send_test(connection, endpoint, now=now)
        made = actions.send_again(connection, site_id, made.id, now=now)
    return Response(delivery_out(made), status_code=202)


@get(
    f"{ONE}/deliveries",
    operation_id="list_deliveries",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404, 422),
    security=KEY,
)
@in_thread
def list_deliveries(
    request: WebRequest, webhook_id: FromPath[int], cursor: Cursor = None, limit: Limit = 50
) -> Response[DeliveryPage]:
    """What was or is on its way to it in the last three weeks, the newest first."""
    context, before = _allowed(request), last_row(cursor)
    with context.database.reading() as connection:
        endpoint = queries.endpoint_by_id(connection, context.site.id, webhook_id)
        found = queries.deliveries_of(connection, endpoint, before=before, limit=limit + 1)
    page, following = one_page(found, limit)
    return Response(DeliveryPage([delivery_out(each) for each in page], following))


@post(
    f"{WEBHOOKS}/deliveries/{{delivery_id:int}}/replays",
    operation_id="replay_delivery",
    tags=["webhooks"],
    responses=error_responses(400, 403, 404),
    security=KEY,
    status_code=202,
)
@in_thread
def replay_delivery(request: WebRequest, delivery_id: FromPath[int]) -> Response[DeliveryOut]:
    """Sends a message again, under its name, within a second or two, and for another day."""
    context = _allowed(request)
    with context.database.writing() as connection:
        sent = actions.send_again(connection, context.site.id, delivery_id, now=context.now)
    return Response(delivery_out(sent), status_code=202)


def _allowed(request: WebRequest) -> RequestContext:
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    return context


handlers = (
    *(list_webhooks, add_webhook, get_webhook, remove_webhook),
    *(rotate_webhook_secret, switch_on_webhook, test_webhook),
    *(list_deliveries, replay_delivery),
)
