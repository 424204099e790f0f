"""What a moderation call holds, read from its body."""

from dataclasses import dataclass
from typing import Any

import msgspec

from rejoinder.dropin.formats.openai.problems import Refused

MOST_TEXTS = 1000
# Far longer than any comment; the judge's time grows with a text's length.
LONGEST_TEXT = 100_000
DEFAULT_MODEL = "omni-moderation-latest"
MODELS = (
    DEFAULT_MODEL,
    "omni-moderation-2024-09-26",
    "text-moderation-latest",
    "text-moderation-stable",
)
"""OpenAI's names, all answered by the one judge; each is told back as it was asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked call."""

    texts: tuple[str, ...]
    """Each gets a result of its own."""
    model: str


class _Body(msgspec.Struct):
    input: Any = msgspec.UNSET
    model: Any = None


def read(body: bytes) -> Asked:
    """The texts to judge.

    Raises:
        Refused: the body is no JSON, there is nothing to judge, or there is what is no text.
            What was sent is not quoted.
    """
    try:
        sent = msgspec.json.decode(body, type=_Body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused("The body could not be read as a JSON object.") from None
    return Asked(_texts(sent.input), _model(sent.model))


def _model(sent: Any) -> str:
    if sent is None:
        return DEFAULT_MODEL
    if not isinstance(sent, str):
        raise Refused("The model must be a name.", param="model")
    if sent not in MODELS:
        message = f"There is no such model here. There are: {', '.join(MODELS)}."
        raise Refused(message, param="model", code="model_not_found", status=404)
    return sent


def _texts(sent: Any) -> tuple[str, ...]:
    if sent is msgspec.UNSET or sent is None:
        raise _unusable("The input is missing.")
    if isinstance(sent, str):
        return (_checked(sent),)
    if not isinstance(sent, list) or not sent:
        raise _unusable("The input must be a text, a list of texts or a list of parts.")
    if len(sent) > MOST_TEXTS:
        raise _unusable(f"The input may hold at most {MOST_TEXTS} texts.")
    if all(isinstance(each, str) for each in sent):
        return tuple(map(_checked, sent))
    return (_checked("\n".join(map(_part, sent))),)


def _part(sent: Any) -> str:
    kind = sent.get("type") if isinstance(sent, dict) else None
    if kind == "image_url":
        # A picture that nobody looked at must not come back as harmless.
        raise _unusable("Pictures are not judged here.", code="image_not_supported")
    text = sent.get("text") if kind == "text" else None
    if not isinstance(text, str):
        raise _unusable("Each part must be a text: a type of “text” and a text.")
    return text


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise _unusable(f"A text may have at most {LONGEST_TEXT} characters.")
    return text


def _unusable(message: str, code: str | None = None) -> Refused:
    return Refused(message, param="input", code=code)
