"""A form as it arrives: bounded before it is taken apart, and forgotten once it is answered.

The framework's own reader counts no fields, and keeps the last thousand forms, with all that it
made of them, in memory for ever: readers' texts and addresses, and some gigabytes where somebody
sends forms of a hundred thousand fields.
"""

from typing import Any, Final
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from litestar.exceptions import HTTPException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from rejoinder.web.app_state import WebRequest
from rejoinder.web.middleware.csrf import SAFE_METHODS, refuse_forgery

# No form of ours has more than a dozen.
MOST_FIELDS: Final = 100
# The longest comment in any script has fewer; a million bytes of them take a tenth of a second.
MOST_ESCAPES: Final = 120_000
# In bytes. A longer one is taken apart while others are answered.
_WORTH_A_THREAD: Final = 50_000
# In bytes, of what cannot be taken: the longest comment in most scripts.
_SHOWN_AGAIN: Final = 120_000

FormFields = dict[str, str | list[str]]


async def receive_form(request: WebRequest) -> None:
    """Called before every handler of a page: reads the form, and refuses what is forged.

    In this order, so that whoever is refused by mistake gets back what they wrote.

    Raises:
        Forbidden, NotFound: as `refuse_forgery` does.
        HTTPException: 413, it has more fields or escapes than any of ours, or is too long; what
            was typed, as far as it is not, can be shown again.
    """
    if request.method in SAFE_METHODS:
        return
    try:
        body = await request.body()
    except RequestEntityTooLarge:
        _show_again(request, await _beginning(request))
        raise
    # Who refuses it keeps what it came past for as long as nobody looks through the memory.
    request._body = request._connection_state.body = b""
    if body.count(b"&") >= MOST_FIELDS or body.count(b"%") > MOST_ESCAPES:
        _show_again(request, body[:_SHOWN_AGAIN])
        del body
        raise HTTPException(status_code=413)
    read = run_sync(fields_of, body) if len(body) > _WORTH_A_THREAD else None
    fields: object = fields_of(body) if read is None else await read
    # Where the framework looks before it reads the body itself.
    request._connection_state.form = fields  # type: ignore[assignment]
    await refuse_forgery(request)


async def _beginning(request: WebRequest) -> bytes:
    """As much of a form that is too long as is shown again; nothing where its length was not told.

    Then its beginning has been read already, and is gone.
    """
    body = bytearray()
    more = request.headers.get("content-length") is not None
    while more and len(body) < _SHOWN_AGAIN:
        message: Any = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body[:_SHOWN_AGAIN])


def _show_again(request: WebRequest, beginning: bytes) -> None:
    """Lets the page that refuses a form show what was typed, if anybody can have typed it."""
    # An escape is three letters long: what has more of them is none that a browser wrote.
    if beginning.count(b"&") < MOST_FIELDS and beginning.count(b"%") <= len(beginning) / 3:
        fields: object = fields_of(beginning)
        request._connection_state.form = fields  # type: ignore[assignment]


def fields_of(body: bytes) -> FormFields:
    """The fields of a form by their names; of a name that stands twice, every value."""
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("latin-1"), keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return {name: each[0] if len(each) == 1 else each for name, each in values.items()}
