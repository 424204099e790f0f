"""The address, and what answers there."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from rejoinder.dropin.formats.native.messages import Asked, Wanted, read
from rejoinder.dropin.formats.native.openapi import Judging
from rejoinder.dropin.formats.native.problems import Refused, refuse
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Caller
from rejoinder.dropin.protocol import Endpoint, Format, Reply, Request
from rejoinder.engine import Article, Case, Judgement

NAME = "native"
# A thousand comments with an article beside them.
MOST_BYTES = 16_000_000


async def judge(dropin: JudgeService, call: Request) -> Reply:
    """Judges one text or many. Nothing of them is kept."""
    admission = await dropin.admit(_key(call), NAME)
    asked = read(call.body)
    articles = await _articles(dropin, admission.caller, asked)
    questions = [
        Case(each.text, articles.get(each.url or "", each.article), each.parent)
        for each in asked.wanted
    ]
    if len(questions) == 1:
        judgements = [await dropin.judge(questions[0])]
    else:
        judgements = await dropin.judge_all(questions)
    told = list(map(_told, asked.wanted, judgements))
    body = msgspec.json.encode({"judgements": told} if asked.is_list else told[0])
    return Reply(body, headers=admission.allowance.headers())


async def _articles(dropin: JudgeService, caller: Caller, asked: Asked) -> Mapping[str, Article]:
    urls = sorted({each.url for each in asked.wanted if each.url})
    found = await asyncio.gather(*(dropin.article(caller, url) for url in urls))
    articles = {url: article for url, article in zip(urls, found, strict=True) if article}
    if dropin.fetching is not None:
        # Pages fail for a minute and come back: on_topic is null without them, and no error.
        return articles
    for position, each in enumerate(asked.wanted):
        if each.url and each.url not in articles:
            # Judged without it, the text would look on-topic to whoever reads no further.
            raise Refused(
                "There is no such article.",
                code="no-such-article",
                status=404,
                details={"item": position},
            )
    return articles


def _told(wanted: Wanted, judgement: Judgement) -> dict[str, Any]:
    own = {} if wanted.id is None else {"id": wanted.id}
    return {**own, **judgement.to_dict()}


def _key(call: Request) -> str:
    scheme, _, token = call.header("authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


NATIVE = Format(
    NAME, (Endpoint("POST", ("/api/v1/judgements",), judge, MOST_BYTES, Judging),), refuse
)
