"""Judge servers to test with: a judge whose scores stand in the text, and ways to ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.app import create_judge_server
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Evidence, Judgement, Language, OnTopic
from rejoinder.engine.judge_pool import AskJudge, JudgePool, one_by_one
from rejoinder.settings import DropinSettings, Networks, Settings

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
ARTICLE = "The harbour bridge closes\nThe harbour bridge will close for repairs in March."


def told(question: Case) -> Judgement:
    """Finds an idiot rude, `[xx]` a language that it does not read, and bridges on-topic."""
    text = question.text
    if text.startswith("[") and text[3:4] == "]":
        return Judgement({}, None, "told-1", Language(text[1:3], 0.9, False))
    if text.startswith("[und]"):
        return Judgement({}, None, "told-1", Language("und", 0.2, False))
    rude = "idiot" in text
    abuse = {name: AbuseScore(0.9123456 if rude else 0.0512345) for name in ATTRIBUTES}
    abuse["spam"] = AbuseScore(0.25)
    return Judgement(abuse, _topic(question), "told-1", Language("en", 0.9, True))


def _topic(question: Case) -> OnTopic | None:
    if question.article is None:
        return None
    about = 0.95 if "bridge" in question.text or question.parent == question.text else 0.125
    return OnTopic(about, Evidence("The harbour bridge will close.", 0.5))


@dataclass(slots=True)
class Asked:
    """A judge that remembers what it was asked."""

    judge: AskJudge = told
    questions: list[Case] = field(default_factory=list)

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.questions.append(question)
        return self.judge(question)


@contextmanager
def judge_server(
    judge: AskJudge = told,
    *,
    judge_pool: JudgePool | None = None,
    trusted_proxies: Networks = (),
    **dropin: Any,
) -> Iterator[TestClient[Litestar]]:
    """A judge server, open to all unless the settings of `dropin` say otherwise."""
    judge_pool = judge_pool or JudgePool(one_by_one(judge), model="told-1")
    settings = Settings(
        trusted_proxies=trusted_proxies, dropin=DropinSettings(**{"open": True, **dropin})
    )
    app = create_judge_server(settings, judge_pool=judge_pool)
    with TestClient(app) as client:
        yield client


def body(text: object = "You are an idiot.", *attributes: str, **more: Any) -> dict[str, Any]:
    """The body of a call to analyse a text; one attribute unless others are named."""
    names = attributes or ("TOXICITY",)
    return {"comment": {"text": text}, "requestedAttributes": {name: {} for name in names}, **more}


def under(article: str = ARTICLE, parent: str | None = None) -> dict[str, Any]:
    """The context of a comment under an article."""
    both: dict[str, Any] = {"article": {"text": article}}
    if parent is not None:
        both["parentComment"] = {"text": parent}
    return {"articleAndParentComment": both}


def refusal(answer: Response, status: int = 400) -> dict[str, Any]:
    """The error in an answer, in Google's envelope or the test fails."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json; charset=UTF-8"
    assert answer.json().keys() == {"error"}
    error: dict[str, Any] = answer.json()["error"]
    assert error.keys() - {"details"} == {"code", "message", "status"}
    assert error["code"] == status
    return error
