"""Coral's external moderation phase: Coral asks about each comment before it is posted.

The thresholds are those with which a newsroom's policy starts: what it would decline is rejected,
what it would hold waits for a moderator, and of everything else we say nothing, so that Coral's
later phases decide.
"""

import asyncio
import hmac
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

import msgspec

from rejoinder.dropin import errors
from rejoinder.dropin.default_policy import OFF_TOPIC, outcomes_of
from rejoinder.dropin.html_text import text_of
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.limits import MAX_TEXT_CHARS, MAX_URL_CHARS
from rejoinder.dropin.model import Caller
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response
from rejoinder.engine import Case, Judgement
from rejoinder.moderation.model import Outcome

NAME = "coral"
# What Coral's form sets a phase's time-out to, and the most that it takes; in milliseconds.
DEFAULT_TIMEOUT_MS = 200
MAX_TIMEOUT_MS = 10_000
# The rest of the time-out is for the way here and back.
OUR_SHARE = 0.8
# Of our share, what an article may take that must be fetched: the judge needs the rest.
FETCH_SHARE = 0.5
# One for each secret in force; Coral has two while one takes over from the other.
MAX_SIGNATURES = 8
_SIGNATURE_PREFIX = "sha256="

# Coral's reason for each kind of abuse; the gravest kind first, which is the one told.
_REASON_CODES: Mapping[str, str] = {
    "threat": "ABUSIVE",
    "identity_attack": "HATE_SPEECH",
    "insult": "HARASSMENT_BULLYING",
    "sexually_explicit": "OFFENSIVE",
    "profanity": "OFFENSIVE",
    "spam": "SPAM",
    "severe_toxicity": "ABUSIVE",
    "toxicity": "ABUSIVE",
}
_OFF_TOPIC_CODE = "IRRELEVANT_CONTENT"

Opinion = dict[str, Any]


# What answers at the phase's address.


async def moderate(service: JudgeService, request: Request) -> Response:
    """Our opinion of a comment, or none. Nothing of it is kept.

    Without a secret to check signatures with, every call is refused.
    """
    admission = await service.admit(request.query.get("key", ""), NAME)
    if not service.settings.coral_secrets:
        raise CoralError("No signing secret of Coral's is set here.", status=401)
    signature = request.header("x-coral-signature")
    if not is_signed(request.body, signature, service.settings.coral_secrets):
        raise CoralError("The signature is missing or wrong.", status=401)
    timeout = _timeout(request)
    phase = read_request(request.body)
    forming = _form_opinion(service, admission.caller, phase, FETCH_SHARE * timeout)
    opinion = await _in_time(forming, timeout)
    headers = admission.allowance.headers()
    if opinion is None:
        return Response(b"", status=204, headers=headers)
    return Response(msgspec.json.encode(opinion), headers=headers)


async def _form_opinion(
    service: JudgeService, caller: Caller, phase: "PhaseRequest", fetch_timeout: float
) -> Opinion | None:
    text = text_of(phase.comment.body)
    if not text.strip():
        return None  # a picture, say: nothing that the judge could read
    # Without it nothing is said of the topic; the next comment under it finds it fetched.
    article = await service.article(caller, phase.story.url, timeout=fetch_timeout)
    return opinion_of(await service.judge(Case(text, article)))


async def _in_time(forming: Coroutine[Any, Any, Opinion | None], timeout: float) -> Opinion | None:
    """The opinion, or none when it comes too late: Coral has gone on without it by then."""
    task = asyncio.create_task(forming)
    await asyncio.wait({task}, timeout=timeout)
    if task.done():
        return task.result()
    # The judge is not interrupted, so its place is not free before it has answered.
    task.add_done_callback(lambda late: late.cancelled() or late.exception())
    return None


def _timeout(request: Request) -> float:
    """Our share, in seconds, of what the address says that the phase waits, in milliseconds."""
    sent = request.query.get("timeout", "")
    usable = sent.isascii() and sent.isdigit() and len(sent) <= len(str(MAX_TIMEOUT_MS))
    milliseconds = min(int(sent), MAX_TIMEOUT_MS) if usable else DEFAULT_TIMEOUT_MS
    return OUR_SHARE * milliseconds / 1000


# Whether it was Coral: HMAC-SHA256 over the body's bytes, with the phase's whole secret as key.


