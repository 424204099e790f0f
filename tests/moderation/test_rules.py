"""What authors and readers are told of the rules: of every rule, in full, and kindly."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, Language, OnTopic
from rejoinder.moderation import faq, rules, staff_reasons
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import (
    Case,
    Earlier,
    Finding,
    Outcome,
    OutsideAnswer,
    Record,
    Severity,
)
from rejoinder.moderation.outside_check import OutsideCheck, with_checks
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.reasons import WORDS
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules import RULE_OF_ATTRIBUTE, RULES, rules_in_force
from rejoinder.moderation.rules.despair import ATTRIBUTE, HELP
from rejoinder.moderation.rules.reported import HELD_BY_STAFF
from rejoinder.moderation.staff_reasons import STAFF_REASONS
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.readers.model import Standing

EVERYTHING = """
[words]
banned = ["knave"]
watched = ["lawsuit"]
[links]
blocked_hosts = ["spam.example"]
[topic]
meta = "hold"
[emoji]
share = 0.5
[subscribers]
only = "everywhere"
"""
CHECKS = tuple(
    OutsideCheck(number, f"Check {number}", "https://check.example/", 500, SigningSecrets("whsec_"))
    for number in range(3)
)
POLICIES = [
    with_checks(read_policy(f'mode = "{mode}"\n{EVERYTHING}'), CHECKS)
    for mode in ("assisted", "all-held")
]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ABUSIVE = Judgement({name: AbuseScore(0.99) for name in ATTRIBUTES}, OnTopic(0), "judge-1")
NOTHING = dict.fromkeys(ATTRIBUTES, AbuseScore(0))
HOSTILE = replace(ABUSIVE, abuse={**NOTHING, "toxicity": AbuseScore(1)})
HATEFUL = Judgement(
    {**NOTHING, "severe_toxicity": AbuseScore(1)}, OnTopic(0, None, meta=1), "judge-1"
)
DESPERATE = replace(ABUSIVE, abuse={**NOTHING, "despair": AbuseScore(1)})
FOREIGN = Judgement({}, None, "judge-1", Language("cy", 0.9, judged=False))
COMMENT = Case(
    text="A KNAVE WITH A LAWSUIT, I SAY",
    author_name="Lawsuit Knave",
    standing=Standing.NEW,
    record=Record(),
    now=NOW,
    thread_closed=True,
    fingerprint="f",
    links=("https://spam.example/",),
    earlier=tuple(Earlier("f", NOW - timedelta(seconds=seconds)) for seconds in range(9)),
    judgement=ABUSIVE,
    outside=(
        OutsideAnswer(0, Outcome.DECLINE, "it sells"), OutsideAnswer(1, Outcome.HOLD, "it may sell")
    ),
)  # fmt: skip
FAQ_FIELDS = {rule.id: rule.faq_fields(POLICIES[0]) for rule in RULES}
CASES = [
    COMMENT,
    replace(COMMENT, text="!", judgement=HOSTILE),
    replace(COMMENT, text="🦆" * 9),
    replace(COMMENT, judgement=HATEFUL),
    replace(COMMENT, judgement=FOREIGN),
    replace(COMMENT, judgement=DESPERATE),
    replace(COMMENT, name_judgement=ABUSIVE),
    replace(COMMENT, name_judgement=FOREIGN, name_unjudged=True),
    replace(COMMENT, article_unread=True),
    replace(COMMENT, text="knave " * 2000, standing=Standing.BANNED),
    replace(
        COMMENT, standing=Standing.WATCHED, judgement=None, thread_closed=False, is_subscriber=True
    ),
]


def test_every_rule_that_can_occur_has_words_and_no_other() -> None:
    occurring = {rule.id for policy in POLICIES for rule in rules_in_force(policy)}
    assert occurring | set(STAFF_REASONS) == WORDS.keys()


def test_what_an_author_is_told_is_filled_in_from_what_was_found() -> None:
    broken = Rule(
        id="broken",
        severity=Severity.HOLD,
        words=RuleWords("", "", "", ""),
        check=lambda policy, case: iter([1 // 0]),  # type: ignore[list-item]
    )
    found = [Finding("reported", Severity.HOLD, facts={"reports": 3}), HELD_BY_STAFF.finding()]
    for policy in POLICIES:
        for case in CASES:
            found += decide(policy, case, (*RULES, broken)).findings
    for finding in found:
        words = WORDS[finding.rule]
        for told in (words.message, words.found):
            assert "%" not in told % finding.facts
    assert {finding.rule for finding in found} | set(STAFF_REASONS) == WORDS.keys()


@pytest.mark.parametrize("reason", STAFF_REASONS)
def test_a_moderators_reason_needs_no_filling_in(reason: str) -> None:
    assert WORDS[reason].message % {} == WORDS[reason].message


@pytest.mark.parametrize("rule", WORDS)
def test_a_rule_is_told_in_whole_sentences_without_blame(rule: str) -> None:
    words = WORDS[rule]
    assert not words.title.endswith(".")
    for text in (words.message, words.advice, words.faq % FAQ_FIELDS.get(rule, {})):
        assert text[0].isupper()
        assert text.endswith((".", "?"))
        assert "%" not in text.replace("%(", "")
        unkind = ("violat", "!", "you must", "you failed", "forbidden", "illegal", "inappropriate")
        assert not [word for word in unkind if word in text.casefold()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_staff_read_of_a_rule_is_not_said_to_its_author(rule: Rule) -> None:
    said = f"{rule.words.title_at_desk} {rule.words.found}".casefold()
    assert not {"you", "your", "yours"} & set(re.findall("[a-z]+", said))


def test_a_rule_has_a_status_exactly_where_it_refuses() -> None:
    assert [rule.id for rule in RULES if rule.status] == [
        rule.id for rule in RULES if rule.severity is Severity.REFUSE
    ]


def test_no_two_rules_have_one_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_no_two_rules_are_told_alike() -> None:
    assert len({words.title for words in WORDS.values()}) == len(WORDS)
    assert len({words.faq for words in WORDS.values()}) == len(WORDS)


def test_every_word_can_be_translated() -> None:
    marked = {
        message
        for file in (
            Path(staff_reasons.__file__),
            *(path for package in (rules, faq) for path in Path(package.__path__[0]).glob("*.py")),
        )
        for _, message, _, _ in extract("python", BytesIO(file.read_bytes()), keywords={"N_": None})
    }
    shown = {getattr(words, each.name) for words in WORDS.values() for each in fields(words)}
    assert shown - {""} <= marked
    assert HELP in marked


def test_each_attribute_of_the_judge_has_a_rule() -> None:
    assert set(ATTRIBUTES) | {ATTRIBUTE} == RULE_OF_ATTRIBUTE.keys()
