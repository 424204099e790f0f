"""What the rules make of a judgement, and of none; and of who writes, and under which mode."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rejoinder.engine import ATTRIBUTES, AbuseScore, Evidence, Judgement, Language, OnTopic
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Finding, Outcome, Record, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rules.abuse import LATER, THRESHOLDS, abuse
from rejoinder.moderation.rules.judge_silent import judge_silent
from rejoinder.moderation.rules.language import language
from rejoinder.moderation.rules.mode import all_held
from rejoinder.moderation.rules.standing import standing
from rejoinder.moderation.rules.topic import topic
from rejoinder.readers.model import Standing

TEXT = "Only an idiot would stand on that quay."
NEAREST = "The quay was closed at four."
NOTE, HOLD, DECLINE = Severity.NOTE, Severity.HOLD, Severity.DECLINE

UNKNOWN = Judgement({}, None, "judge-1", Language("cy", 0.98, judged=False))
ENGLISH = Language("en", 0.99, judged=True)


def judgement(on_topic: float | None = 0.9, **scores: float) -> Judgement:
    measured = {name: AbuseScore(scores.get(name, 0.01)) for name in ATTRIBUTES}
    likely = None if on_topic is None else OnTopic(on_topic, Evidence(NEAREST, 0.4))
    return Judgement(measured, likely, "judge-1")


COMMENT = Case(
    text=TEXT,
    author_name="Old Bosun",
    standing=Standing.KNOWN,
    record=Record(),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    judgement=judgement(),
)


def said(
    check: Callable[[Policy, Case], Iterator[Finding]], policy: Policy, case: Case
) -> list[tuple[str, Severity]]:
    return [(finding.rule, finding.severity) for finding in check(policy, case)]


def test_a_comment_that_nobody_judged_is_held() -> None:
    silent = replace(COMMENT, judgement=None)
    assert said(judge_silent, Policy(), silent) == [("judge-silent", HOLD)]
    assert said(abuse, Policy(), silent) == []
    assert said(topic, Policy(), silent) == []
    assert said(judge_silent, Policy(), COMMENT) == []


def test_under_a_closed_conversation_the_judge_is_not_blamed() -> None:
    unasked = replace(COMMENT, judgement=None, thread_closed=True)
    assert said(judge_silent, Policy(), unasked) == []


@pytest.mark.parametrize(
    ("scores", "rules"),
    [
        ({}, []),
        ({"insult": 0.55}, []),
        ({"insult": 0.56}, [("abuse-insult", HOLD)]),
        ({"insult": 0.79}, [("abuse-insult", HOLD)]),
        ({"insult": 0.8}, [("abuse-insult", DECLINE)]),
        ({"threat": 0.32}, []),
        ({"threat": 0.33}, [("abuse-threat", HOLD)]),
        ({"threat": 0.92}, [("abuse-threat", DECLINE)]),
        ({"identity_attack": 0.8}, [("abuse-identity-attack", HOLD)]),
        ({"identity_attack": 0.92}, [("abuse-identity-attack", DECLINE)]),
        ({"profanity": 0.7}, [("abuse-profanity", HOLD)]),
        ({"profanity": 1.0}, [("abuse-profanity", DECLINE)]),
        ({"toxicity": 0.6}, [("abuse-toxicity", HOLD)]),
        ({"toxicity": 0.94}, [("abuse-toxicity", DECLINE)]),
        ({"insult": 0.7, "threat": 0.5}, [("abuse-threat", HOLD), ("abuse-insult", HOLD)]),
        ({"insult": 0.7, "toxicity": 0.79}, [("abuse-insult", HOLD)]),
        ({"insult": 0.7, "toxicity": 0.99}, [("abuse-insult", HOLD), ("abuse-toxicity", DECLINE)]),
        ({"severe_toxicity": 0.39}, []),
        ({"severe_toxicity": 0.4}, [("abuse-severe-toxicity", HOLD)]),
        ({"severe_toxicity": 0.9}, [("abuse-severe-toxicity", DECLINE)]),
        ({"severe_toxicity": 0.9, "toxicity": 0.99}, [("abuse-severe-toxicity", DECLINE)]),
        ({"severe_toxicity": 0.9, "threat": 0.95}, [("abuse-threat", DECLINE)]),
        ({"sexually_explicit": 0.49}, []),
        ({"sexually_explicit": 1.0}, [("abuse-sexually-explicit", HOLD)]),
        ({"spam": 0.44}, []),
        ({"spam": 0.45}, [("abuse-spam", HOLD)]),
        ({"spam": 0.9}, [("abuse-spam", DECLINE)]),
    ],
)
def test_each_kind_of_abuse_has_its_thresholds(
    scores: dict[str, float], rules: list[tuple[str, Severity]]
) -> None:
    case = replace(COMMENT, judgement=judgement(**scores))
    assert said(abuse, Policy(), case) == rules


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        ('[abuse.insult]\nhold = 0.5\ndecline = "never"', HOLD),
        ("[abuse.insult]\nhold = 0.5\ndecline = 0.5", DECLINE),
        ('[abuse.insult]\nhold = "never"\ndecline = "never"', None),
    ],
)
def test_a_newsroom_can_keep_declining_or_all_of_it_to_people(
    source: str, severity: Severity | None
) -> None:
    case = replace(COMMENT, judgement=judgement(insult=1.0))
    found = said(abuse, read_policy(source), case)
    assert found == ([] if severity is None else [("abuse-insult", severity)])


def test_the_words_that_speak_for_abuse_are_marked() -> None:
    spans = ((8, 13), (35, 99), (9, 9))
    measured = {**judgement().abuse, "insult": AbuseScore(0.95, spans)}
    case = replace(COMMENT, judgement=Judgement(measured, None, "judge-1"))
    (finding,) = abuse(Policy(), case)
    assert finding.spans == ((8, 13),), "places outside the text are left out"
    assert finding.evidence == ("idiot",)


@pytest.mark.parametrize("score", [math.nan, math.inf, -0.1, 1.1])
def test_a_score_that_is_no_probability_is_a_fault(score: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        list(abuse(Policy(), replace(COMMENT, judgement=judgement(threat=score))))
    with pytest.raises(ValueError, match="probability"):
        list(topic(Policy(), replace(COMMENT, judgement=judgement(on_topic=score))))
    remark = replace(judgement(), on_topic=OnTopic(0.9, None, score))
    with pytest.raises(ValueError, match="probability"):
        list(topic(Policy(), replace(COMMENT, judgement=remark)))


def test_a_judgement_that_leaves_something_out_is_a_fault() -> None:
    case = replace(COMMENT, judgement=Judgement({"insult": AbuseScore(0.1)}, None, "judge-1"))
    with pytest.raises(KeyError):
        list(abuse(Policy(), case))


@pytest.mark.parametrize("missing", THRESHOLDS)
def test_only_a_judgement_from_before_may_leave_out_what_was_measured_later(missing: str) -> None:
    measured = {name: score for name, score in judgement().abuse.items() if name != missing}
    old = replace(COMMENT, judgement=Judgement(measured, None, "judge-1"))
    new = replace(COMMENT, judgement=Judgement(measured, None, "judge-1", ENGLISH))
    verdict = decide(Policy(), old)
    assert verdict.outcome is (Outcome.PUBLISH if missing in LATER else Outcome.HOLD)
    failed = [finding.rule for finding in decide(Policy(), new).findings]
    assert failed == ["check-failed"]


def test_what_was_measured_early_is_still_weighed_when_it_is_there() -> None:
    measured = {**judgement().abuse, "spam": AbuseScore(0.99)}
    case = replace(COMMENT, judgement=Judgement(measured, None, "judge-1"))
    assert said(abuse, Policy(), case) == [("abuse-spam", DECLINE)]


def test_a_language_that_the_judge_does_not_know_is_read_by_a_person() -> None:
    verdict = decide(Policy(), replace(COMMENT, judgement=UNKNOWN))
    assert verdict.outcome is Outcome.HOLD
    assert [finding.rule for finding in verdict.findings] == ["language-unjudged"]


def test_a_passage_in_a_language_that_the_judge_does_not_know_is_read_by_a_person() -> None:
    partly = replace(judgement(), language=Language("en", 0.99, judged=True, passages=((5, 13),)))
    case = replace(COMMENT, judgement=partly)
    (finding,) = decide(Policy(), case).findings
    assert (finding.rule, finding.severity, finding.spans) == (
        "language-unjudged",
        HOLD,
        ((5, 13),),
    )
    hostile = replace(case, judgement=replace(partly, abuse=judgement(threat=0.95).abuse))
    assert decide(Policy(), hostile).outcome is Outcome.DECLINE


def test_a_newsroom_may_let_such_a_language_pass_but_not_what_else_is_wrong() -> None:
    policy = read_policy('language.unjudged = "publish"\nwords.banned = ["idiot"]')
    unknown = replace(COMMENT, judgement=UNKNOWN)
    kind = replace(unknown, text="Mae hi'n braf.")
    assert decide(policy, kind).outcome is Outcome.PUBLISH
    assert said(language, policy, kind) == [("language-unjudged", NOTE)]
    assert decide(policy, unknown).outcome is Outcome.DECLINE
    scored = Judgement(judgement(threat=0.95).abuse, None, "judge-1", UNKNOWN.language)
    assert decide(policy, replace(kind, judgement=scored)).outcome is Outcome.DECLINE


@pytest.mark.parametrize("known", [None, ENGLISH])
def test_a_judgement_of_a_known_language_cannot_be_empty(known: Language | None) -> None:
    case = replace(COMMENT, judgement=Judgement({}, None, "judge-1", known))
    with pytest.raises(KeyError):
        list(abuse(Policy(), case))
    assert said(language, Policy(), case) == []
    assert decide(Policy(), case).outcome is Outcome.HOLD


@pytest.mark.parametrize(
    ("on_topic", "meta", "rules"),
    [
        (0.01, 0.49, [("off-topic", DECLINE)]),
        (0.01, 0.5, [("topic-meta", NOTE)]),
        (0.2, 0.9, [("topic-meta", NOTE)]),
        (0.9, 0.9, [("topic-meta", NOTE)]),
        (0.9, 0.1, []),
    ],
)
def test_a_remark_on_the_paper_is_noted_and_never_called_off_topic(
    on_topic: float, meta: float, rules: list[tuple[str, Severity]]
) -> None:
    remark = replace(judgement(), on_topic=OnTopic(on_topic, Evidence(NEAREST, 0.1), meta))
    case = replace(COMMENT, judgement=remark)
    assert said(topic, Policy(), case) == rules
    held = [(rule, HOLD if rule == "topic-meta" else severity) for rule, severity in rules]
    assert said(topic, read_policy('topic.meta = "hold"'), case) == held


def test_what_is_only_noted_publishes() -> None:
    remark = replace(judgement(), on_topic=OnTopic(0.01, None, 0.9))
    assert decide(Policy(), replace(COMMENT, judgement=remark)).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    ("score", "severity"),
    [(1, None), (0.18, None), (0.179, HOLD), (0.05, HOLD), (0.049, DECLINE), (0, DECLINE)],
)
def test_what_is_not_about_the_article_is_held_or_declined(
    score: float, severity: Severity | None
) -> None:
    case = replace(COMMENT, judgement=judgement(on_topic=score))
    found = list(topic(Policy(), case))
    assert [finding.severity for finding in found] == ([] if severity is None else [severity])
    assert all(finding.rule == "off-topic" for finding in found)


@pytest.mark.parametrize(
    ("evidence", "quoted"), [(None, ()), (Evidence(NEAREST, 0.31), (NEAREST,))]
)
def test_the_sentence_that_the_judge_found_convincing_is_quoted_to_the_author(
    evidence: Evidence | None, quoted: tuple[str, ...]
) -> None:
    measured = replace(judgement(), on_topic=OnTopic(0.1, evidence))
    (finding,) = topic(Policy(), replace(COMMENT, judgement=measured))
    assert finding.evidence == quoted


def test_praise_does_not_lift_what_strays_beside_it() -> None:
    stray = replace(judgement(), on_topic=OnTopic(0.08, None, meta=0.08))
    assert said(topic, Policy(), replace(COMMENT, judgement=stray)) == [("off-topic", HOLD)]


def test_without_an_article_nothing_is_off_topic() -> None:
    case = replace(COMMENT, judgement=judgement(on_topic=None))
    assert said(topic, Policy(), case) == []


def test_off_topic_without_a_nearest_sentence_is_still_off_topic() -> None:
    bare = Judgement(judgement().abuse, OnTopic(0.1), "judge-1")
    (finding,) = topic(Policy(), replace(COMMENT, judgement=bare))
    assert finding.evidence == ()


def test_a_policy_can_leave_the_topic_alone() -> None:
    policy = read_policy("[topic]\nhold_below = 0\ndecline_below = 0")
    assert said(topic, policy, replace(COMMENT, judgement=judgement(on_topic=0))) == []


@pytest.mark.parametrize(
    ("of", "in_mode", "rules"),
    [
        (Standing.NEW, "open", []),
        (Standing.NEW, "assisted", [("standing-new", HOLD)]),
        (Standing.NEW, "all-held", []),
        (Standing.KNOWN, "assisted", []),
        (Standing.TRUSTED, "assisted", []),
        (Standing.WATCHED, "open", [("standing-watched", HOLD)]),
        (Standing.BANNED, "open", [("standing-banned", DECLINE)]),
    ],
)
def test_who_writes_matters(of: Standing, in_mode: str, rules: list[tuple[str, Severity]]) -> None:
    policy = read_policy(f'mode = "{in_mode}"')
    assert said(standing, policy, replace(COMMENT, standing=of)) == rules


@pytest.mark.parametrize(("in_mode", "held"), [("open", 0), ("assisted", 0), ("all-held", 1)])
def test_where_all_is_held_even_trusted_authors_wait(in_mode: str, held: int) -> None:
    policy = read_policy(f'mode = "{in_mode}"')
    trusted = replace(COMMENT, standing=Standing.TRUSTED)
    assert said(all_held, policy, trusted) == [("mode-all-held", HOLD)] * held
