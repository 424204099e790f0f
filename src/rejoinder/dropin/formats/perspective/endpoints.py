"""Perspective's addresses, and what answers at each."""

import asyncio
import secrets
from typing import Any

import msgspec

from rejoinder.dropin.formats.perspective import batch as batches
from rejoinder.dropin.formats.perspective.analysis import analysis_of, response_to
from rejoinder.dropin.formats.perspective.attributes import ATTRIBUTES, LANGUAGES
from rejoinder.dropin.formats.perspective.discovery import document
from rejoinder.dropin.formats.perspective.messages import AnalyzeRequest, SuggestRequest, read
from rejoinder.dropin.formats.perspective.partial import read_selection, select
from rejoinder.dropin.formats.perspective.problems import Refused, bad_argument, refuse
from rejoinder.dropin.formats.perspective.suggestion import NAME, answer_to, feedback_of
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Admission, Problem, TooLarge, Unknown
from rejoinder.dropin.protocol import Endpoint, Format, Reply, Request

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
# It is kept: a text with room for escapes and an article, and no more.
MOST_SUGGESTED_BYTES = 250_000


async def analyze(dropin: JudgeService, call: Request) -> Reply:
    """Scores a comment. Nothing of it is kept, whatever `doNotStore` says."""
    admission = await dropin.admit(_key(call), NAME)
    request = read(call.body, AnalyzeRequest)
    analysis = analysis_of(request, strict=dropin.strict_languages)
    questions = analysis.questions()
    if len(questions) == 1:
        judgements = [await dropin.judge(questions[0])]
    else:
        judgements = await dropin.judge_all(questions)
    return _reply(call, response_to(analysis, judgements, dropin.scale), admission)


async def suggest(dropin: JudgeService, call: Request) -> Reply:
    """Keeps what somebody decided about a comment, unless they ask that it be not."""
    admission = await dropin.admit(_key(call), NAME)
    request = read(call.body, SuggestRequest)
    feedback = feedback_of(request)
    if not request.do_not_store:
        await dropin.keep(admission.caller, feedback)
    return _reply(call, answer_to(request), admission)


async def batch(dropin: JudgeService, call: Request) -> Reply:
    """Answers several calls at once, each as if it had come alone."""
    parts = batches.parts_of(call)

    async def answered(part: batches.Part) -> tuple[str, Reply]:
        async with dropin.batch_share:
            return part.content_id, await _part_reply(dropin, part)

    replies = await asyncio.gather(*map(answered, parts))
    boundary = f"batch_{secrets.token_hex(16)}"
    body = await asyncio.to_thread(batches.joined, replies, boundary)
    return Reply(body, kind=f"multipart/mixed; boundary={boundary}")


async def discover(_dropin: JudgeService, call: Request) -> Reply:
    """The discovery document; there is one version."""
    if call.query.get("version", "v1alpha1") != "v1alpha1":
        raise Unknown
    return Reply(msgspec.json.encode(document(call.root)))


async def models(dropin: JudgeService, call: Request) -> Reply:
    """Which model scores, in which languages, and what is answered."""
    model = {
        "name": dropin.judge_pool.model,
        "languages": list(LANGUAGES),
        "scaled": sorted(dropin.scale),
        "attributes": [
            {"name": each.name, "sources": list(each.sources), "needsArticle": each.needs_article}
            for each in ATTRIBUTES.values()
        ],
    }
    return _reply(call, {"models": [model]}, None)


async def _part_reply(dropin: JudgeService, part: batches.Part) -> Reply:
    try:
        if part.call is None:
            raise Refused("Failed to parse this part of the batch request.")
        endpoint = _IN_BATCHES.get(part.call.path)
        if endpoint is None or part.call.method != endpoint.method:
            raise Unknown
        if len(part.call.body) > endpoint.most_bytes:
            raise TooLarge(endpoint.most_bytes)
        return await endpoint.answer(dropin, part.call)
    except Problem as problem:
        return refuse(problem)


def _key(call: Request) -> str:
    bearer = call.header("authorization")
    scheme, _, token = bearer.partition(" ")
    shown = (
        call.query.get("key"),
        call.header("x-goog-api-key"),
        token.strip() if scheme.lower() == "bearer" else "",
        call.query.get("access_token"),
        call.query.get("oauth_token"),
    )
    return next((each for each in shown if each), "")


def _reply(call: Request, told: dict[str, Any], admission: Admission | None) -> Reply:
    if call.query.get("alt", "json") != "json":
        raise bad_argument("alt", "Only JSON is answered.")
    fields = call.query.get("fields") or call.header("x-goog-fieldmask")
    body = msgspec.json.encode(select(told, read_selection(fields)))
    if call.query.get("prettyPrint") == "true":
        body = msgspec.json.format(body, indent=2)
    return Reply(body, headers=admission.allowance.headers() if admission else {})


_CALLS = (
    Endpoint("POST", (ANALYZE,), analyze),
    Endpoint("POST", (SUGGEST,), suggest, MOST_SUGGESTED_BYTES),
)
# A part has no more room than the same call has alone.
_IN_BATCHES = {path: each for each in _CALLS for path in each.paths}

PERSPECTIVE = Format(
    name=NAME,
    endpoints=(
        *_CALLS,
        Endpoint("POST", ("/batch", "/batch/commentanalyzer/v1alpha1"), batch, batches.MOST_BYTES),
        Endpoint("GET", ("/$discovery/rest",), discover),
        Endpoint("GET", ("/v1alpha1/models",), models),
    ),
    refuse=refuse,
    cross_origin=True,
)
