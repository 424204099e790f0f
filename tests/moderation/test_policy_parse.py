"""Reading a policy: what an editor may write, and what they are told of a mistake."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine import ATTRIBUTES
from rejoinder.errors import Invalid
from rejoinder.moderation.model import Action
from rejoinder.moderation.policy import (
    NEVER,
    Policy,
    default_source,
    read_policy,
    read_policy_once,
)
from rejoinder.moderation.policy.schema import SCHEMA, TABLES
from rejoinder.moderation.policy.toml_lines import lines_of
from rejoinder.moderation.rules import RULE_OF_ATTRIBUTE
from rejoinder.moderation.rules.abuse import THRESHOLDS
from rejoinder.moderation.rules.mode import MODE, Mode
from rejoinder.moderation.thresholds import Thresholds


def problems(source: str) -> list[tuple[int, str, str]]:
    with pytest.raises(Invalid) as caught:
        read_policy(source)
    assert caught.value.code == "bad-policy"
    return [
        (problem["line"], problem["key"], problem["problem"])
        for problem in caught.value.details["problems"]
    ]


def differing(one: Any, other: Any) -> set[str]:
    compared = [each.name for each in fields(one) if each.compare]
    return {name for name in compared if getattr(one, name) != getattr(other, name)}


def lines_of_problems(source: str) -> list[int]:
    try:
        read_policy(source)
    except Invalid as refusal:
        return [problem["line"] for problem in refusal.details["problems"]]
    return []


def places(source: str) -> list[tuple[int, str]]:
    return [(line, key) for line, key, _ in problems(source)]


def test_an_empty_file_is_the_default_policy() -> None:
    assert read_policy("") == Policy()


def test_the_file_that_a_newsroom_starts_from_is_the_default_policy() -> None:
    assert read_policy(default_source()) == Policy()


def test_the_file_that_a_newsroom_starts_from_shows_every_setting() -> None:
    assert SCHEMA.keys() <= lines_of(default_source()).keys()


def test_there_is_a_threshold_for_everything_that_the_judge_measures() -> None:
    assert set(ATTRIBUTES) <= RULE_OF_ATTRIBUTE.keys()
    assert all(len(rule.settings) == 1 for rule in RULE_OF_ATTRIBUTE.values())


@pytest.mark.parametrize(
    ("source", "path", "value"),
    [
        ('mode = "all-held"', "mode", Mode.ALL_HELD),
        ("length.minimum = 10", "length.minimum", 10),
        ("[length]\nmaximum = 900", "length.maximum", 900),
        ('[words]\nbanned = ["knave", "rog*"]', "words.banned", ("knave", "rog*")),
        ('[words]\nwatched = ["old bosun"]', "words.watched", ("old bosun",)),
        ('[words]\nallowed = ["cockpit"]', "words.allowed", ("cockpit",)),
        ("links = {allowed_for_new = 1}", "links.allowed_for_new", 1),
        (
            '[links]\nblocked_hosts = ["Spam.example", "müller.example"]',
            "links.blocked_hosts",
            ("spam.example", "xn--mller-kva.example"),
        ),
        ("shouting.share = 1", "shouting.share", 1.0),
        ('shouting.share = "never"', "shouting.share", NEVER),
        ("shouting.letters = 5", "shouting.letters", 5),
        ("emoji.share = 0.5", "emoji.share", 0.5),
        ("emoji.least = 9", "emoji.least", 9),
        ("repeat.hours = 0", "repeat.hours", 0),
        ("repeat.letters = 3", "repeat.letters", 3),
        ("flood.comments = 2", "flood.comments", 2),
        ("flood.minutes = 0", "flood.minutes", 0),
        ("standing.trusted_after = 50", "standing.trusted_after", 50),
        ("standing.known_after = 3", "standing.known_after", 3),
        ("topic.hold_below = 0.5", "topic.hold_below", 0.5),
        ("topic.decline_below = 0", "topic.decline_below", 0.0),
        ('topic.meta = "hold"', "topic.meta", Action.HOLD),
        ('[language]\nunjudged = "publish"', "language.unjudged", Action.PUBLISH),
        ("editing.edit_minutes = 0", "editing.edit_minutes", 0),
        ("editing.withdraw_minutes = 60", "editing.withdraw_minutes", 60),
        ("reports.hold_after = 1", "reports.hold_after", 1),
        ('judge.text = """\nIt reads.\n"""', "judge.text", "It reads."),
    ],
)
def test_a_setting_is_in_force_as_written_and_the_rest_stays(
    source: str, path: str, value: object
) -> None:
    policy = read_policy(source)
    *tables, name = path.split(".")
    (table,) = [each for each in TABLES if each.path == tuple(tables)]
    assert getattr(policy[table], name) == value
    assert differing(policy[table], table.default) == {name}
    assert [each for each in TABLES if policy[each] != each.default] == [table]


def test_thresholds_of_one_kind_of_abuse_leave_the_others() -> None:
    policy = read_policy('[abuse.insult]\nhold = 0.1\ndecline = "never"')
    assert policy[THRESHOLDS["insult"]] == Thresholds(hold=0.1, decline=NEVER)
    assert policy[THRESHOLDS["threat"]] == Policy()[THRESHOLDS["threat"]]


@pytest.mark.parametrize(
    "source", ["\ufeffmode = 'assisted'", "mode = 'assisted'\r\n[length]\r\nminimum = 2\r\n"]
)
def test_files_from_other_editors_are_read(source: str) -> None:
    assert read_policy(source)[MODE].mode is Mode.ASSISTED


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("mode = ", [(1, "")]),
        ("[length]\nminimum = 3\nminimum = 4\n", [(3, "")]),
        ("[length\n", [(1, "")]),
        ('[words]\nbanned = [\n  "knave",\n', [(3, "")]),
        ("number = " + "9" * 5000, [(1, "")]),
        ('mode = "closed"', [(1, "mode")]),
        ("mode = 3", [(1, "mode")]),
        ("mode = ['open']", [(1, "mode")]),
        ("\n\nlenght.minimum = 3", [(3, "lenght")]),
        ("[length]\n\nminimun = 3", [(3, "length.minimun")]),
        ("length = 5", [(1, "length")]),
        ("[[length]]\nminimum = 5", [(1, "length")]),
        ("[abuse]\nthreat = 0.5", [(2, "abuse.threat")]),
        ("[abuse.rudeness]\nhold = 0.5", [(1, "abuse.rudeness")]),
        ("[length]\nminimum = 0", [(2, "length.minimum")]),
        ("[length]\nminimum = 2.0", [(2, "length.minimum")]),
        ("[length]\nminimum = true", [(2, "length.minimum")]),
        ("[length]\nmaximum = 20001", [(2, "length.maximum")]),
        ("[shouting]\nshare = 0", [(2, "shouting.share")]),
        ("[shouting]\nshare = nan", [(2, "shouting.share")]),
        ('[abuse.threat]\nhold = "always"', [(2, "abuse.threat.hold")]),
        ("[topic]\nhold_below = -0.1", [(2, "topic.hold_below")]),
        ("[topic]\nhold_below = inf", [(2, "topic.hold_below")]),
        ("[topic]\nhold_below = false", [(2, "topic.hold_below")]),
        ("[judge]\ntext = 5", [(2, "judge.text")]),
        ("[words]\nbanned = 'knave'", [(2, "words.banned")]),
        ("[words]\nbanned = [\n'knave',\n'k*ave',\n]", [(4, "words.banned")]),
        (
            "[words]\nbanned = [\n'*', # nothing\n'**', 'x', '--']",
            [(3, "words.banned")] + [(4, "words.banned")] * 3,
        ),
        ("[words]\nwatched = ['knave', 3]", [(2, "words.watched")]),
        ("[links]\nblocked_hosts = ['https://spam.example']", [(2, "links.blocked_hosts")]),
        (
            "[links]\nblocked_hosts = [\n'ok.example',\n'spam.example/path',\n'spam']",
            [(4, "links.blocked_hosts"), (5, "links.blocked_hosts")],
        ),
        # contradictions
        ("[length]\nminimum = 10\nmaximum = 9", [(3, "length.maximum")]),
        ("[length]\nmaximum = 9\nminimum = 10", [(2, "length.maximum")]),
        ("[length]\nminimum = 6000", [(2, "length.minimum")]),
        ("[links]\nallowed_for_new = 3", [(2, "links.allowed_for_new")]),
        ("[standing]\ntrusted_after = 1\nknown_after = 2", [(3, "standing.known_after")]),
        ("[abuse.threat]\nhold = 0.95", [(2, "abuse.threat.hold")]),
        ("[abuse.threat]\nhold = 0.9\ndecline = 0.8", [(3, "abuse.threat.decline")]),
        ('[abuse.threat]\nhold = "never"\ndecline = 0.8', [(3, "abuse.threat.decline")]),
        ("[topic]\ndecline_below = 0.5", [(2, "topic.decline_below")]),
        ("[words]\nbanned = ['knave']\nwatched = [\n'rogue',\n'Knave']", [(5, "words.watched")]),
        (
            "[words]\nbanned = ['x']\nwatched = ['knave']\nallowed = ['knave']",
            [(2, "words.banned"), (4, "words.allowed")],
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(
    source: str, expected: list[tuple[int, str]]
) -> None:
    assert places(source) == expected


def test_a_setting_out_of_range_is_not_said_to_contradict_another_too() -> None:
    assert places("[length]\nminimum = 30000\nmaximum = 1") == [(2, "length.minimum")]


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    found = problems(
        'mode = "shut"\n[topic]\ndecline_below = 0.9\n[lenght]\nminimum = 3\n'
        '[words]\nbanned = ["a",\n  "k*ave"]\n[flood]\ncomments = 0\n'
    )
    assert [(line, key) for line, key, _ in found] == [
        (1, "mode"),
        (3, "topic.decline_below"),
        (4, "lenght"),
        (7, "words.banned"),
        (8, "words.banned"),
        (10, "flood.comments"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("lenght.minimum = 3", "length"),
        ("[abuse.insults]\nhold = 0.5", "insult"),
        ("[flood]\nxyz = 3", "comments, minutes"),
        ("mode = 'shut'", '"open", "assisted", "all-held"'),
        ("flood.comments = 0", "from 1 to 100"),
        ("words.banned = ['k*ave']", "k*ave"),
        ("mode = ", "This is not TOML: Invalid value."),
    ],
)
def test_a_problem_says_what_would_be_right(source: str, words: str) -> None:
    assert words in problems(source)[0][2]


def test_a_problem_can_be_translated() -> None:
    with pytest.raises(Invalid) as caught:
        read_policy("flood.comments = 0")
    (problem,) = caught.value.details["problems"]
    assert problem["message"] % problem["fields"] == problem["problem"]
    assert "%(least)s" in problem["message"]


def test_a_policy_nested_without_end_is_refused() -> None:
    assert places("a = " + "[" * 20_000) == [(1, "")]


def test_a_policy_in_force_is_read_once() -> None:
    assert read_policy_once("mode = 'assisted'") is read_policy_once("mode = 'assisted'")


@given(st.text())
def test_no_text_breaks_the_reading(source: str) -> None:
    assert all(line >= 1 for line in lines_of_problems(source))


@given(st.data())
def test_no_slip_of_the_keyboard_breaks_the_reading(data: st.DataObject) -> None:
    source = default_source()
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 40)))
    typed = data.draw(st.text(st.sampled_from("\"'[]{}=#*.,\n ab1"), max_size=6))
    changed = source[:start] + typed + source[end:]
    lines = lines_of_problems(changed)
    assert lines == sorted(lines)
    assert all(1 <= line <= changed.count("\n") + 1 for line in lines)
