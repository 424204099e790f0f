"""OpenAI's moderation call: `POST /v1/moderations`."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from rejoinder.dropin import errors
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.limits import MAX_TEXT_CHARS, MAX_TEXTS
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response
from rejoinder.engine import Case, Judgement
from rejoinder.http_headers import bearer_token

NAME = "openai"
DEFAULT_MODEL = "omni-moderation-latest"
# OpenAI's names, all answered by the one judge; each is told back as it was asked for.
MODELS = (
    DEFAULT_MODEL,
    "omni-moderation-2024-09-26",
    "text-moderation-latest",
    "text-moderation-stable",
)
# The judge's scores are probabilities: from here on yes is likelier than no.
FLAGGED_FROM = 0.5
# Names the categories of which the answer says nothing, with commas between.
UNASSESSED_HEADER = "x-rejoinder-unassessed"

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
# A category's score is the highest of these scores of the judge's …
_HIGHEST_OF: Mapping[str, tuple[str, ...]] = {
    "harassment": ("toxicity", "insult"),
    "harassment/threatening": ("threat",),
    "hate": ("identity_attack",),
    "sexual": ("sexually_explicit",),
    "violence": ("threat",),
}
# … or the product of these two.
_PRODUCT_OF: Mapping[str, tuple[str, str]] = {"hate/threatening": ("identity_attack", "threat")}
# Always false and 0.0: nothing of the judge's measures them.
UNASSESSED = tuple(name for name in CATEGORIES if name not in {*_HIGHEST_OF, *_PRODUCT_OF})


# What answers at the address.


async def moderate(service: JudgeService, request: Request) -> Response:
    """Judges each text of the input. Nothing of it is kept."""
    admission = await service.admit(bearer_token(request.header("authorization")), NAME)
    moderation = read_request(request.body)
    judgements = await service.judge_all([Case(text) for text in moderation.texts])
    all_judged = all(each.in_known_language for each in judgements)
    is_read = all_judged and not any(each.unread for each in judgements)
    if service.settings.strict_languages and not is_read:
        raise OpenAIError(
            "The judge does not know the language of a text.",
            param="input",
            code="unsupported_language",
        )
    unassessed = UNASSESSED if all_judged else CATEGORIES
    headers = {UNASSESSED_HEADER: ", ".join(unassessed), **admission.allowance.headers()}
    return Response(_body(moderation, judgements), headers=headers)


# What is sent.


@dataclass(frozen=True, slots=True)
class ModerationRequest:
    """A checked call."""

    texts: tuple[str, ...]
    """Each gets a result of its own."""
    model: str


class _Body(msgspec.Struct):
    input: Any = msgspec.UNSET
    model: Any = None


def read_request(body: bytes) -> ModerationRequest:
    """The texts to judge.

    Raises:
        OpenAIError: the body is no JSON, there is nothing to judge, or there is what is no text.
            What was sent is not quoted.
    """
    try:
        sent = msgspec.json.decode(body, type=_Body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise OpenAIError("The body could not be read as a JSON object.") from None
    return ModerationRequest(_texts(sent.input), _model(sent.model))


def _model(sent: Any) -> str:
    if sent is None:
        return DEFAULT_MODEL
    if not isinstance(sent, str):
        raise OpenAIError("The model must be a name.", param="model")
    if sent not in MODELS:
        message = f"There is no such model here. There are: {', '.join(MODELS)}."
        raise OpenAIError(message, param="model", code="model_not_found", status=404)
    return sent


def _texts(sent: Any) -> tuple[str, ...]:
    if sent is msgspec.UNSET or sent is None:
        raise _invalid_input("The input is missing.")
    if isinstance(sent, str):
        return (_checked(sent),)
    if not isinstance(sent, list) or not sent:
        raise _invalid_input("The input must be a text, a list of texts or a list of parts.")
    if len(sent) > MAX_TEXTS:
        raise _invalid_input(f"The input may hold at most {MAX_TEXTS} texts.")
    if all(isinstance(each, str) for each in sent):
        return tuple(map(_checked, sent))
    return (_checked("\n".join(map(_part, sent))),)


def _part(sent: Any) -> str:
    kind = sent.get("type") if isinstance(sent, dict) else None
    if kind == "image_url":
        # A picture that nobody looked at must not come back as harmless.
        raise _invalid_input("Pictures are not judged here.", code="image_not_supported")
    text = sent.get("text") if kind == "text" else None
    if not isinstance(text, str):
        raise _invalid_input("Each part must be a text: a type of “text” and a text.")
    return text


def _checked(text: str) -> str:
    if len(text) > MAX_TEXT_CHARS:
        raise _invalid_input(f"A text may have at most {MAX_TEXT_CHARS} characters.")
    return text


# What is answered.


def _body(moderation: ModerationRequest, judgements: Sequence[Judgement]) -> bytes:
    payload = {
        "id": f"modr-{secrets.token_hex(16)}",
        "model": moderation.model,
        "results": [result_of(judgement) for judgement in judgements],
    }
    return msgspec.json.encode(payload)


def result_of(judgement: Judgement) -> dict[str, Any]:
    """One text's result; categories that nothing measured apply to no kind of input."""
    scores = {name: _score(judgement, name) for name in CATEGORIES}
    flags = {name: score is not None and score >= FLAGGED_FROM for name, score in scores.items()}
    return {
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": {name: score or 0.0 for name, score in scores.items()},
        "category_applied_input_types": {
            name: [] if score is None else ["text"] for name, score in scores.items()
        },
    }


