"""A call's fields, from a form or from JSON; the key among them, or in the host's name."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec

from rejoinder.dropin.formats.akismet.problems import Refused
from rejoinder.dropin.protocol import Request

Fields = Mapping[str, str]

# Clients add the server's variables, some dozens of them.
MOST_FIELDS = 1000
# As short as `key create --short` cuts them. A host called otherwise names no key.
_KEY_IN_HOST = re.compile(r"([a-z0-9]{12})\.")


def fields_of(call: Request) -> Fields:
    """Everything that was sent, by name; what stands in the body goes before the address.

    Raises:
        Refused: the body is neither a form nor a JSON object.
    """
    in_body = _json(call.body) if _is_json(call) else _form(call.body)
    return {**call.query, **in_body}


def key_in(call: Request, fields: Fields) -> str:
    """The key that was shown, empty if there is none."""
    shown = fields.get("api_key") or fields.get("key")
    if shown:
        return shown
    found = _KEY_IN_HOST.match(call.header("host").lower())
    return found[1] if found else ""


def _is_json(call: Request) -> bool:
    return call.header("content-type").partition(";")[0].strip().lower() == "application/json"


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Refused("The form could not be read.") from None
    return dict(pairs)


def _json(body: bytes) -> dict[str, str]:
    try:
        sent = msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused("The body could not be read as a JSON object.") from None
    return {name: _written(value) for name, value in sent.items() if value is not None}


def _written(value: object) -> str:
    """As a form would have it; lists and the like hold nothing that is looked at."""
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""
