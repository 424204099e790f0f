"""Only subscribers may comment where the policy says so; and what else being one is worth."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Discussed, Record
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.rules.judge_silent import is_judged
from rejoinder.moderation.rules.subscribers import at_least
from rejoinder.readers.model import Standing

CASE = Case(
    text="The repairs should have been done years ago.",
    author_name="Ann",
    standing=Standing.KNOWN,
    record=Record(published=1),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    judgement=Judgement(dict.fromkeys(ATTRIBUTES, AbuseScore(0)), None, "judge-1"),
    discussed=Discussed("Opinion", frozenset({"harbour-bridge", "cms/4711"})),
)
EVERYWHERE = '[subscribers]\nonly = "everywhere"'


def refused(source: str, case: Case = CASE) -> bool:
    policy = read_policy(source)
    verdict = decide(policy, case)
    found = any(each.rule == "subscribers-only" for each in verdict.findings)
    assert found == verdict.refused
    assert found != is_judged(policy, case)  # nobody asks the judge in vain
    return found


@pytest.mark.parametrize(
    ("told", "only"),
    [
        ("", False),
        ('only = "nowhere"', False),
        ('only = "everywhere"', True),
        ('sections = ["News", " opinion "]', True),
        ('sections = ["News", "Opin", ""]', False),
        ('articles = ["harbour-bridge"]', True),
        ('articles = ["cms/4711", "other"]', True),
        ('articles = ["harbour", "", "4711"]', False),
    ],
)
def test_only_subscribers_comment_where_the_policy_says_so(told: str, only: bool) -> None:
    source = f"[subscribers]\n{told}"
    assert refused(source) is only
    assert not refused(source, replace(CASE, is_subscriber=True))


def test_an_article_that_is_named_nowhere_is_in_no_section() -> None:
    assert not refused('[subscribers]\nsections = [""]', replace(CASE, discussed=Discussed()))


def test_staff_and_whoever_changes_what_they_wrote_need_not_subscribe() -> None:
    assert not refused(EVERYWHERE, replace(CASE, is_staff=True))
    assert not refused(EVERYWHERE, replace(CASE, is_edit=True))


@pytest.mark.parametrize(
    ("least", "earned", "counts_as"),
    [
        ("new", Standing.NEW, Standing.NEW),
        ("known", Standing.NEW, Standing.KNOWN),
        ("known", Standing.TRUSTED, Standing.TRUSTED),
        ("trusted", Standing.KNOWN, Standing.TRUSTED),
        ("trusted", Standing.WATCHED, Standing.WATCHED),
        ("trusted", Standing.BANNED, Standing.BANNED),
    ],
)
def test_a_subscriber_counts_as_no_less_than_the_policy_says(
    least: str, earned: Standing, counts_as: Standing
) -> None:
    assert at_least(read_policy(f'[subscribers]\nstanding = "{least}"'), earned) is counts_as
