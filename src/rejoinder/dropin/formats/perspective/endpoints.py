"""Perspective's addresses, and what answers at each."""

import asyncio
import secrets
from typing import Any

import msgspec

from rejoinder.dropin.errors import BodyTooLarge, NoSuchEndpoint, ServiceError
from rejoinder.dropin.formats.perspective import batch as batches
from rejoinder.dropin.formats.perspective.analysis import analysis_of, response_to
from rejoinder.dropin.formats.perspective.attributes import ATTRIBUTES, LANGUAGES
from rejoinder.dropin.formats.perspective.discovery import document
from rejoinder.dropin.formats.perspective.errors import (
    PerspectiveError,
    error_response,
    invalid_argument,
)
from rejoinder.dropin.formats.perspective.messages import (
    AnalyzeRequest,
    SuggestRequest,
    read_message,
)
from rejoinder.dropin.formats.perspective.partial import read_selection, select
from rejoinder.dropin.formats.perspective.suggestion import NAME, answer_to, feedback_of
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Admission
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response
from rejoinder.http_headers import bearer_token

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
# It is kept: a text with room for escapes and an article, and no more.
MAX_SUGGESTION_BYTES = 250_000


async def analyze(service: JudgeService, request: Request) -> Response:
    """Scores a comment. Nothing of it is kept, whatever `doNotStore` says."""
    admission = await service.admit(_key(request), NAME)
    message = read_message(request.body, AnalyzeRequest)
    analysis = analysis_of(message, strict=service.settings.strict_languages)
    judgements = await service.judge_all(analysis.cases())
    return _response(request, response_to(analysis, judgements, service.scale), admission)


async def suggest(service: JudgeService, request: Request) -> Response:
    """Saves what somebody decided about a comment, unless they ask that it be not."""
    admission = await service.admit(_key(request), NAME)
    message = read_message(request.body, SuggestRequest)
    feedback = feedback_of(message)
    if not message.do_not_store:
        await service.save_feedback(admission.caller, feedback)
    return _response(request, answer_to(message), admission)


async def batch(service: JudgeService, request: Request) -> Response:
    """Answers several calls at once, each as if it had come alone."""
    parts = batches.parts_of(request)

    async def answered(part: batches.Part) -> tuple[str, Response]:
        async with service.batch_slots:
            return part.content_id, await _part_response(service, part)

    responses = await asyncio.gather(*map(answered, parts))
    boundary = f"batch_{secrets.token_hex(16)}"
    body = await asyncio.to_thread(batches.joined, responses, boundary)
    return Response(body, media_type=f"multipart/mixed; boundary={boundary}")


async def discover(_service: JudgeService, request: Request) -> Response:
    """The discovery document; there is one version."""
    if request.query.get("version", "v1alpha1") != "v1alpha1":
        raise NoSuchEndpoint
    return Response(msgspec.json.encode(document(request.base_url)))


async def models(service: JudgeService, request: Request) -> Response:
    """Which model scores, in which languages, and what is answered."""
    model = {
        "name": service.judge_pool.model,
        "languages": list(LANGUAGES),
        "scaled": sorted(service.scale),
        "attributes": [
            {"name": each.name, "sources": list(each.sources), "needsArticle": each.needs_article}
            for each in ATTRIBUTES.values()
        ],
    }
    return _response(request, {"models": [model]}, None)


async def _part_response(service: JudgeService, part: batches.Part) -> Response:
    try:
        if part.request is None:
            raise PerspectiveError("Failed to parse this part of the batch request.")
        endpoint = _IN_BATCHES.get(part.request.path)
        if endpoint is None or part.request.method != endpoint.method:
            raise NoSuchEndpoint
        if len(part.request.body) > endpoint.max_bytes:
            raise BodyTooLarge(endpoint.max_bytes)
        return await endpoint.handler(service, part.request)
    except ServiceError as error:
        return error_response(error)


def _key(request: Request) -> str:
    shown = (
        request.query.get("key"),
        request.header("x-goog-api-key"),
        bearer_token(request.header("authorization")),
        request.query.get("access_token"),
        request.query.get("oauth_token"),
    )
    return next((key for key in shown if key), "")


def _response(request: Request, payload: dict[str, Any], admission: Admission | None) -> Response:
    if request.query.get("alt", "json") != "json":
        raise invalid_argument("alt", "Only JSON is answered.")
    fields = request.query.get("fields") or request.header("x-goog-fieldmask")
    body = msgspec.json.encode(select(payload, read_selection(fields)))
    if request.query.get("prettyPrint") == "true":
        body = msgspec.json.format(body, indent=2)
    return Response(body, headers=admission.allowance.headers() if admission else {})


_BATCHABLE = (
    Endpoint("POST", (ANALYZE,), analyze),
    Endpoint("POST", (SUGGEST,), suggest, MAX_SUGGESTION_BYTES),
)
# A part has no more room than the same call has alone.
_IN_BATCHES = {path: endpoint for endpoint in _BATCHABLE for path in endpoint.paths}

PERSPECTIVE = Format(
    name=NAME,
    endpoints=(
        *_BATCHABLE,
        Endpoint(
            "POST", ("/batch", "/batch/commentanalyzer/v1alpha1"), batch, batches.MAX_BATCH_BYTES
        ),
        Endpoint("GET", ("/$discovery/rest",), discover),
        Endpoint("GET", ("/v1alpha1/models",), models),
    ),
    error_response=error_response,
    cross_origin=True,
)
