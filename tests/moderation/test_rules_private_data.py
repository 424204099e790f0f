"""What the rule about private details makes of a judgement."""

from dataclasses import replace

import pytest

from rejoinder.engine import AbuseScore, Judgement
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Outcome, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rules.abuse import THRESHOLDS, abuse
from rejoinder.moderation.rules.private_data import private_data
from tests.moderation.test_rules_judged import COMMENT, ENGLISH, UNKNOWN, judgement, said

HOLD, DECLINE = Severity.HOLD, Severity.DECLINE


@pytest.mark.parametrize(
    ("source", "score", "severity"),
    [
        ("", 0.52, None),
        ("", 0.53, HOLD),
        ("", 1.0, HOLD),
        ("[private_data]\nhold = 0.3\ndecline = 0.9", 0.3, HOLD),
        ("[private_data]\nhold = 0.3\ndecline = 0.9", 0.9, DECLINE),
        ('[private_data]\nhold = "never"', 1.0, None),
    ],
)
def test_private_details_wait_for_a_person(
    source: str, score: float, severity: Severity | None
) -> None:
    case = replace(COMMENT, judgement=judgement(private_data=score))
    found = said(private_data, read_policy(source), case)
    assert found == ([] if severity is None else [("private-data", severity)])
    assert said(abuse, read_policy(source), case) == []


def test_the_author_is_told_which_words_are_private() -> None:
    text = "He lives at 14 Elm Grove, ask him."
    measured = {**judgement().abuse, "private_data": AbuseScore(0.9, ((12, 24), (30, 99)))}
    case = replace(COMMENT, text=text, judgement=Judgement(measured, None, "judge-1", ENGLISH))
    verdict = decide(Policy(), case)
    assert verdict.outcome is Outcome.HOLD
    (finding,) = verdict.findings
    assert (finding.rule, finding.spans) == ("private-data", ((12, 24),))
    assert finding.evidence == ("14 Elm Grove",)


def test_a_judgement_from_before_says_nothing_of_private_details() -> None:
    measured = {name: judgement().abuse[name] for name in THRESHOLDS}
    old = replace(COMMENT, judgement=Judgement(measured, None, "judge-1", ENGLISH))
    assert decide(Policy(), old).outcome is Outcome.PUBLISH
    assert said(private_data, Policy(), replace(COMMENT, judgement=None)) == []
    assert said(private_data, Policy(), replace(COMMENT, judgement=UNKNOWN)) == []
