"""Akismet's calls: is this comment spam, and what a person said about it.

The thresholds are those with which a newsroom's policy starts: advertising from where a person
should look, since the spam folder is where a person looks; everything else only from where the
policy would decline it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import uuid4

import msgspec

from rejoinder.dropin import errors
from rejoinder.dropin.default_policy import outcomes_of
from rejoinder.dropin.html_text import text_with_links
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.limits import MAX_TEXT_CHARS, MAX_URL_CHARS
from rejoinder.dropin.model import Caller
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response
from rejoinder.engine import Article, Case, Judgement
from rejoinder.feedback.model import Feedback
from rejoinder.moderation.model import Outcome

NAME = "akismet"
THANKS = "Thanks for making the web a better place."
PLAIN = "text/plain"
REQUIRED_FIELDS = ("blog", "user_ip")
MAX_NAME_CHARS = 200
TEST_AUTHOR = "viagra-test-123"
TEST_EMAIL = "akismet-guaranteed-spam@example.com"
MAX_DATE_CHARS = 40
# Clients add the server's variables, some dozens of them.
MAX_FIELDS = 1000
# As short as `key create --short` cuts them. A host called otherwise names no key.
_KEY_IN_HOST = re.compile(r"([a-z0-9]{12})\.")

Fields = Mapping[str, str]


# What answers at each address.


async def verify_key(service: JudgeService, request: Request) -> Response:
    """Whether a key opens anything here. Counts as no call."""
    return invalid_key() if await caller_of(service, request) is None else plain("valid")


async def usage_limit(service: JudgeService, request: Request) -> Response:
    """How many calls the key made in this month. There is no limit to a month."""
    caller = await caller_of(service, request)
    if caller is None:
        return invalid_key()
    usage = await service.calls_since(caller, NAME, service.clock().replace(day=1))
    payload = {"limit": "none", "usage": usage, "percentage": "0.00", "throttled": False}
    return Response(msgspec.json.encode(payload))


async def submit_spam(service: JudgeService, request: Request) -> Response:
    """Saves that a person called this comment spam."""
    return await _submit(service, request, is_spam=True)


async def submit_ham(service: JudgeService, request: Request) -> Response:
    """Saves that a person said that this comment is no spam."""
    return await _submit(service, request, is_spam=False)


async def comment_check(service: JudgeService, request: Request) -> Response:
    """Whether the comment is spam. Nothing of it is kept."""
    fields = _fields_of(request)
    admission = await service.admit(_key_in(request, fields), NAME)
    _require(fields)
    verdict = _without_the_judge(fields)
    if verdict is None:
        # When the article was changed last: one that was, is fetched anew.
        edition = fields.get("comment_post_modified_gmt", "")[:MAX_DATE_CHARS]
        article = await service.article(admission.caller, _article_url(fields), edition=edition)
        verdict = await _judged(service, fields, article)
    return plain(
        "true" if verdict.is_spam else "false",
        {**_headers(verdict), **admission.allowance.headers()},
    )


async def _judged(service: JudgeService, fields: Fields, article: Article | None) -> "Verdict":
    text, has_link = _text(fields), bool(fields.get("comment_author_url"))
    name = fields.get("comment_author", "")[:MAX_NAME_CHARS] if has_link else ""
    # Of a short comment the name may hide the language.
    for asked in (f"{text}\n{name}", text) if name else (text,):
        verdict = verdict_of(await service.judge(Case(asked, article)))
        if verdict is not None:
            return verdict
    if service.settings.strict_languages:
        raise AkismetError("The judge does not know the language of the comment.")
    return Verdict(False)


async def _submit(service: JudgeService, request: Request, *, is_spam: bool) -> Response:
    fields = _fields_of(request)
    admission = await service.admit(_key_in(request, fields), NAME)
    _require(fields)
    # Of who wrote it, from where and with which browser, nothing is kept.
    feedback = Feedback(
        format=NAME,
        text=_text(fields),
        labels={"spam": is_spam},
        community=fields["blog"][:MAX_URL_CHARS],
        context={"permalink": _article_url(fields)},
    )
    await service.save_feedback(admission.caller, feedback)
    return plain(THANKS, admission.allowance.headers())


# What is sent: fields, from a form or from JSON; the key among them, or in the host's name.


def _fields_of(request: Request) -> Fields:
    """Everything that was sent, by name; what stands in the body goes before the address.

    Raises:
        AkismetError: the body is neither a form nor a JSON object.
    """
    media_type = request.header("content-type").partition(";")[0].strip().lower()
    read = _json if media_type == "application/json" else _form
    return {**request.query, **read(request.body)}


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise AkismetError("The form could not be read.") from None
    return dict(pairs)


def _json(body: bytes) -> dict[str, str]:
    try:
        sent = msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise AkismetError("The body could not be read as a JSON object.") from None
    return {name: _as_in_form(value) for name, value in sent.items() if value is not None}


def _as_in_form(value: object) -> str:
    """As a form would have it; lists and the like hold nothing that is looked at."""
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


async def caller_of(service: JudgeService, request: Request) -> Caller | None:
    """Whose key was shown; asks for no comment, so that it counts as no call."""
    return await service.keys.find(_key_in(request, _fields_of(request)))


def _key_in(request: Request, fields: Fields) -> str:
    """The key that was shown, empty if there is none."""
    if shown := fields.get("api_key") or fields.get("key"):
        return shown
    match = _KEY_IN_HOST.match(request.header("host").lower())
    return match[1] if match else ""


def _require(fields: Fields) -> None:
    for name in REQUIRED_FIELDS:
        if not fields.get(name):
            raise AkismetError(f"Missing required field: {name}.")


def _text(fields: Fields) -> str:
    content = fields.get("comment_content", "")
    if len(content) > MAX_TEXT_CHARS:
        raise AkismetError(f"The comment is longer than {MAX_TEXT_CHARS} characters.")
    url = fields.get("comment_author_url", "")[:MAX_URL_CHARS]
    return f"{text_with_links(content)}\n{url}".rstrip()


def _article_url(fields: Fields) -> str:
    """The permalink, which may name the comment behind a #."""
    return fields.get("permalink", "")[:MAX_URL_CHARS].partition("#")[0]


