"""The address, and what answers there."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from rejoinder.dropin.formats.native.errors import NativeError, error_response
from rejoinder.dropin.formats.native.messages import JudgementsRequest, TextToJudge, read_request
from rejoinder.dropin.formats.native.openapi import JudgeOperation
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Caller
from rejoinder.dropin.protocol import Endpoint, Format, Request, Response
from rejoinder.engine import Article, Case, Judgement
from rejoinder.http_headers import bearer_token

NAME = "native"
# A thousand comments with an article beside them.
MAX_BYTES = 16_000_000


async def judge(service: JudgeService, request: Request) -> Response:
    """Judges one text or many. Nothing of them is kept."""
    admission = await service.admit(bearer_token(request.header("authorization")), NAME)
    sent = read_request(request.body)
    articles = await _articles(service, admission.caller, sent)
    cases = [
        Case(text.text, articles.get(text.url or "", text.article), text.parent)
        for text in sent.texts
    ]
    judgements = await service.judge_all(cases)
    payloads = list(map(_payload, sent.texts, judgements))
    body = msgspec.json.encode({"judgements": payloads} if sent.is_list else payloads[0])
    return Response(body, headers=admission.allowance.headers())


async def _articles(
    service: JudgeService, caller: Caller, sent: JudgementsRequest
) -> Mapping[str, Article]:
    urls = sorted({text.url for text in sent.texts if text.url})
    answers = await asyncio.gather(*(service.article(caller, url) for url in urls))
    articles = {url: article for url, article in zip(urls, answers, strict=True) if article}
    if service.fetcher is not None:
        # Pages fail for a minute and come back: on_topic is null without them, and no error.
        return articles
    for index, text in enumerate(sent.texts):
        if text.url and text.url not in articles:
            # Judged without it, the text would look on-topic to whoever reads no further.
            raise NativeError(
                "There is no such article.",
                code="no-such-article",
                status=404,
                details={"item": index},
            )
    return articles


def _payload(text: TextToJudge, judgement: Judgement) -> dict[str, Any]:
    own = {} if text.id is None else {"id": text.id}
    return {**own, **judgement.to_dict()}


NATIVE = Format(
    NAME,
    (Endpoint("POST", ("/api/v1/judgements",), judge, MAX_BYTES, JudgeOperation),),
    error_response,
)
