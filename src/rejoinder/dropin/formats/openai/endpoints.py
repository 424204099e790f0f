"""The address, and what answers there."""

import secrets
from collections.abc import Sequence

import msgspec

from rejoinder.dropin.formats.openai.categories import CATEGORIES, UNASSESSED, is_judged, result_of
from rejoinder.dropin.formats.openai.messages import Asked, read
from rejoinder.dropin.formats.openai.problems import Refused, refuse
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.protocol import Endpoint, Format, Reply, Request
from rejoinder.engine import Case, Judgement

NAME = "openai"
UNASSESSED_HEADER = "x-rejoinder-unassessed"
"""Names the categories of which the answer says nothing, with commas between."""


async def moderate(dropin: JudgeService, call: Request) -> Reply:
    """Judges each text of the input. Nothing of it is kept."""
    admission = await dropin.admit(_key(call), NAME)
    asked = read(call.body)
    questions = [Case(text) for text in asked.texts]
    if len(questions) == 1:
        judgements = [await dropin.judge(questions[0])]
    else:
        judgements = await dropin.judge_all(questions)
    all_judged = all(map(is_judged, judgements))
    if dropin.strict_languages and not all_judged:
        raise Refused(
            "The judge does not know the language of a text.",
            param="input",
            code="unsupported_language",
        )
    unassessed = UNASSESSED if all_judged else CATEGORIES
    headers = {UNASSESSED_HEADER: ", ".join(unassessed), **admission.allowance.headers()}
    return Reply(_body(asked, judgements), headers=headers)


def _body(asked: Asked, judgements: Sequence[Judgement]) -> bytes:
    told = {
        "id": f"modr-{secrets.token_hex(16)}",
        "model": asked.model,
        "results": [result_of(judgement) for judgement in judgements],
    }
    return msgspec.json.encode(told)


def _key(call: Request) -> str:
    scheme, _, token = call.header("authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


OPENAI = Format(NAME, (Endpoint("POST", ("/v1/moderations",), moderate),), refuse)
