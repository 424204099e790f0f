"""`Idempotency-Key`: a call that is sent again with the same key happens once.

Stands before every route that changes something, but for comments, whose own rows carry the key.
What was answered is given again for a day. It is kept sealed (RFC 7516, a direct key of A256GCM) by
a hash of the caller's key, of which another hash is all that is stored: so nobody who reads the
store finds the tokens and secrets that stand in some answers.
"""

import hashlib
import logging
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

import msgspec
from joserfc import jwe
from joserfc.jwk import OctKey
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.openapi.spec import OpenAPIType, Operation, Parameter, Schema
from litestar.params import HeaderParameter
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import Connection

from rejoinder.errors import Invalid, N_, Refused
from rejoinder.logs import reason_of
from rejoinder.secret_tokens import hash_token
from rejoinder.storage import idempotency
from rejoinder.storage.idempotency import Before
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import key_in
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.context import context_in
from rejoinder.web.rate_limit_headers import count_key
from rejoinder.web.thread_pool import run_in_turn

log = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
SHORTEST, LONGEST = 16, 82
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name=HEADER,
        min_length=SHORTEST,
        max_length=LONGEST,
        description="The same as `key` in the body, which counts where both are there.",
    ),
]
# What a token says of itself, and not of whom it is for.
_WHEN_IT_WAS_SIGNED = frozenset({"exp", "iat", "nbf", "jti"})
_SEALING = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call that shall happen once."""

    name: str
    """The same for all times that it is sent."""
    content: str
    sealing: OctKey


@dataclass(slots=True)
class Answer:
    """An answer, held back until it is whole."""

    status: int = 0
    content_type: bytes = b""
    body: bytearray = field(default_factory=bytearray)
    messages: list[Message] = field(default_factory=list)

    async def take(self, message: Message) -> None:
        """What the route calls instead of `send`."""
        self.messages.append(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.content_type = dict(message["headers"]).get(b"content-type", b"")
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def send_on(self, send: Send) -> None:
        """Sends it as it came."""
        for message in self.messages:
            await send(message)

    def sealed(self, key: OctKey) -> str:
        """As it is kept."""
        head = f"{self.status} {self.content_type.decode('latin-1')}\n"
        return jwe.encrypt_compact(_SEALING, head.encode() + self.body, key)


@dataclass
class KeyedOperation(Operation):
    """How the API's document tells of such a call: the framework has no layer for one header."""

    def __post_init__(self) -> None:
        """Adds the header."""
        schema = Schema(type=OpenAPIType.STRING, min_length=SHORTEST, max_length=LONGEST)
        told = "The same call with the same key happens once."
        header = Parameter(HEADER, "header", schema, description=told, required=False)
        self.parameters = [*(self.parameters or []), header]


def once(handler: HTTPRouteHandler) -> HTTPRouteHandler:
    """The same route, which takes a key by which a call happens once."""
    handler.middleware = [OnlyOnce()]
    handler.operation_class = KeyedOperation
    handler.responses = {**error_responses(400, 409, 422, 429), **(handler.responses or {})}
    return handler


class OnlyOnce(ASGIMiddleware):
    """Answers what was done already with what was answered to it."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """ASGI."""
        request = WebRequest(scope, receive, send)
        key = request.headers.get(HEADER)
        if key is None:
            await next_app(scope, receive, send)
            return
        if not SHORTEST <= len(key) <= LONGEST:
            raise HTTPException(status_code=400, extra=[{"key": HEADER}])
        content = await request.body()  # the route finds it in the connection's state
        call, known = await run_in_turn(request, partial(_begin, request, key.strip('"'), content))
        if known:
            await _send_again(known, call.sealing, send)
            return
        answer = Answer()
        await next_app(scope, receive, answer.take)
        await _settle(request, call, answer)
        await answer.send_on(send)


def _begin(request: WebRequest, key: str, content: bytes) -> tuple[Call, str]:
    """The call, and the sealed answer where it was done already.

    Raises:
        Refused: it is being done just now.
        Invalid: the key was another call's.
        TooMany: somebody sends so many that they only make work.
    """
    app_state = app_state_of(request.app)
    with app_state.cache.reading() as reading:
        context = context_in(reading, request)
        caller = key_in(reading.connection, context)
        if caller is None:
            app_state.rate_limits.call(context.counted_as)
    who = request.headers.get("authorization", "")
    path = request.scope["path"]
    parts = "\n".join((str(context.site.id), request.method, path, who, key))
    call = Call(
        name=hash_token(f"name\n{parts}"),
        content=_content_of(request.scope["query_string"], content),
        sealing=OctKey.import_key(hashlib.sha256(f"seal\n{parts}".encode()).digest()),
    )
    with app_state.database.writing() as connection:
        begun = idempotency.begin(connection, call.name, call.content, now=context.now)
    if caller is not None and begun.before is not Before.NOTHING:
        count_key(context, caller)  # no route counts it: whoever repeats is asked to wait as well
    if begun.before is Before.UNDER_WAY:
        raise Refused(
            N_("This is being done just now. Please ask again in a moment."),
            code="idempotency-key-in-use",
        )
    if begun.before is Before.OTHERWISE:
        raise Invalid(
            N_("This Idempotency-Key was sent with something else before."),
            code="idempotency-key-reused",
        )
    return call, begun.answer


def _content_of(query: bytes, body: bytes) -> str:
    """What is asked for, and for whom; the same when it is sent again with a fresh token.

    A reader's token is only as old as its `exp` lets it be, and its `jti` may be used once: whoever
    sends a call again later must sign anew. Who is meant stays the same.
    """
    if b'"reader_token"' in body:
        # What cannot be read so is refused afterwards; sent again as it is, it is the same.
        with suppress(msgspec.DecodeError, ValueError, KeyError, RecursionError):
            told = msgspec.json.decode(body, type=dict[str, Any])
            _, payload, _ = str(told.pop("reader_token")).split(".")
            claims = msgspec.json.decode(urlsafe_b64decode(payload + "=="), type=dict[str, Any])
            meant = {name: is_ for name, is_ in claims.items() if name not in _WHEN_IT_WAS_SIGNED}
            body = msgspec.json.encode((told, meant), order="deterministic")
    return hashlib.sha256(query + b"\n" + body).hexdigest()


async def _settle(request: WebRequest, call: Call, answer: Answer) -> None:
    """Remembers what was done; what was refused may come again.

    After a fault of ours nobody knows what was done: such a call is under way for a while more.
    """
    if 200 <= answer.status < 300:
        sealed = answer.sealed(call.sealing)
        write: Callable[[Connection], None] = partial(
            idempotency.finish, name=call.name, answer=sealed
        )
    elif answer.status == 500:
        return
    else:
        write = partial(idempotency.forget, name=call.name)

    def settle() -> None:
        with app_state_of(request.app).database.writing() as connection:
            write(connection)

    try:
        await run_in_turn(request, settle)
    except Exception as failure:  # noqa: BLE001 - what was asked for is done, and is told
        log.error("idempotency: %s", reason_of(failure))


async def _send_again(sealed: str, key: OctKey, send: Send) -> None:
    opened = jwe.decrypt_compact(sealed, key).plaintext or b""
    head, _, body = opened.partition(b"\n")
    status, _, content_type = head.partition(b" ")
    headers = [(b"idempotent-replayed", b"true")]
    if content_type:
        headers += [
            (b"content-type", content_type),
            (b"content-length", str(len(body)).encode()),
        ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