# Yes or no: whether a comment belongs in the spam folder.


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and what decided it."""

    is_spam: bool
    reason: str = ""
    """One word for a header; empty where nothing spoke against the comment."""
    is_blatant: bool = False
    """So surely advertising that nobody need look at it."""


def _without_the_judge(fields: Fields) -> Verdict | None:
    """What the fields alone decide; None if the judge must be asked."""
    if fields.get("user_role") == "administrator":
        return Verdict(False)
    if fields.get("comment_author") == TEST_AUTHOR:
        return Verdict(True, "test")
    if fields.get("comment_author_email") == TEST_EMAIL:
        return Verdict(True, "test")
    trap = fields.get("honeypot_field_name", "")
    return Verdict(True, "honeypot") if trap and fields.get(trap) else None


def verdict_of(judgement: Judgement) -> Verdict | None:
    """What the judge's measurements decide; None if it does not know the language."""
    outcomes = outcomes_of(judgement)
    if outcomes is None:
        return None
    spam = outcomes.get("spam", Outcome.PUBLISH)
    if spam is not Outcome.PUBLISH:
        return Verdict(True, "spam", is_blatant=spam is Outcome.DECLINE)
    declined = (name for name, outcome in outcomes.items() if outcome is Outcome.DECLINE)
    reason = next(declined, "")
    return Verdict(bool(reason), reason)


def _headers(verdict: Verdict) -> dict[str, str]:
    # Some clients find their comment again by this.
    headers = {"x-akismet-guid": str(uuid4())}
    if verdict.reason:
        headers["x-rejoinder-reason"] = verdict.reason
    if verdict.is_blatant:
        headers["x-akismet-pro-tip"] = "discard"
    return headers


# Answers are a word in the body. One that is neither `true` nor `false`, with the reason in a
# header, makes a good client hold the comment and ask again later.


class AkismetError(errors.ServiceError):
    """A call that has no yes or no."""

    def __init__(self, message: str) -> None:
        """`message` stands in the body and in the header."""
        super().__init__(message)
        self.message = message


def error_response(error: errors.ServiceError) -> Response:
    """Any error, as a client of Akismet's is told of it."""
    match error:
        case errors.MissingKey():
            response = invalid_key("No key was sent.")
        case errors.InvalidKey():
            response = invalid_key()
        case AkismetError():
            response = _failed(error.message, 200)
        case errors.RateLimited():
            message = "This key has made all its calls of this minute."
            response = _failed(message, 429, error.headers())
        case errors.JudgeUnavailable():
            response = _failed("The judge is busy.", 503, error.headers())
        case errors.BodyTooLarge():
            response = _failed("The body is too long.", 413)
        case errors.NoSuchEndpoint():
            status = error.status if 400 <= error.status < 500 else 404
            response = _failed("There is nothing here.", status)
        case _:
            response = _failed("Something went wrong on our side.", 500)
    return response


def plain(word: str, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """A body of this and nothing else, not even a line's end: clients compare the whole of it."""
    return Response(word.encode(), status, PLAIN, headers or {})


def invalid_key(reason: str = "We were unable to find this key.") -> Response:
    """What every call with a wrong key, or none, is answered with."""
    return plain("invalid", {"x-akismet-debug-help": reason})


def _failed(message: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    reasons = {"x-akismet-error": message, "x-akismet-debug-help": message}
    return plain(message, {**reasons, **(headers or {})}, status)


AKISMET = Format(
    NAME,
    (
        Endpoint("POST", ("/1.1/verify-key",), verify_key),
        Endpoint("POST", ("/1.1/comment-check",), comment_check),
        Endpoint("POST", ("/1.1/submit-spam",), submit_spam),
        Endpoint("POST", ("/1.1/submit-ham",), submit_ham),
        Endpoint("POST", ("/1.2/usage-limit",), usage_limit),
        Endpoint("GET", ("/1.2/usage-limit",), usage_limit),
    ),
    error_response,
)
