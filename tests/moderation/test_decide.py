"""What becomes of a comment: the strictest finding wins, and no fault ever publishes."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, OnTopic
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Earlier, Finding, Outcome, Record, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rule import Check, Rule, RuleWords
from rejoinder.moderation.rules import JUDGED, RULES, rules_in_force
from rejoinder.readers.model import Standing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KIND = Judgement({name: AbuseScore(0.01) for name in ATTRIBUTES}, OnTopic(0.9), "judge-1")
COMMENT = Case(
    text="The night tram is full by Kettle Street, every time.",
    author_name="Old Bosun",
    standing=Standing.KNOWN,
    record=Record(published=3),
    now=NOW,
    fingerprint="f",
    judgement=KIND,
)
STRICT = read_policy(
    """
mode = "all-held"
[words]
banned = ["knave"]
watched = ["lawsuit"]
[links]
blocked_hosts = ["spam.example"]
"""
)


def insulting(score: float) -> Judgement:
    return replace(KIND, abuse={**KIND.abuse, "insult": AbuseScore(score, ((4, 9),))})


def in_force(policy: Policy) -> list[str]:
    return [rule.id for rule in rules_in_force(policy)]


def outcome(case: Case, policy: Policy | None = None) -> tuple[Outcome, list[str]]:
    verdict = decide(policy or Policy(), case)
    return verdict.outcome, [finding.rule for finding in verdict.findings]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (Outcome.PUBLISH, [])),
        ({"standing": Standing.NEW}, (Outcome.PUBLISH, [])),
        ({"text": "exactly, and she knew", "has_parent": True}, (Outcome.PUBLISH, [])),
        ({"judgement": None}, (Outcome.HOLD, ["judge-silent"])),
        ({"judgement": insulting(0.7)}, (Outcome.HOLD, ["abuse-insult"])),
        ({"judgement": insulting(0.95)}, (Outcome.DECLINE, ["abuse-insult"])),
        (
            {"judgement": insulting(0.95), "text": "THE NIGHT TRAM IS FULL BY KETTLE STREET"},
            (Outcome.DECLINE, ["abuse-insult", "shouting"]),
        ),
        (
            {"judgement": insulting(0.95), "standing": Standing.WATCHED},
            (Outcome.DECLINE, ["abuse-insult", "standing-watched"]),
        ),
        (
            {"text": "A", "standing": Standing.BANNED, "judgement": None},
            (Outcome.DECLINE, ["length-short", "standing-banned"]),
        ),
        ({"thread_closed": True, "judgement": None}, (Outcome.DECLINE, ["thread-closed"])),
    ],
)
def test_the_strictest_finding_decides_and_all_are_told(
    changes: dict[str, object], expected: tuple[Outcome, list[str]]
) -> None:
    assert outcome(replace(COMMENT, **changes)) == expected  # type: ignore[arg-type]


def test_what_its_author_can_mend_at_once_is_not_even_taken() -> None:
    assert decide(Policy(), replace(COMMENT, text="A")).refused
    assert not decide(Policy(), replace(COMMENT, judgement=insulting(0.99))).refused


def test_staff_are_not_asked_who_they_are_how_much_they_send_or_where_they_link() -> None:
    editor = replace(
        COMMENT,
        standing=Standing.WATCHED,
        links=("https://spam.example/1", "https://a.example", "https://b.example"),
        earlier=tuple(Earlier(str(n), NOW - timedelta(seconds=n)) for n in range(9)),
        is_staff=True,
    )
    assert outcome(editor, STRICT) == (Outcome.PUBLISH, [])
    reader = replace(editor, is_staff=False)
    assert outcome(reader, STRICT) == (
        Outcome.DECLINE,
        ["flood", "links-blocked", "links-many", "standing-watched", "mode-all-held"],
    )


def test_staff_are_judged_like_everybody_for_what_they_say() -> None:
    editor = replace(COMMENT, is_staff=True, text="You knave.", judgement=insulting(0.95))
    assert outcome(editor, STRICT) == (Outcome.DECLINE, ["words-banned", "abuse-insult"])
    assert outcome(replace(COMMENT, is_staff=True, judgement=None))[0] is Outcome.HOLD


def rule_with(check: Check) -> Rule:
    words = RuleWords("", "", "", "")
    return Rule(id="tried", severity=Severity.DECLINE, words=words, check=check)


def breaks_at_once(policy: Policy, case: Case) -> Iterator[Finding]:
    raise RuntimeError(case.text)


def breaks_half_way(policy: Policy, case: Case) -> Iterator[Finding]:
    yield Finding("half", Severity.NOTE)
    raise KeyError(case.text)


@pytest.mark.parametrize("check", [breaks_at_once, breaks_half_way])
def test_a_check_that_breaks_holds_the_comment_and_logs_no_word_of_it(
    check: Check, caplog: pytest.LogCaptureFixture
) -> None:
    broken = rule_with(check)
    with caplog.at_level(logging.DEBUG):
        verdict = decide(Policy(), COMMENT, (*RULES, broken))
    assert verdict.outcome is Outcome.HOLD
    (finding,) = verdict.findings
    assert (finding.rule, finding.evidence) == ("check-failed", (check.__name__.replace("_", "-"),))
    assert "check breaks-" in caplog.text
    assert "tram" not in caplog.text


def test_a_check_that_breaks_does_not_save_what_another_declines() -> None:
    broken = rule_with(breaks_at_once)
    verdict = decide(Policy(), replace(COMMENT, judgement=insulting(0.95)), (broken, *RULES))
    assert verdict.outcome is Outcome.DECLINE
    assert [finding.rule for finding in verdict.findings] == ["abuse-insult", "check-failed"]


def test_those_who_have_only_a_judgement_ask_only_the_judged_rules() -> None:
    case = replace(COMMENT, text="A", standing=Standing.BANNED, judgement=insulting(0.95))
    verdict = decide(Policy(), case, JUDGED)
    assert verdict.outcome is Outcome.DECLINE
    assert [finding.rule for finding in verdict.findings] == ["abuse-insult"]


def test_a_damaged_judgement_is_held() -> None:
    damaged = replace(KIND, abuse={**KIND.abuse, "threat": AbuseScore(float("nan"))})
    assert outcome(replace(COMMENT, judgement=damaged)) == (Outcome.HOLD, ["check-failed"])


def test_a_note_alone_does_not_stop_a_comment() -> None:
    def notes(policy: Policy, case: Case) -> Iterator[Finding]:
        yield Finding("note", Severity.NOTE)

    verdict = decide(Policy(), COMMENT, (rule_with(notes),))
    assert verdict.outcome is Outcome.PUBLISH
    assert len(verdict.findings) == 1


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("length.minimum = 1", "-length-short"),
        ('shouting.share = "never"', "-shouting"),
        ('words.banned = ["knave"]', "+words-banned"),
        ('words.banned = ["knave"]', "+name-banned"),
        ('words.watched = ["knave"]', "+words-watched"),
        ('links.blocked_hosts = ["spam.example"]', "+links-blocked"),
        ("emoji.share = 0.5", "+emoji"),
        ("repeat.hours = 0", "-repeat"),
        ("flood.minutes = 0", "-flood"),
        ('mode = "assisted"', "+standing-new"),
        ('mode = "all-held"', "+mode-all-held"),
        ('abuse.insult = {hold = "never", decline = "never"}', "-abuse-insult"),
        ("topic = {hold_below = 0, decline_below = 0}", "-off-topic"),
    ],
)
def test_a_rule_is_in_force_only_where_the_policy_has_it(source: str, rule: str) -> None:
    assert (rule[1:] in in_force(Policy())) == rule.startswith("-")
    assert (rule[1:] in in_force(read_policy(source))) == rule.startswith("+")


def test_no_rule_is_in_force_twice() -> None:
    rules = in_force(STRICT)
    assert len(rules) == len(set(rules))


SPANS = st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=3).map(tuple)
SCORES = st.floats(0, 1) | st.floats(allow_nan=True)
CASES = st.builds(
    Case,
    text=st.text(max_size=80) | st.text("KNAVEknave lawsuit*ı\u200b\u0301İß", max_size=40),
    author_name=st.text(max_size=20),
    standing=st.sampled_from(Standing),
    record=st.just(Record()),
    now=st.just(NOW),
    thread_closed=st.booleans(),
    fingerprint=st.sampled_from(["", "f"]),
    links=st.lists(st.text(max_size=20) | st.just("//spam.example"), max_size=3).map(tuple),
    earlier=st.lists(
        st.builds(
            Earlier,
            fingerprint=st.sampled_from(["f", "g"]),
            created_at=st.timedeltas(timedelta(days=-2), timedelta(minutes=1)).map(NOW.__add__),
        ),
        max_size=8,
    ).map(tuple),
    judgement=st.none()
    | st.builds(
        Judgement,
        abuse=st.fixed_dictionaries(
            {name: st.builds(AbuseScore, score=SCORES, spans=SPANS) for name in ATTRIBUTES}
        ),
        on_topic=st.none() | st.builds(OnTopic, score=SCORES),
        model=st.just("judge-1"),
    ),
    is_edit=st.booleans(),
    is_staff=st.booleans(),
)


@given(st.sampled_from([Policy(), STRICT]), CASES)
def test_no_comment_breaks_the_rules_or_is_marked_outside_its_text(
    policy: Policy, case: Case
) -> None:
    verdict = decide(policy, case)
    strictest = {rule.id: rule.strictest(policy) for rule in rules_in_force(policy)}
    for finding in verdict.findings:
        assert finding.severity <= strictest[finding.rule]
        assert all(0 <= start < end <= len(case.text) for start, end in finding.spans)
        assert finding == Finding.from_dict(finding.to_dict())
    broken = [finding.evidence for finding in verdict.findings if finding.rule == "check-failed"]
    assert {("abuse",), ("despair",), ("private-data",), ("topic",)}.issuperset(broken), (
        "only damaged scores break a check"
    )


@given(CASES)
def test_nothing_is_published_unless_the_judge_answered_and_nothing_objects(case: Case) -> None:
    verdict = decide(STRICT, case)
    if verdict.outcome is Outcome.PUBLISH:
        assert case.judgement is not None
        assert case.is_staff, "the policy holds everybody else"
        assert verdict.findings == ()
