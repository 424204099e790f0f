"""How the API's document tells of the call. What may be sent is what `messages` reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast

import msgspec
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Reference,
    RequestBody,
    Schema,
)
from msgspec import Meta

from rejoinder.dropin.formats.native.messages import JudgementIn, JudgementsIn

Probability = Annotated[float, Meta(ge=0, le=1)]
# Of a tuple msgspec tells as JSON Schema did before 2020.
SpanOut = Annotated[list[int], Meta(min_length=2, max_length=2)]

_REFUSALS: Mapping[str, str] = {
    "400": "The body could not be read as a JSON object.",
    "401": "A key is missing or does not open this.",
    "404": "There is no such article; `details.item` is the place of the text that named it.",
    "413": "That is more than can be taken at once.",
    "422": "It cannot be judged as it is; `details.problem` says what and where.",
    "429": "This key has made all its calls of this minute; `Retry-After` says when to go on.",
    "503": "The judge has no answer now; `Retry-After` says when to try again.",
}


class ScoreOut(msgspec.Struct):
    """A probability, and the words that speak for it, in characters of the text."""

    score: Probability
    spans: list[SpanOut]


class EvidenceOut(msgspec.Struct):
    """The article's sentence nearest to the text, and how near."""

    sentence: str
    similarity: Annotated[float, Meta(ge=-1, le=1)]


class OnTopicOut(msgspec.Struct):
    """The probability that the text is about its article, or (`meta`) about the page itself."""

    score: Probability
    evidence: EvidenceOut | None
    meta: Probability


class LanguageOut(msgspec.Struct, omit_defaults=True):
    """Where `judged` is false the judge does not know the language, and there are no scores.

    `passages` are those of a judged text that were not understood: what is in another language, and
    the end of a text that is longer than what is read. Nothing was measured there.
    """

    code: str
    confidence: Probability
    judged: bool
    passages: list[SpanOut] = []


class JudgementOut(msgspec.Struct, omit_defaults=True):
    """What the judge measured of a text; `id` only where one was sent.

    `unread_from` is there only where a text is longer than what is read, and says where that ends.
    """

    abuse: dict[str, ScoreOut]
    on_topic: OnTopicOut | None
    model: str
    language: LanguageOut | None
    unread_from: int | msgspec.UnsetType = msgspec.UNSET
    id: str | msgspec.UnsetType = msgspec.UNSET


class JudgementsOut(msgspec.Struct):
    """Those of several texts, in their order."""

    judgements: list[JudgementOut]


class ErrorBody(msgspec.Struct):
    """What was refused and why: a stable code, a sentence, and what more there is to say."""

    code: str
    message: str
    details: dict[str, Any]


class Refusal(msgspec.Struct):
    """Every error has this shape."""

    error: ErrorBody


@dataclass
class JudgeOperation(Operation):
    """The operation in the document."""

    def __post_init__(self) -> None:
        """Tells what the framework cannot see in a handler that reads the body itself."""
        self.operation_id = "judge"
        self.tags = ["judgements"]
        self.summary = "Judge"
        self.description = "Judges one text or up to 1,000. Nothing of them is kept."
        self.security = [{"key": []}]
        self.request_body = RequestBody(_json(JudgementIn, JudgementsIn), required=True)
        refusals = {
            status: OpenAPIResponse(meaning, content=_json(Refusal))
            for status, meaning in _REFUSALS.items()
        }
        judged = OpenAPIResponse(
            "What the judge measured.", content=_json(JudgementOut, JudgementsOut)
        )
        responses: dict[str, OpenAPIResponse | Reference] = {"200": judged, **refusals}
        self.responses = responses


def _json(*kinds: type[msgspec.Struct]) -> dict[str, OpenAPIMediaType]:
    """A body of one of these kinds."""
    schemas, components = msgspec.json.schema_components(kinds, ref_template="{name}")
    whole = [_inlined(one, components) for one in schemas]
    schema = whole[0] if len(whole) == 1 else {"anyOf": whole}
    # The framework's own class would lose half of it; a plain value is written as it is.
    return {"application/json": OpenAPIMediaType(schema=cast("Schema", schema))}


def _inlined(value: Any, components: Mapping[str, Any]) -> Any:
    """With each part in its place: names among the document's components are the API's."""
    if isinstance(value, dict):
        if "$ref" in value:
            return _inlined(components[value["$ref"]], components)
        return {name: _inlined(each, components) for name, each in value.items()}
    return [_inlined(each, components) for each in value] if isinstance(value, list) else value
