"""The Comments FAQ: it tells every rule in force, with the policy's own numbers, honestly."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract

from rejoinder.moderation import faq, rules
from rejoinder.moderation.faq import FaqFacts, FaqSection, entries
from rejoinder.moderation.model import Paragraph
from rejoinder.moderation.policy import Policy, default_source, read_policy
from rejoinder.moderation.rules import rules_in_force
from rejoinder.moderation.staff_reasons import STAFF_REASONS

FACTS = FaqFacts(
    site_name="The Elswyn Courier",
    language="English",
    judge_version="judge-1",
    staff_count=3,
    record_days=90,
    waiting=0,
    waits_measured=40,
    median_wait_minutes=12.2,
)
POLICIES = [
    "",
    default_source(),
    'mode = "assisted"',
    'mode = "all-held"',
    'words.banned = ["knave"]',
    'words.watched = ["knave"]\nlinks.blocked_hosts = ["spam.example"]',
    "length.minimum = 1\nrepeat.hours = 0\nflood.minutes = 0\n",
    'shouting.share = "never"\ntopic = {hold_below = 0, decline_below = 0}',
    'abuse.insult = {hold = "never", decline = "never"}\nabuse.threat.decline = "never"',
    "topic.decline_below = 0",
    "emoji.share = 0.5",
    'topic.meta = "hold"\nlanguage.unjudged = "publish"',
    '[subscribers]\nonly = "everywhere"\ntext = "Ask us."\nstanding = "known"',
    '[subscribers]\nsections = ["Opinion"]\nstanding = "trusted"',
]


def section(policy: Policy, name: str, facts: FaqFacts = FACTS) -> FaqSection:
    (found,) = [each for each in entries(policy, facts) if each.id == name]
    return found


def filled(paragraphs: tuple[Paragraph, ...]) -> str:
    return "\n".join(message % fields for message, fields in paragraphs)


def told(policy: Policy, name: str, facts: FaqFacts = FACTS) -> str:
    return filled(section(policy, name, facts).paragraphs)


def explained(policy: Policy, rule: str) -> str:
    (entry,) = [
        entry for each in entries(policy, FACTS) for entry in each.rules if entry.rule == rule
    ]
    return filled(entry.paragraphs)


@pytest.mark.parametrize("source", POLICIES)
def test_every_rule_in_force_is_explained_once_and_no_other(source: str) -> None:
    policy = read_policy(source)
    explained_rules = [entry.rule for each in entries(policy, FACTS) for entry in each.rules]
    assert sorted(explained_rules) == sorted(
        (*(rule.id for rule in rules_in_force(policy)), *STAFF_REASONS)
    )


@pytest.mark.parametrize("source", POLICIES)
def test_every_answer_is_made_of_whole_sentences(source: str) -> None:
    for each in entries(read_policy(source), FACTS):
        assert each.paragraphs
        texts = [each.paragraphs, *(entry.paragraphs for entry in each.rules)]
        for text in map(filled, texts):
            assert "%" not in text
            assert text.endswith(".")


@pytest.mark.parametrize(
    ("source", "rule", "words"),
    [
        ("length.minimum = 17", "length-short", "at least 17 characters"),
        ("length.maximum = 1717", "length-long", "at most 1717 characters"),
        ("shouting.share = 0.83", "shouting", "about 83 letters in a hundred"),
        ("shouting.letters = 43", "shouting", "fewer than 43 letters"),
        ("repeat.hours = 37", "repeat", "once in 37 hours"),
        ("repeat.letters = 11", "repeat", "fewer than 11 letters"),
        ("flood.comments = 13", "flood", "no more than 13 comments"),
        ("flood.minutes = 19", "flood", "in 19 minutes"),
        ("links.allowed = 23", "links-many", "is 23, and for somebody who is new here 0"),
        ("reports.hold_after = 29", "reported", "(here: 29)"),
        ('mode = "assisted"\nstanding.known_after = 4', "standing-new", "(here: 4)"),
        ("abuse.insult.hold = 0.31", "abuse-insult", "From 31 a person looks first; from 80 it"),
        ("abuse.insult.decline = 0.925", "abuse-insult", "from 92.5 it is not posted"),
        ('abuse.insult.decline = "never"', "abuse-insult", "the figure alone declines nothing"),
        ("abuse.insult.hold = 0.8", "abuse-insult", "to 100. From 80 it is not posted"),
        ("topic.hold_below = 0.41", "off-topic", "Below 41 a person looks first; below 5 it"),
        ("topic.decline_below = 0", "off-topic", "the figure alone declines nothing"),
        ("topic.hold_below = 0.05", "off-topic", "to 100. Below 5 it is not posted"),
        ('abuse.spam = {hold = 0.64, decline = "never"}', "abuse-spam", "From 64 a person looks"),
        ("abuse.sexually_explicit.decline = 0.98", "abuse-sexually-explicit", "from 98 it is not"),
    ],
)
def test_a_rule_is_told_with_the_numbers_in_force(source: str, rule: str, words: str) -> None:
    assert words in explained(read_policy(source), rule)
    assert words not in explained(read_policy('mode = "assisted"'), rule)


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        ('mode = "all-held"', "posted", "A person reads every comment"),
        ('mode = "assisted"\nstanding.known_after = 3', "posted", "a regular: 3."),
        ("editing.edit_minutes = 0", "editing", "cannot be changed any more"),
        ("editing.edit_minutes = 1", "editing", "For one minute"),
        ("editing.edit_minutes = 25", "editing", "For 25 minutes after"),
        ("editing.withdraw_minutes = 45", "editing", "For 45 minutes you can also withdraw"),
        ("links.allowed = 0", "links", "opens every link"),
        ("links.allowed = 7", "links", "more than 7, or more than 0 from somebody"),
        ("links.allowed_for_new = 2", "links", "when there are more than 2."),
        ('links.blocked_hosts = ["spam.example"]', "links", "do not link at all"),
        ("reports.hold_after = 9", "reporting", "add up to 9 in full"),
        ('language.unjudged = "publish"', "language", "It measures nothing in one that it does"),
        ("judge.text = 'We chose it with care: 100%.'", "deciding", "with care: 100%."),
    ],
)
def test_a_change_of_policy_changes_the_answer(source: str, name: str, words: str) -> None:
    assert words in told(read_policy(source), name)
    assert words not in told(Policy(), name)


def test_a_rule_that_only_holds_is_not_listed_among_those_that_decline() -> None:
    def listed(source: str, name: str) -> set[str]:
        return {entry.rule for entry in section(read_policy(source), name).rules}

    mild = 'topic.decline_below = 0\nabuse.threat.decline = "never"'
    assert {"off-topic", "abuse-threat"} <= listed("", "not-posted")
    assert {"off-topic", "abuse-threat"} <= listed(mild, "held")
    assert {"links-many", "judge-silent", "shouting"} <= listed("", "held")
    assert {"language-unjudged", "abuse-sexually-explicit"} <= listed("", "held")
    assert "topic-meta" in listed('topic.meta = "hold"', "held")
    for name in ("held", "not-posted"):
        assert "topic-meta" not in listed("", name)
        assert "language-unjudged" not in listed('language.unjudged = "publish"', name)
    assert set(STAFF_REASONS) <= listed("", "not-posted")


@pytest.mark.parametrize(
    ("measured", "median", "words"),
    [
        (0, None, "we cannot tell you how long it takes"),
        (4, 3.0, "too few to tell you"),
        (5, 0.4, "Of the last 5 comments that waited for a person, half were"),
        (40, 0.4, "decided within a minute."),
        (40, 12.2, "within 13 minutes"),
        (40, 90, "within 90 minutes"),
        (40, 91, "within 2 hours"),
        (40, 36 * 60, "within 36 hours"),
        (40, 36 * 60 + 1, "within 2 days"),
    ],
)
def test_the_wait_is_told_as_it_was_measured(
    measured: int, median: float | None, words: str
) -> None:
    facts = replace(FACTS, waits_measured=measured, median_wait_minutes=median)
    assert words in told(Policy(), "waiting", facts)


def test_nothing_appears_at_once_where_a_person_reads_everything() -> None:
    assert "at once" in told(Policy(), "waiting")
    assert "at once" not in told(read_policy('mode = "all-held"'), "waiting")
    assert "at once" not in told(read_policy('mode = "all-held"'), "posted")


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"site_name": "The Brenik Mail"}, "posted", "The Brenik Mail"),
        ({"language": "Kaldovan"}, "language", "write in Kaldovan"),
        ({"judge_version": "judge-2 (5d1c)"}, "deciding", "at present: judge-2 (5d1c)"),
        ({"judge_version": ""}, "deciding", "No program judges comments"),
        ({"staff_count": 0}, "deciding", "No moderator has been appointed"),
        ({"staff_count": 1}, "deciding", "One person at The Elswyn Courier"),
        ({"staff_count": 12}, "deciding", "12 people at The Elswyn Courier"),
        ({"waiting": 8}, "waiting", "Comments waiting at this moment: 8."),
        ({"record_days": 30}, "privacy", "last 30 days"),
    ],
)
def test_the_answers_rest_on_the_facts(changes: dict[str, object], name: str, words: str) -> None:
    assert words in told(Policy(), name, replace(FACTS, **changes))  # type: ignore[arg-type]
    assert words not in told(Policy(), name)


@pytest.mark.parametrize("source", POLICIES)
def test_every_answer_can_be_translated(source: str) -> None:
    marked = {
        message
        for package in (faq, rules)
        for file in Path(package.__path__[0]).glob("*.py")
        for _, message, _, _ in extract("python", BytesIO(file.read_bytes()), keywords={"N_": None})
    }
    for each in entries(read_policy(source), FACTS):
        assert {each.title, *(message for message, _ in each.paragraphs)} <= marked


def test_the_papers_own_words_stand_in_paragraphs_as_they_are() -> None:
    policy = read_policy('judge.text = """\nWe test it\nevery spring.\n\nAsk us.\n"""')
    lines = told(policy, "deciding").split("\n")
    assert {"We test it every spring.", "Ask us."} <= set(lines)
