"""The API's words for webhooks; the others stand in `model`."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from rejoinder.outbound.addresses import MAX_URL_CHARS
from rejoinder.web.templating import iso
from rejoinder.webhooks.model import Delivery, Endpoint, Fate

# What may be asked for, of all that the change feed knows; a test holds it against EVENTS.
ToldOf = Literal[
    "comment.published",
    "comment.held",
    "comment.declined",
    "comment.edited",
    "comment.withdrawn",
    "comment.reported",
    "comment.decided",
    "comment.picked",
    "comment.pinned",
    "article.seen",
]


class WebhookIn(Struct, forbid_unknown_fields=True):
    """An address that is to be told what happens on the site from now on."""

    url: Annotated[str, Meta(max_length=MAX_URL_CHARS)]
    events: Annotated[
        list[ToldOf] | None,
        Meta(description="What it is told of; everything unless it is said."),
    ] = None
    format: Annotated[Literal["json", "slack"], Meta(description="`slack`: lines for a chat.")] = (
        "json"
    )
    with_text: Annotated[bool, Meta(description="Whether it is told what comments say.")] = False


class WebhookOut(Struct):
    """A webhook; `off_at` and `off_because` say since when and why it is told nothing."""

    id: int
    url: str
    events: list[str]
    format: str
    with_text: bool
    made_at: str
    off_at: str | None
    off_because: str


class WebhookList(Struct):
    """All webhooks of the site, the oldest first."""

    webhooks: list[WebhookOut]


class SecretOut(Struct):
    """A webhook's secret, by which its calls are signed; told only when it is made."""

    id: int
    secret: str


class DeliveryOut(Struct):
    """One message to one webhook; `status` and `problem` are of the last try."""

    id: int
    message_id: str
    event: str
    article_id: int | None
    comment_id: int | None
    happened_at: str
    fate: Annotated[str, Meta(description="`waiting`, `delivered` or `given-up`.")]
    due_at: Annotated[str | None, Meta(description="When it is tried next, while it waits.")]
    tries: int
    tried_at: str | None
    status: int | None
    problem: str


class DeliveryPage(Struct):
    """Deliveries, the newest first; `next` is the cursor of those after them."""

    deliveries: list[DeliveryOut]
    next: str | None


def webhook_out(endpoint: Endpoint) -> WebhookOut:
    """An endpoint as the API tells of it: without its secret."""
    return WebhookOut(
        id=endpoint.id,
        url=endpoint.url,
        events=list(endpoint.events),
        format=endpoint.format.value,
        with_text=endpoint.with_text,
        made_at=iso(endpoint.made_at),
        off_at=None if endpoint.off_at is None else iso(endpoint.off_at),
        off_because=endpoint.off_because,
    )


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """A delivery as the API tells of it."""
    return DeliveryOut(
        id=delivery.id,
        message_id=delivery.message_id,
        event=delivery.kind,
        article_id=delivery.article_id,
        comment_id=delivery.comment_id,
        happened_at=iso(delivery.happened_at),
        fate=delivery.fate.value,
        due_at=iso(delivery.due_at) if delivery.fate is Fate.WAITING else None,
        tries=delivery.tries,
        tried_at=None if delivery.tried_at is None else iso(delivery.tried_at),
        status=delivery.status,
        problem=delivery.problem,
    )
