"""Rules that are others in one section or under one article."""

import pytest

from rejoinder.errors import Invalid
from rejoinder.moderation.model import Discussed
from rejoinder.moderation.outside_check import with_checks
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.policy.places import differ_only_in
from rejoinder.moderation.rules.mode import MODE, Mode
from rejoinder.moderation.rules.topic import TOPIC
from rejoinder.moderation.rules.words import WORDS
from tests.moderation.test_faq import section
from tests.moderation.test_faq_promises import CHECK

SOURCE = """
[topic]
hold_below = 0.3
[sections.Sport]
mode = "all-held"
topic.hold_below = 0.2
[articles.cup-final.topic]
hold_below = 0.1
"""
CUP_FINAL = Discussed("sport", frozenset({"cup-final", "cms-9"}))


def test_an_article_is_read_by_its_own_rules_then_its_sections() -> None:
    policy = read_policy(SOURCE)
    assert policy.at(Discussed("City"))[TOPIC].hold_below == 0.3
    assert policy.at(Discussed("SPORT"))[TOPIC].hold_below == 0.2
    there = policy.at(CUP_FINAL)
    assert there[TOPIC].hold_below == 0.1
    assert there[TOPIC].decline_below == TOPIC.default.decline_below
    assert there[MODE].mode is Mode.ALL_HELD
    assert policy[MODE].mode is Mode.OPEN


def test_a_place_is_merged_once_and_keeps_the_checks_by_url() -> None:
    policy = with_checks(read_policy(SOURCE), (CHECK,))
    there = policy.at(CUP_FINAL)
    assert there is policy.at(CUP_FINAL)
    assert there.values.keys() >= policy.values.keys()
    assert there[WORDS].matcher is policy[WORDS].matcher


@pytest.mark.parametrize(
    ("source", "line", "key"),
    [
        ("sections = 1", 1, "sections"),
        ("[sections.Sport.topik]\nhold_below = 1", 1, "sections.Sport.topik"),
        ("[sections.Sport.topic]\nhold_below = 2", 2, "sections.Sport.topic.hold_below"),
        ("[sections.Sport.topic]\nhold_below = 0.01", 2, "sections.Sport.topic.hold_below"),
        ("[sections.Sport.flood]\n\nminutes = 1", 3, "sections.Sport.flood.minutes"),
        ("[sections.Sport]\n[sections.sport]", 2, "sections.sport"),
        ('[articles."a\\u0000b"]', 1, "articles.a\0b"),
        ("[articles.x.words]\nbanned = ['ok',\n'x']", 3, "articles.x.words.banned"),
    ],
)
def test_a_mistake_is_told_with_its_line(source: str, line: int, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_policy(source)
    (problem,) = refused.value.details["problems"]
    assert (problem["line"], problem["key"]) == (line, key)


def test_there_are_so_many_places_and_no_more() -> None:
    source = "\n".join(f"[sections.s{number}]\nmode = 'assisted'" for number in range(201))
    with pytest.raises(Invalid) as refused:
        read_policy(source)
    (problem,) = refused.value.details["problems"]
    assert (problem["line"], problem["key"]) == (401, "sections.s200")


def test_the_faq_tells_what_differs_and_nothing_else() -> None:
    (sport, final) = section(read_policy(SOURCE), "places").places
    assert (sport.section, [each.rule for each in sport.rules]) == (
        "Sport",
        ["off-topic", "mode-all-held"],
    )
    assert sport.rules[0].paragraphs[-1][1]["hold"] == 20
    assert (final.article, [each.rule for each in final.rules]) == ("cup-final", ["off-topic"])
    off = read_policy("[sections.Sport.shouting]\nshare = 'never'")
    ((rule,),) = (each.rules for each in section(off, "places").places)
    assert rule.paragraphs == (("This rule does not hold there.", {}),)


def test_two_policies_that_differ_in_a_section_alone() -> None:
    before = read_policy("[sections.SPORT.length]\nmaximum = 9\n[articles.a.length]\nmaximum = 8\n")
    after = read_policy("[sections.sport.length]\nmaximum = 7\n[articles.a.length]\nmaximum = 8\n")
    assert differ_only_in(before, after, ["Sport"])
    assert not differ_only_in(before, after, ["City"])
    without_article = read_policy("[sections.sport.length]\nmaximum = 7")
    assert not differ_only_in(before, without_article, ["Sport"])
