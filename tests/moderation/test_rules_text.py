"""What the rules say of a comment's shape, words, links and repetition."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rejoinder.moderation.model import Case, Earlier, Finding, Record, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rules.flood import flood
from rejoinder.moderation.rules.length import length
from rejoinder.moderation.rules.links import links_blocked, links_many
from rejoinder.moderation.rules.repeat import repeat
from rejoinder.moderation.rules.shouting import shouting
from rejoinder.moderation.rules.thread_closed import closed
from rejoinder.moderation.rules.words import name as words_in_name
from rejoinder.moderation.rules.words import words as words_in_text
from rejoinder.readers.model import Standing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMMENT = Case(
    text="The night tram is full by Kettle Street, every time.",
    author_name="Old Bosun",
    standing=Standing.KNOWN,
    record=Record(published=3),
    now=NOW,
    fingerprint="the night tram",
)


def said(
    check: Callable[[Policy, Case], Iterator[Finding]], policy: Policy, case: Case
) -> list[tuple[str, Severity]]:
    return [(finding.rule, finding.severity) for finding in check(policy, case)]


def only(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    return finding


def test_a_closed_conversation_takes_nothing() -> None:
    case = replace(COMMENT, thread_closed=True)
    assert said(closed, Policy(), case) == [("thread-closed", Severity.REFUSE)]
    assert said(closed, Policy(), COMMENT) == []


@pytest.mark.parametrize(
    ("count", "rules"),
    [
        (1, [("length-short", Severity.REFUSE)]),
        (2, []),
        (5000, []),
        (5001, [("length-long", Severity.REFUSE)]),
    ],
)
def test_a_comment_must_have_the_length_of_one(
    count: int, rules: list[tuple[str, Severity]]
) -> None:
    assert said(length, Policy(), replace(COMMENT, text="ä" * count)) == rules


@pytest.mark.parametrize(
    ("text", "in_reply", "alone"),
    [
        ("👍", True, True),
        ("👍🏽", True, True),
        ("👨\u200d👩\u200d👧", True, True),
        ("🇩🇪", True, True),
        ("?", True, False),
        ("A", True, False),
        ("7", True, False),
        ("是", True, False),
        ("…", False, False),
        ("no", True, True),
    ],
)
def test_one_picture_is_enough_and_a_letter_or_a_question_mark_in_answer(
    text: str, in_reply: bool, alone: bool
) -> None:
    case = replace(COMMENT, text=text)
    assert said(length, Policy(), replace(case, has_parent=True)) == (
        [] if in_reply else [("length-short", Severity.REFUSE)]
    )
    assert said(length, Policy(), case) == ([] if alone else [("length-short", Severity.REFUSE)])


def test_length_is_what_a_person_sees() -> None:
    family = "👨\u200d👩\u200d👧"
    assert (
        said(length, read_policy("length.maximum = 20"), replace(COMMENT, text=family * 20)) == []
    )
    link = f"[here](https://a.example/{'x' * 100})"
    assert said(length, read_policy("length.maximum = 20"), replace(COMMENT, text=link)) == []


def test_a_word_is_found_where_a_link_stands_in_its_midst() -> None:
    text = "you kn[a](https://a.example/)ve"
    (finding,) = words_in_text(LISTS, replace(COMMENT, text=text))
    assert [text[start:end] for start, end in finding.spans] == ["kn[a](https://a.example/)ve"]


@pytest.mark.parametrize(
    ("text", "shouts"),
    [
        ("THE NIGHT TRAM IS FULL BY KETTLE STREET", True),
        ("THE NIGHT TRAM is full by kettle street", False),
        ("AAAAAAAAAAAAAA" + "b" * 6, True),  # 14 of 20
        ("AAAAAAAAAAAAA" + "b" * 7, False),  # 13 of 20
        ("A" * 19, False),
        ("A" * 20, True),
        ("1234567890 !!! 1234567890 ???", False),
        ("ПОЛНЫЙ ТРАМВАЙ КАЖДУЮ НОЧЬ", True),
        ("夜の電車はいつも満員です。夜の電車はいつも満員です。", False),
        ("", False),
    ],
)
def test_mostly_capitals_are_held_as_shouting(text: str, shouts: bool) -> None:
    expected = [("shouting", Severity.HOLD)] if shouts else []
    assert said(shouting, Policy(), replace(COMMENT, text=text)) == expected


def test_a_policy_can_leave_shouting_alone() -> None:
    policy = read_policy('shouting.share = "never"')
    assert said(shouting, policy, replace(COMMENT, text="A" * 50)) == []


LISTS = read_policy('[words]\nbanned = ["knave", "rog*"]\nwatched = ["lawsuit"]')


@pytest.mark.parametrize(
    ("text", "name", "rules"),
    [
        ("A fair point.", "Old Bosun", []),
        ("You knave.", "Old Bosun", [("words-banned", Severity.DECLINE)]),
        ("A lawsuit will follow.", "Old Bosun", [("words-watched", Severity.HOLD)]),
        ("Knavery and arrogance.", "Old Bosun", []),
        ("A fair point.", "Knave_of_Hearts", [("name-banned", Severity.DECLINE)]),
        ("A fair point.", "Lawsuit Larry", [("name-watched", Severity.HOLD)]),
        (
            "The lawsuit of a rogue",
            "Knave",
            [
                ("words-banned", Severity.DECLINE),
                ("words-watched", Severity.HOLD),
                ("name-banned", Severity.DECLINE),
            ],
        ),
    ],
)
def test_listed_words_are_found_in_the_text_and_in_the_name(
    text: str, name: str, rules: list[tuple[str, Severity]]
) -> None:
    case = replace(COMMENT, text=text, author_name=name)
    assert said(words_in_text, LISTS, case) + said(words_in_name, LISTS, case) == rules


def test_the_author_is_shown_the_words_as_they_wrote_them() -> None:
    case = replace(COMMENT, text="A ROGUE and a kn4ve, a ROGUE!")
    finding = only(words_in_text(LISTS, case))
    assert [case.text[start:end] for start, end in finding.spans] == ["ROGUE", "kn4ve", "ROGUE"]
    assert finding.evidence == ("ROGUE", "kn4ve")
    assert finding.facts == {"words": "“ROGUE”, “kn4ve”"}


def test_a_name_is_no_place_in_the_text() -> None:
    finding = only(words_in_name(LISTS, replace(COMMENT, author_name="Knave of Hearts")))
    assert finding.spans == ()
    assert finding.evidence == ("Knave",)


def test_a_text_full_of_banned_words_is_not_marked_from_end_to_end() -> None:
    finding = only(words_in_text(LISTS, replace(COMMENT, text="knave " * 900)))
    assert len(finding.spans) == 20


@pytest.mark.parametrize(
    ("standing", "set_links", "held"),
    [
        (Standing.NEW, 0, False),
        (Standing.NEW, 1, True),
        (Standing.KNOWN, 2, False),
        (Standing.KNOWN, 3, True),
        (Standing.TRUSTED, 2, False),
        (Standing.TRUSTED, 9, False),
    ],
)
def test_a_person_opens_the_links_where_there_are_many(
    standing: Standing, set_links: int, held: bool
) -> None:
    addresses = tuple(f"https://a.example/{number}" for number in range(set_links))
    case = replace(COMMENT, standing=standing, links=addresses)
    assert said(links_many, Policy(), case) == ([("links-many", Severity.HOLD)] if held else [])


def test_an_address_written_two_ways_counts_once() -> None:
    same = ("https://a.example/%C3%A4", "https://a.example/ä", "https://a.example/ä.")
    assert said(links_many, Policy(), replace(COMMENT, links=same)) == []


BLOCKED = read_policy('[links]\nblocked_hosts = ["spam.example", "müller.example"]')


@pytest.mark.parametrize(
    "link",
    [
        "https://spam.example",
        "http://SPAM.example:8080/x?y#z",
        "spam.example/offer",
        "www.spam.example",
        "https://a.b.spam.example./",
        "https://paper.example@spam.example/",
        "https:\\\\spam.example\\x",
        "https://spam%2Eexample/",
        "https://xn--mller-kva.example/",
        "https://MÜLLER.example/",
    ],
)
def test_a_link_to_a_blocked_host_is_declined(link: str) -> None:
    case = replace(COMMENT, links=("https://fine.example", link))
    finding = only(links_blocked(BLOCKED, case))
    assert (finding.rule, finding.severity) == ("links-blocked", Severity.DECLINE)
    assert finding.evidence == (link,)


@pytest.mark.parametrize(
    "link",
    [
        "https://notspam.example",
        "https://spam.example.org/",
        "https://fine.example/spam.example",
        "https://spam.example@fine.example/",
        "http://[broken",
        "https://" + "a" * 70 + ".example",
        "mailto:knave@fine.example",
        "",
    ],
)
def test_other_links_are_not(link: str) -> None:
    assert said(links_blocked, BLOCKED, replace(COMMENT, links=(link,))) == []


def test_a_link_is_marked_where_it_stands() -> None:
    text = "Read [this](https://spam.example/a) now"
    case = replace(COMMENT, text=text, links=("https://spam.example/a",))
    (span,) = only(links_blocked(BLOCKED, case)).spans
    assert text[slice(*span)] == "https://spam.example/a"


def sent(minutes_ago: float, fingerprint: str = "something else") -> Earlier:
    return Earlier(fingerprint, NOW - timedelta(minutes=minutes_ago))


@pytest.mark.parametrize(
    ("text", "minutes_ago", "declined"),
    [
        (COMMENT.text, 3, True),
        (COMMENT.text, 24 * 60 - 1, True),
        (COMMENT.text, 24 * 60, False),
        ("Thank you, M. Okafor!", 3, False),
        ("👍 👍 👍 👍 👍 👍 👍 👍 👍 👍 👍 👍 👍 👍", 3, False),
    ],
)
def test_the_same_comment_is_taken_once_a_day(
    text: str, minutes_ago: float, declined: bool
) -> None:
    case = replace(COMMENT, text=text, earlier=(sent(minutes_ago, COMMENT.fingerprint),))
    expected = [("repeat", Severity.DECLINE)] if declined else []
    assert said(repeat, Policy(), case) == expected


def test_a_different_comment_is_no_repeat() -> None:
    case = replace(COMMENT, earlier=(sent(3), sent(5)))
    assert said(repeat, Policy(), case) == []
    assert said(repeat, Policy(), replace(case, fingerprint="")) == []


@pytest.mark.parametrize(
    ("minutes_ago", "seconds"),
    [
        ([0.1, 0.2, 0.3, 0.4], None),
        ([0.1, 0.2, 0.3, 0.4, 2], None),
        ([0.1, 0.2, 0.3, 0.4, 1.5], 30),
        ([0.1, 0.2, 0.3, 0.4, 1.99], 5),
        ([0.1, 0.2, 0.3, 0.4, 0.5, 1.9], 90),  # five must leave room, not six
    ],
)
def test_whoever_sends_many_at_once_is_told_how_long_to_wait(
    minutes_ago: list[float], seconds: int | None
) -> None:
    case = replace(COMMENT, earlier=tuple(map(sent, minutes_ago)))
    found = list(flood(Policy(), case))
    assert [finding.facts["seconds"] for finding in found] == ([] if seconds is None else [seconds])
    assert all(finding.severity is Severity.REFUSE for finding in found)


def test_an_edit_is_not_one_comment_more() -> None:
    case = replace(COMMENT, earlier=tuple(map(sent, [0.1] * 9)), is_edit=True)
    assert said(flood, Policy(), case) == []
