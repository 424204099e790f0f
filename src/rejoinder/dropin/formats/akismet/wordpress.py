"""What WordPress's plugin asks besides: without these answers its page calls a good key bad."""

import msgspec

from rejoinder.dropin.formats.akismet.fields import fields_of, key_in
from rejoinder.dropin.formats.akismet.problems import bad_key, plain
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Caller
from rejoinder.dropin.protocol import Reply, Request


async def get_subscription(dropin: JudgeService, call: Request) -> Reply:
    """A subscription that is active and has no end: there is nothing to pay here."""
    caller = await _caller(dropin, call)
    if caller is None:
        return bad_key()
    told = {
        "account_id": caller.key_id or 0,
        "account_name": caller.name,
        "account_type": "Rejoinder",
        "status": "active",
        "limit_reached": False,
        "next_billing_date": False,
    }
    return Reply(msgspec.json.encode(told))


async def get_stats(dropin: JudgeService, call: Request) -> Reply:
    """None: what was answered is not counted. The plugin leaves its figures out then."""
    return bad_key() if await _caller(dropin, call) is None else Reply(b"{}")


async def deactivate(dropin: JudgeService, call: Request) -> Reply:
    """Taken note of, and nothing else: the key goes on opening what it opens."""
    return bad_key() if await _caller(dropin, call) is None else plain("deactivated")


async def _caller(dropin: JudgeService, call: Request) -> Caller | None:
    return await dropin.keys.find(key_in(call, fields_of(call)))
