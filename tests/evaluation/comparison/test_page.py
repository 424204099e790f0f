"""The comparison on a terminal and as a page: readers' words shortened, escaped, or left out."""

from dataclasses import replace
from datetime import date

import pytest

from rejoinder.evaluation.comparison import (
    Comparison,
    Recording,
    Recordings,
    compare,
    render_comparison_page,
    render_comparison_table,
)
from tests.evaluation.test_page import HOSTILE, Reading


@pytest.fixture(scope="module")
def found() -> Comparison:
    """Forty hostile texts, and an attribute that none of them was scored for."""
    rows = [Recording(f"{HOSTILE}\x1b[2J {n}", {"INSULT": n / 40}, n + 2) for n in range(40)]
    rows.append(Recording("Guten Tag", {"THREAT": 0.4}, 42))
    scores = [*({"INSULT": (n * 7 % 40) / 40} for n in range(40)), None]
    return Comparison(
        model="scripted-1",
        texts=41,
        unjudged=1,
        languages={"de": 1},
        scaled=("INSULT",),
        passed_over=("FLIRTATION",),
        attributes=compare(Recordings(rows, ("INSULT", "THREAT"), ()), scores),
    )


def test_the_tables_fit_a_terminal_and_cannot_steer_it(found: Comparison) -> None:
    table = render_comparison_table(found)
    assert max(map(len, table.splitlines()[1:])) <= 80
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert "41 texts, 1 of them not judged" in table
    assert "Scale: a table for INSULT" in table
    assert "Recorded, and not measured here: FLIRTATION" in table
    assert "INSULT, farthest apart where ours is higher" in table
    assert "THREAT over the thresholds" not in table
    assert "as they are measured" in render_comparison_table(replace(found, scaled=()))


def test_texts_can_be_left_out_of_both(found: Comparison) -> None:
    assert "alert" in render_comparison_table(found)
    assert "alert" not in render_comparison_table(found, texts=False)
    assert "alert" in render_comparison_page(found, source="a.csv")
    assert "alert" not in render_comparison_page(found, source="a.csv", texts_shown=False)


def test_the_page_is_well_formed_and_obeys_no_stranger(found: Comparison) -> None:
    page = render_comparison_page(found, source="<b>a</b>.csv", written=date(2026, 11, 24))
    read = Reading(page)
    assert read.open == []
    names = [told["id"] for _, told in read.tags if "id" in told]
    assert len(names) == len(set(names))
    used = [told["aria-labelledby"] for _, told in read.tags if "aria-labelledby" in told]
    assert {name for each in used for name in str(each).split()} <= set(names)
    links = [str(told["href"]) for tag, told in read.tags if tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(names)
    tags = {tag for tag, _ in read.tags}
    assert not tags & {"script", "img", "b", "iframe", "object", "link", "form"}
    assert "24 November 2026" in read.words
    assert "<b>a</b>.csv" in read.words
