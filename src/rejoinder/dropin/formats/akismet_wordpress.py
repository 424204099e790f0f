"""What WordPress's plugin asks besides: without these answers its page calls a good key bad."""

import msgspec

from rejoinder.dropin.formats.akismet import NAME, caller_of, error_response, invalid_key, plain
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response


async def get_subscription(service: JudgeService, request: Request) -> Response:
    """A subscription that is active and has no end: there is nothing to pay here."""
    caller = await caller_of(service, request)
    if caller is None:
        return invalid_key()
    payload = {
        "account_id": caller.key_id or 0,
        "account_name": caller.name,
        "account_type": "Rejoinder",
        "status": "active",
        "limit_reached": False,
        "next_billing_date": False,
    }
    return Response(msgspec.json.encode(payload))


async def get_stats(service: JudgeService, request: Request) -> Response:
    """None: what was answered is not counted. The plugin leaves its figures out then."""
    return invalid_key() if await caller_of(service, request) is None else Response(b"{}")


async def deactivate(service: JudgeService, request: Request) -> Response:
    """Taken note of, and nothing else: the key goes on opening what it opens."""
    return invalid_key() if await caller_of(service, request) is None else plain("deactivated")


WORDPRESS = Format(
    NAME,
    (
        Endpoint("POST", ("/1.1/get-subscription",), get_subscription),
        Endpoint("POST", ("/1.1/get-stats",), get_stats),
        Endpoint("POST", ("/1.1/deactivate",), deactivate),
    ),
    error_response,
)
