"""The judge is asked about a gathered case, then the policy."""

from dataclasses import dataclass, replace

from rejoinder.engine import Judgement
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.errors import N_
from rejoinder.moderation.actions.decision_log import NewDecision
from rejoinder.moderation.actions.gather import Gathered
from rejoinder.moderation.actions.where_typed import where_typed
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import (
    Case,
    Finding,
    Outcome,
    OutsideAnswer,
    Refusal,
    Verdict,
)
from rejoinder.moderation.outside_check import CHECKS, OutsideCheck
from rejoinder.moderation.rules import NAME_RULES, OUTSIDE_RULES
from rejoinder.moderation.senders import PlaceNow


@dataclass(frozen=True, slots=True)
class Decided:
    """A case with its verdict, and by which policy and model it came about."""

    gathered: Gathered
    case: Case
    """The same case with its judgement."""
    verdict: Verdict
    model_version: str

    @property
    def unasked(self) -> tuple[OutsideCheck, ...]:
        """The site's checks by URL that must be asked before the comment can be published."""
        return () if self.case.outside is None else self.gathered.in_force.policy[CHECKS].checks

    @property
    def own_findings(self) -> tuple[Finding, ...]:
        """What the rules found that need nobody outside."""
        return tuple(each for each in self.verdict.findings if each.rule not in OUTSIDE_RULES)

    @property
    def blames_name(self) -> bool:
        """Whether a rule objects to the name."""
        return any(found.rule in NAME_RULES for found in self.verdict.findings)

    def as_decision(self) -> NewDecision:
        """The verdict as a row for the log."""
        findings, outcome = self.verdict.findings, self.verdict.outcome
        # What is only noted is nobody's reason.
        reasons = () if outcome is Outcome.PUBLISH else findings
        return NewDecision(
            outcome=outcome,
            policy_version=self.gathered.in_force.version,
            model_version=self.model_version,
            findings=findings,
            judgement=self.case.judgement,
            rule=reasons[0].rule if reasons else "",
        )


def judge_and_decide(judge_pool: JudgePool, gathered: Gathered) -> Decided:
    """Asks the judge, then the policy. No check by URL is asked: they wait in an event loop.

    Raises:
        Refusal: with every reason, where the comment is not even taken.
    """
    judgement = of_name = None
    if gathered.worth_judging:
        judgement = judge_pool.ask(gathered.question)
        if gathered.name_question is not None:
            of_name = judge_pool.ask_once(gathered.name_question)
    return decide_with(gathered, judgement, of_name, judge_pool.model)


def decide_with(
    gathered: Gathered, judgement: Judgement | None, of_name: Judgement | None, model: str
) -> Decided:
    """What the policy makes of a case with its judgements; `model` is the judge's version.

    Where the site has checks by URL that could make a difference (`unasked`), the comment is held
    until `decide_with_answers` brings what they said: whoever forgets to ask publishes nothing.

    Raises:
        Refusal: with every reason, where the comment is not even taken.
    """
    asked_name = gathered.name_question is not None
    case = judged(gathered.case, judgement, of_name, asked_name=asked_name)
    model = judgement.model if judgement else model
    return _unless_asked(gathered, case, model)


def decide_with_answers(decided: Decided, answers: tuple[OutsideAnswer, ...]) -> Decided:
    """What the policy makes of the same case once the site's checks by URL were asked.

    Raises:
        Refusal: with every reason, where the comment is not even taken.
    """
    case = replace(decided.case, outside=answers)
    return _decided(decided.gathered, case, decided.model_version)


def judged(
    case: Case, judgement: Judgement | None, of_name: Judgement | None, *, asked_name: bool
) -> Case:
    """The case with what the judge answered about its text and, if asked, about its name."""
    return replace(
        case,
        judgement=where_typed(case, judgement),
        name_judgement=of_name,
        name_unjudged=asked_name and of_name is None,
    )


def decide_again(decided: Decided, place: PlaceNow) -> Decided:
    """The same judgement under the same policy, where others came in between.

    Raises:
        Refusal: with every reason, where the comment is not even taken any more.
    """
    case = replace(decided.case, earlier=place.earlier, thread_closed=place.thread_closed)
    if case == decided.case:
        return decided
    settle = _decided if case.outside else _unless_asked
    return settle(decided.gathered, case, decided.model_version)


def _unless_asked(gathered: Gathered, case: Case, model: str) -> Decided:
    """The verdict as long as no check by URL was asked: held where one could make a difference."""
    decided = _decided(gathered, replace(case, outside=None), model)
    checks = gathered.in_force.policy[CHECKS].checks
    if not checks or case.is_staff or decided.verdict.outcome is Outcome.DECLINE:
        return decided
    return _decided(gathered, replace(case, outside=()), model)


def _decided(gathered: Gathered, case: Case, model: str) -> Decided:
    verdict = decide(gathered.in_force.policy, case)
    if verdict.refused:
        raise Refusal(N_("The comment could not be taken as it is."), verdict.findings)
    return Decided(gathered, case, verdict, model)
