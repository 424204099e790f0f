"""Whoever may harm themselves: a person reads first, no program declines, and help is named."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, OnTopic
from rejoinder.i18n import Translator
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Finding, Outcome, Record, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.reasons import reasons_of
from rejoinder.moderation.rules.despair import HELP
from rejoinder.readers.model import Standing
from rejoinder.sites.model import NewSite

TEXT = "Zounds, I cannot go on like this any more, and nobody would notice."
ENGLISH = Translator(NewSite(key="", name=""))
QUIET = dict.fromkeys(ATTRIBUTES, AbuseScore(0.01))
LOUD = dict.fromkeys(ATTRIBUTES, AbuseScore(0.99, ((0, 6),)))
POLICIES = [
    Policy(),
    *map(
        read_policy,
        (
            'mode = "all-held"',
            '[words]\nbanned = ["zounds"]',
            "[topic]\nhold_below = 0.9\ndecline_below = 0.9",
            "[abuse.threat]\nhold = 0.1\ndecline = 0.1",
        ),
    ),
]
# Under every policy, whatever else was found, whoever writes: all but whom people have banned.
CASES = list(
    product(
        POLICIES,
        (QUIET, LOUD),
        (0.01, 0.99),
        [each for each in Standing if each is not Standing.BANNED],
        (False, True),
    )
)


def case(
    despair: float | None,
    abuse: dict[str, AbuseScore] | None = None,
    *,
    on_topic: float = 0.9,
    **told: Any,
) -> Case:
    """A comment of which the judge says so; None: it did not measure despair."""
    measured = QUIET if abuse is None else abuse
    if despair is not None:
        measured = {**measured, "despair": AbuseScore(despair, ((8, 24),))}
    comment = Case(
        text=TEXT,
        author_name="Berta",
        standing=Standing.KNOWN,
        record=Record(),
        now=datetime(2026, 3, 2, 9, tzinfo=UTC),
        judgement=Judgement(measured, OnTopic(on_topic), "judge-1"),
    )
    return replace(comment, **told)


def found(policy: str, comment: Case) -> tuple[Outcome, list[str]]:
    """What becomes of it under a policy, and by which rules."""
    verdict = decide(read_policy(policy), comment)
    return verdict.outcome, [finding.rule for finding in verdict.findings]


@pytest.mark.parametrize(
    ("policy", "despair", "expected"),
    [
        ("", None, (Outcome.PUBLISH, [])),
        ("", 0.32, (Outcome.PUBLISH, [])),
        ("", 0.33, (Outcome.HOLD, ["despair"])),
        ("", 1, (Outcome.HOLD, ["despair"])),
        ("despair.hold = 0.3", 0.3, (Outcome.HOLD, ["despair"])),
        ('despair.hold = "never"', 1, (Outcome.PUBLISH, [])),
        # What is no number is our fault, and never publishes.
        ("", float("nan"), (Outcome.HOLD, ["check-failed"])),
    ],
)
def test_a_person_reads_what_sounds_like_despair(
    policy: str, despair: float | None, expected: tuple[Outcome, list[str]]
) -> None:
    assert found(policy, case(despair)) == expected


@pytest.mark.parametrize(
    ("policy", "abuse", "on_topic", "standing", "is_staff"),
    CASES,
)
def test_no_program_publishes_or_declines_it(
    policy: Policy,
    abuse: dict[str, AbuseScore],
    on_topic: float,
    standing: Standing,
    *,
    is_staff: bool,
) -> None:
    comment = case(0.9, abuse, on_topic=on_topic, standing=standing, is_staff=is_staff)
    verdict = decide(policy, comment)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.findings[0].rule == "despair"


def test_nor_is_it_declined_for_its_name() -> None:
    named = replace(case(0.9), name_judgement=Judgement(LOUD, None, "judge-1"))
    assert found("", named) == (Outcome.HOLD, ["despair", "name-abusive"])


def test_what_people_decided_of_the_author_stands_and_help_is_named_all_the_same() -> None:
    verdict = decide(Policy(), case(0.9, LOUD, standing=Standing.BANNED))
    assert verdict.outcome is Outcome.DECLINE
    told = reasons_of(ENGLISH, verdict.findings, TEXT)
    assert [reason.rule for reason in told] == ["standing-banned", "despair"]
    assert told[1].help


def test_what_is_not_even_taken_says_so_and_names_help() -> None:
    findings = (
        Finding("flood", Severity.REFUSE, facts={"seconds": 5, "comments": 5, "minutes": 2}),
        *decide(Policy(), case(0.9)).findings,
    )
    assert [each.rule for each in reasons_of(ENGLISH, findings, TEXT)] == ["flood", "despair"]


def test_its_author_is_told_where_help_is_and_accused_of_nothing() -> None:
    verdict = decide(Policy(), case(0.9, LOUD))
    assert {"abuse-threat", "abuse-insult"} < {each.rule for each in verdict.findings}
    [told] = reasons_of(ENGLISH, verdict.findings, TEXT)
    assert told.rule == "despair"
    assert told.help == (HELP,)
    assert (told.quotes, told.spans) == ((), ())


def test_a_newspaper_names_help_in_its_own_words() -> None:
    policy = read_policy(
        '[despair]\ntext = "We are worried about you."\n'
        'help = ["Lifeline Elmstead: 555 0142, day and night", "https://help.example"]'
    )
    [told] = reasons_of(ENGLISH, decide(policy, case(0.9)).findings, TEXT)
    assert told.message == "We are worried about you."
    assert told.help == ("Lifeline Elmstead: 555 0142, day and night", "https://help.example")


def test_what_was_stored_names_the_same_help() -> None:
    policy = read_policy('[despair]\nhelp = ["Lifeline Elmstead: 555 0142"]')
    [finding] = decide(policy, case(0.9)).findings
    [told] = reasons_of(ENGLISH, [Finding.from_dict(finding.to_dict())], TEXT)
    assert told.help == ("Lifeline Elmstead: 555 0142",)
