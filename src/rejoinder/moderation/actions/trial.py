"""What would become of a comment that nobody sent: a posted one's way, without a store.

What only a store knows is left out: what else the sender wrote, whether the thread is open, whose
a name is.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rejoinder import engine
from rejoinder.engine import Judgement
from rejoinder.errors import Invalid
from rejoinder.moderation.actions.gather import (
    case_of,
    check_text,
    name_for_judge,
    question_for_judge,
)
from rejoinder.moderation.actions.judging import judged
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Discussed, Verdict
from rejoinder.moderation.rules.judge_silent import is_judged
from rejoinder.moderation.setting import Policy
from rejoinder.readers.model import Standing
from rejoinder.readers.names import check_name

log = logging.getLogger(__name__)

Batch = Callable[[Sequence[engine.Case]], Iterable[Judgement]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A comment to be tried: what somebody might send, and who they might be."""

    text: str
    article: engine.Article | None = None
    parent: str | None = None
    """The source of the comment that it answers."""
    author_name: str | None = None
    """None: the name is not looked at."""
    standing: Standing = Standing.NEW
    is_subscriber: bool = True
    """Where only they may comment, everybody else's would be refused whatever it says."""
    discussed: Discussed = field(default_factory=Discussed)
    """Where it would stand, for policies that differ there."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The comment as the rules saw it, and what they make of it."""

    case: Case
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Prepared:
    case: Case
    question: engine.Case | None
    """None for what is refused whatever the judge says."""
    name_question: engine.Case | None


def try_out(
    trials: Iterable[Trial], policy: Policy, judge: Batch, *, now: datetime
) -> list[Tried | Invalid]:
    """The case and the verdict of each, in order; or what stops it before any rule is asked.

    The judge is asked about all together, and once about each name.
    """
    prepared = [_prepared(trial, policy, now) for trial in trials]
    ready = [each for each in prepared if isinstance(each, _Prepared)]
    asked = [each.question for each in ready] + [each.name_question for each in ready]
    questions = list(dict.fromkeys(each for each in asked if each is not None))
    answers = dict(zip(questions, _asked(judge, questions), strict=True))
    return [
        _decided(each, policy, answers) if isinstance(each, _Prepared) else each
        for each in prepared
    ]


def _asked(judge: Batch, questions: Sequence[engine.Case]) -> list[Judgement | None]:
    """An answer each; None where the judge breaks, as for a comment that was posted."""
    try:
        return list(judge(questions))
    except Exception as failure:  # noqa: BLE001 - whatever breaks, the comment is held
        if len(questions) > 1:
            return [answer for each in questions for answer in _asked(judge, [each])]
        log.error("judge: %s; a comment is held", type(failure).__name__)
        return [None]


def _prepared(trial: Trial, policy: Policy, now: datetime) -> _Prepared | Invalid:
    try:
        text = check_text(trial.text)
        name = None if trial.author_name is None else check_name(trial.author_name)
    except Invalid as problem:
        return problem
    case = replace(
        case_of(text, name or "", trial.standing, now=now),
        has_parent=trial.parent is not None,
        is_subscriber=trial.is_subscriber,
        discussed=trial.discussed,
        outside=None,  # a trial costs nothing, and leaves the house by no line
    )
    if not is_judged(policy.at(case.discussed), case):
        return _Prepared(case, None, None)
    return _Prepared(
        case,
        question_for_judge(text, trial.article, trial.parent),
        None if name is None else name_for_judge(name),
    )


def _decided(
    prepared: _Prepared, policy: Policy, answers: dict[engine.Case, Judgement | None]
) -> Tried:
    question, of_name = prepared.question, prepared.name_question
    case = judged(
        prepared.case,
        None if question is None else answers[question],
        None if of_name is None else answers[of_name],
        asked_name=of_name is not None,
    )
    return Tried(case, decide(policy.at(case.discussed), case))
