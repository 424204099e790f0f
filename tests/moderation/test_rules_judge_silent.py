"""What the judge did not read to its end is held, under any policy."""

from datetime import UTC, datetime

import pytest

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, Language
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Outcome, Record, Severity
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.rules.judge_silent import judge_silent
from rejoinder.moderation.rules.language import language
from rejoinder.readers.model import Standing

TEXT = "The quay was closed at four. " + "!?" * 30
READ, END = 40, (40, len(TEXT))


def _case(passages: tuple[tuple[int, int], ...], unread_from: int | None) -> Case:
    measured = {name: AbuseScore(0.01) for name in ATTRIBUTES}
    english = Language("en", 0.99, judged=True, passages=passages)
    return Case(
        text=TEXT,
        author_name="Old Bosun",
        standing=Standing.KNOWN,
        record=Record(),
        now=datetime(2026, 3, 2, 9, tzinfo=UTC),
        judgement=Judgement(measured, None, "judge-1", english, unread_from),
    )


@pytest.mark.parametrize("rules", ["", '[language]\nunjudged = "publish"'])
def test_an_end_that_was_not_read_is_held_whatever_is_thought_of_languages(rules: str) -> None:
    policy, case = read_policy(rules), _case((END,), READ)
    (finding,) = judge_silent(policy, case)
    assert (finding.severity, finding.spans) == (Severity.HOLD, (END,))
    assert list(language(policy, case)) == []
    assert decide(policy, case).outcome is Outcome.HOLD


def test_a_passage_in_another_language_before_it_is_told_of_too() -> None:
    case = _case(((4, 10), END), READ)
    (finding,) = language(read_policy(""), case)
    assert finding.spans == ((4, 10),)


def test_a_text_that_was_read_to_its_end_is_not_held() -> None:
    case = _case((), None)
    assert list(judge_silent(read_policy(""), case)) == []
    assert decide(read_policy(""), case).outcome is Outcome.PUBLISH
