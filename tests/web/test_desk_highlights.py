"""What the judge found, highlighted in a comment's own words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from rejoinder.web.desk.highlights import Highlight, highlighted

UNSEEN = re.compile(r'<span class="unseen">.*?</span>')
MARK = re.compile(r'<mark class="([^"]*)" title="([^"]*)">(.*?)</mark>', re.DOTALL)


def seen(text: Markup) -> list[tuple[str, str, str]]:
    """Each mark's classes, names and words, as somebody who sees them does."""
    return MARK.findall(UNSEEN.sub("", text))


def insult(start: int, end: int) -> Highlight:
    return Highlight(start, end, "insult", "Insult")


def threat(start: int, end: int) -> Highlight:
    return Highlight(start, end, "threat", "Threat")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], []),
        ([insult(4, 9)], [("mark-insult", "Insult", "knave")]),
        (
            [insult(0, 6), threat(4, 9)],
            [
                ("mark-insult", "Insult", "you "),
                ("mark-insult mark-threat", "Insult, Threat", "kn"),
                ("mark-threat", "Threat", "ave"),
            ],
        ),
        (
            [insult(0, 9), threat(4, 6)],
            [
                ("mark-insult", "Insult", "you "),
                ("mark-insult mark-threat", "Insult, Threat", "kn"),
                ("mark-insult", "Insult", "ave"),
            ],
        ),
        ([insult(0, 6), insult(4, 9)], [("mark-insult", "Insult", "you knave")]),
        ([insult(0, 4), insult(4, 9)], [("mark-insult", "Insult", "you knave")]),
        ([insult(4, 9), insult(4, 9)], [("mark-insult", "Insult", "knave")]),
        ([insult(-3, 4), insult(4, 99), insult(9, 4), insult(5, 5)], []),
    ],
)
def test_every_stretch_is_marked_with_what_was_found_there(
    found: list[Highlight], expected: list[tuple[str, str, str]]
) -> None:
    assert seen(highlighted("you knave", found)) == expected


def test_a_screen_reader_is_told_where_a_mark_begins_and_ends() -> None:
    told = re.sub(r"<[^>]*>", "", highlighted("you knave!", [insult(4, 9)]))
    assert told == "you [Insult: knave]!"


def test_what_a_reader_wrote_never_becomes_markup() -> None:
    source = '<script>"knave"</script> & more'
    text = highlighted(source, [insult(3, 14), Highlight(20, 31, 'x" onclick="', "<b>")])
    assert "<script" not in text
    assert 'onclick="' not in text
    assert "<b>" not in text


spans = st.tuples(st.integers(-2, 25), st.integers(-2, 25), st.sampled_from("abc"))


@given(st.text(max_size=20), st.lists(spans, max_size=6))
def test_whatever_is_marked_the_words_stay_the_same(
    source: str, stretches: list[tuple[int, int, str]]
) -> None:
    text = highlighted(
        source, [Highlight(start, end, kind, kind) for start, end, kind in stretches]
    )
    bare = re.sub(r"</?mark[^>]*>", "", UNSEEN.sub("", text))
    assert bare == str(escape(source))
