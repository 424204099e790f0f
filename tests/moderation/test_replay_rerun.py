"""A replay makes of stored figures what `decide` makes of the judgement that they are from."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec
import pytest

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, Language, OnTopic
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Discussed, Finding, Outcome, Record, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.workbench.figures import Share
from rejoinder.moderation.workbench.rerun import FROM_SCORES, Candidate
from rejoinder.moderation.workbench.scores import (
    KeptFinding,
    Scores,
    read_findings,
    read_scores,
)
from rejoinder.readers.model import Standing

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SPORT = Discussed("Sport", frozenset({"cup-final"}))
POLICIES = (
    "",
    "[abuse.toxicity]\nhold = 0.2\ndecline = 0.3\n[topic]\nmeta = 'hold'",
    "[abuse.insult]\nhold = 'never'\ndecline = 'never'\n[language]\nunjudged = 'publish'",
    "[despair]\nhold = 0.1\n[private_data]\nhold = 0.1\ndecline = 0.4",
    "[topic]\nhold_below = 0.9\n[sections.sport.topic]\nhold_below = 0.06",
    "[abuse.threat]\nhold = 0.1\n"
    "[articles.cup-final.abuse.threat]\nhold = 'never'\ndecline = 'never'",
)


def judgements(seed: int, count: int) -> list[Judgement]:
    """Some of each kind: in languages known and not, with and without an article."""
    dice = random.Random(seed)
    made: list[Judgement] = []
    for _ in range(count):
        abuse = {name: AbuseScore(round(dice.random() ** 3, 3)) for name in ATTRIBUTES}
        topic = OnTopic(round(dice.random(), 3), meta=round(dice.random(), 3))
        known = dice.random() > 0.1
        passages = ((0, 4),) if dice.random() < 0.1 else ()
        language = None if dice.random() < 0.1 else Language("en", 0.9, known, passages)
        if language is not None and not known:
            abuse = {}
        made.append(Judgement(abuse, topic if dice.random() > 0.2 else None, "m", language))
    return made


@dataclass(slots=True)
class Kept:
    """A decision as the store has it, by somebody who was new."""

    scores: Scores | None
    findings: list[KeptFinding]
    is_staff: bool

    def standing_of(self, _policy: Policy) -> Standing:
        return Standing.NEW

    def case_of(self, standing: Standing) -> Case:
        return Case("SHOUTED OUT LOUD HERE, IN CAPITALS", "Ann", standing, Record(), NOON)


def stored(judgement: Judgement | None, *findings: Finding, is_staff: bool = False) -> Kept:
    told = None if judgement is None else msgspec.json.encode(judgement.to_dict()).decode()
    found = msgspec.json.encode([each.to_dict() for each in findings]).decode()
    return Kept(read_scores(told), read_findings(found), is_staff)


@pytest.mark.parametrize("source", POLICIES)
@pytest.mark.parametrize("discussed", [Discussed(), SPORT], ids=["anywhere", "sport"])
def test_figures_are_read_as_the_rules_read_them(source: str, discussed: Discussed) -> None:
    policy = read_policy(source)
    ready = Candidate(policy, {"": read_policy("")}.get).under("", discussed)
    asked = [rule for rule in RULES if rule.id in FROM_SCORES]
    case = Case("Some text of a comment.", "Ann", Standing.KNOWN, Record(), NOON)
    for judgement in judgements(7, 400):
        verdict = decide(policy.at(discussed), replace(case, judgement=judgement), asked)
        outcome, rule = ready.outcome(stored(judgement))
        assert outcome == verdict.outcome
        if outcome != Outcome.PUBLISH:
            assert rule == verdict.findings[0].rule


def test_what_cannot_be_asked_again_stands_while_its_rule_is_in_force() -> None:
    kept = (Finding("repeat", Severity.DECLINE), Finding("name-abusive", Severity.HOLD))
    kind = Judgement({name: AbuseScore(0.0) for name in ATTRIBUTES}, None, "m")

    def under(source: str) -> tuple[str, str]:
        candidate = Candidate(read_policy(source), {"v": read_policy("")}.get)
        return candidate.under("v", Discussed()).outcome(stored(kind, *kept))

    assert under("") == (Outcome.DECLINE, "repeat")
    assert under("[repeat]\nhours = 0") == (Outcome.HOLD, "name-abusive")
    off = "[repeat]\nhours = 0\n[names]\nhold = 'never'\ndecline = 'never'"
    assert under(off) == (Outcome.PUBLISH, "")


def test_texts_are_read_again_only_where_their_rules_changed() -> None:
    found = Finding("shouting", Severity.HOLD)
    same = Candidate(read_policy("[topic]\nhold_below = 0.3"), {"v": read_policy("")}.get)
    ready = same.under("v", Discussed())
    assert not ready.reads_texts
    assert ready.outcome(stored(None, found)) == (Outcome.HOLD, "shouting")
    milder = Candidate(read_policy("[shouting]\nletters = 200"), {"v": read_policy("")}.get)
    assert milder.under("v", Discussed()).reads_texts
    assert milder.under("v", Discussed()).outcome(stored(None, found)) == (Outcome.PUBLISH, "")
    # Of a version that nobody knows any more all is read again.
    assert milder.under("other", Discussed()).reads_texts


def test_who_was_new_waits_where_newcomers_do_and_staff_never() -> None:
    candidate = Candidate(read_policy("mode = 'assisted'"), {"v": read_policy("")}.get)
    ready = candidate.under("v", Discussed())
    assert ready.outcome(stored(None)) == (Outcome.HOLD, "standing-new")
    assert ready.outcome(stored(None, is_staff=True)) == (Outcome.PUBLISH, "")


def test_an_interval_is_right_for_few() -> None:
    low, high = Share(0, 10).interval
    assert (low, round(high, 3)) == (0.0, 0.278)
    assert [round(each, 3) for each in Share(50, 100).interval] == [0.404, 0.596]
    assert Share(0, 0).interval == (0.0, 1.0)