def is_signed(body: bytes, header: str, secrets: Sequence[str]) -> bool:
    """Whether any of the header's signatures was made with any of these secrets.

    Every one is compared, each in constant time: how long it takes tells nothing.
    """
    signatures = [each.strip() for each in header.split(",", MAX_SIGNATURES)[:MAX_SIGNATURES]]
    expected = [f"{_SIGNATURE_PREFIX}{_digest(body, secret)}".encode() for secret in secrets]
    matches = [
        hmac.compare_digest(signature.encode("utf-8", "replace"), digest)
        for signature in signatures
        for digest in expected
    ]
    return any(matches)


def _digest(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, "sha256").hexdigest()


# What Coral sends, as far as it is looked at.


class Comment(msgspec.Struct):
    """The comment. Of the one that it answers there is only the number."""

    body: str = ""


class Story(msgspec.Struct):
    """Where the article stands; its text is not sent."""

    url: str = ""


class PhaseRequest(msgspec.Struct):
    """A comment that is about to be posted or changed."""

    comment: Comment
    story: Story = msgspec.field(default_factory=Story)


def read_request(body: bytes) -> PhaseRequest:
    """The call.

    Raises:
        CoralError: it is no JSON of this shape, or the comment is too long. Nothing is quoted.
    """
    try:
        phase = msgspec.json.decode(body, type=PhaseRequest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise CoralError("The body is not what Coral sends to a moderation phase.") from None
    if len(phase.comment.body) > MAX_TEXT_CHARS or len(phase.story.url) > MAX_URL_CHARS:
        raise CoralError(f"The comment is longer than {MAX_TEXT_CHARS} characters.")
    return phase


# What is answered: an opinion that Coral can follow.


def opinion_of(judgement: Judgement) -> Opinion | None:
    """Coral's response; None where we have no opinion, the language being unknown included."""
    outcomes = outcomes_of(judgement)
    if outcomes is None:
        return None
    declined = [name for name in _REASON_CODES if outcomes.get(name) is Outcome.DECLINE]
    if declined:
        return _rejected(_REASON_CODES[declined[0]], _flags(declined))
    if outcomes[OFF_TOPIC] is Outcome.DECLINE:
        return _rejected(_OFF_TOPIC_CODE, [])
    held = [name for name in _REASON_CODES if outcomes.get(name) is Outcome.HOLD]
    if held or outcomes[OFF_TOPIC] is Outcome.HOLD:
        return {"status": "SYSTEM_WITHHELD", "actions": _flags(held)}
    return None


def _rejected(code: str, actions: list[Opinion]) -> Opinion:
    """Coral reads the status at one place and the reason at the other."""
    action = {"status": "REJECTED", "rejectionReason": {"code": code}}
    return {"status": "REJECTED", "actions": actions, "moderationAction": action}


def _flags(names: list[str]) -> list[Opinion]:
    reasons = ["COMMENT_DETECTED_TOXIC"] if any(name != "spam" for name in names) else []
    if "spam" in names:
        reasons.append("COMMENT_DETECTED_SPAM")
    return [{"actionType": "FLAG", "reason": reason} for reason in reasons]


# Errors. Coral looks at the status only, and goes on as if there were no phase.


class CoralError(errors.ServiceError):
    """A call that Coral did not sign, or that nobody can read."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        """`message` is for whoever sets the phase up."""
        super().__init__(message)
        self.message = message
        self.status = status


def error_response(error: errors.ServiceError) -> Response:
    """Any error, as JSON with one sentence."""
    own = error if isinstance(error, CoralError) else _translated(error)
    body = msgspec.json.encode({"error": {"message": own.message}})
    return Response(body, status=own.status, headers=error.headers())


def _translated(error: errors.ServiceError) -> CoralError:
    match error:
        case errors.MissingKey():
            translated = CoralError("The phase's address needs a key: ?key=KEY.", status=401)
        case errors.InvalidKey():
            translated = CoralError("This key is not known here.", status=401)
        case errors.RateLimited():
            translated = CoralError("This key has made all its calls of this minute.", status=429)
        case errors.JudgeUnavailable():
            translated = CoralError("The judge has no answer now.", status=503)
        case errors.BodyTooLarge():
            message = f"The body is longer than {error.max_bytes} bytes."
            translated = CoralError(message, status=413)
        case errors.NoSuchEndpoint():
            status = error.status if 400 <= error.status < 500 else 404
            message = "There is nothing here, or not by this method."
            translated = CoralError(message, status=status)
        case _:
            translated = CoralError("Something went wrong on our side.", status=500)
    return translated


CORAL = Format(NAME, (Endpoint("POST", ("/coral/moderation",), moderate),), error_response)