def _score(judgement: Judgement, category: str) -> float | None:
    abuse = judgement.abuse
    if names := [name for name in _HIGHEST_OF.get(category, ()) if name in abuse]:
        return max(abuse[name].score for name in names)
    factors = _PRODUCT_OF.get(category, ())
    if factors and all(name in abuse for name in factors):
        first, second = factors
        return abuse[first].score * abuse[second].score
    return None


# Errors: four values, two of which may be null.

_INVALID = "invalid_request_error"
_SERVER = "server_error"


class OpenAIError(errors.ServiceError):
    """A call whose input, or part of it, cannot be judged."""

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        kind: str = _INVALID,
        status: int = 400,
    ) -> None:
        """The four values as they stand in the error; `kind` is told as its `type`."""
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code
        self.kind = kind
        self.status = status


def error_response(error: errors.ServiceError) -> Response:
    """Any error as OpenAI's clients expect it."""
    own = error if isinstance(error, OpenAIError) else _translated(error)
    payload = {
        "message": own.message,
        "type": own.kind,
        "param": own.param,
        "code": own.code,
    }
    body = msgspec.json.encode({"error": payload})
    return Response(body, status=own.status, headers=error.headers())


def _translated(error: errors.ServiceError) -> OpenAIError:
    match error:
        case errors.MissingKey():
            message = "No key was sent. It belongs in a header: Authorization: Bearer KEY."
            translated = OpenAIError(message, status=401)
        case errors.InvalidKey():
            message = "This key is not known here."
            translated = OpenAIError(message, code="invalid_api_key", status=401)
        case errors.RateLimited():
            message = "This key has made all the calls that it may make in this minute."
            translated = OpenAIError(
                message, kind="requests", code="rate_limit_exceeded", status=429
            )
        case errors.JudgeUnavailable():
            message = "The judge is busy. Please try again."
            translated = OpenAIError(message, kind=_SERVER, status=503)
        case errors.BodyTooLarge():
            message = f"The body is longer than {error.max_bytes} bytes."
            translated = OpenAIError(message, status=413)
        case errors.NoSuchEndpoint():
            status = error.status if 400 <= error.status < 500 else 404
            message = "There is nothing here, or not by this method."
            translated = OpenAIError(message, status=status)
        case _:
            message = "Something went wrong on our side."
            translated = OpenAIError(message, kind=_SERVER, status=500)
    return translated


def _invalid_input(message: str, code: str | None = None) -> OpenAIError:
    return OpenAIError(message, param="input", code=code)


OPENAI = Format(NAME, (Endpoint("POST", ("/v1/moderations",), moderate),), error_response)
