"""The report: one sound file that loads and runs nothing, whatever readers wrote."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser

import pytest

from rejoinder.evaluation import Evaluation, Row, evaluate, render_page, render_table
from tests.support.labelled_judges import Scripted

HOSTILE = '</p></details><script>alert("1")</script><img src=x onerror=alert(1)> & \u202e back'

VOID = {"meta", "br", "img", "link", "input"}


class Reading(HTMLParser):
    """What a browser would find: tags in order, their attributes, and whether all are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def found() -> Evaluation:
    """Forty texts in two groups, all of them hostile, with mistakes of both kinds."""
    scores = {f"{HOSTILE} {n}": {"insult": (n * 7 % 40) / 40, "threat": 0.2} for n in range(40)}
    rows = [
        Row(text, {"insult": n % 3 == 0, "threat": False}, group=f"<i>{n % 2}\x1b[2J", line=n + 2)
        for n, text in enumerate(scores)
    ]
    return evaluate([*rows, Row("Guten Tag", {"insult": False})], Scripted(scores))


@pytest.fixture(scope="module")
def page(found: Evaluation) -> str:
    """The report on them."""
    source = "<b>comments</b>.csv"
    return render_page(found, source=source, grouped_by="<u>g", written=date(2026, 11, 24))


def test_the_page_is_well_formed_and_names_nothing_twice(page: str) -> None:
    read = Reading(page)
    assert read.open == []
    names = [told["id"] for _, told in read.tags if "id" in told]
    assert len(names) == len(set(names))
    used = [told[key] for _, told in read.tags for key in ("aria-labelledby",) if key in told]
    assert {name for each in used for name in str(each).split()} <= set(names)
    links = [str(told["href"]) for tag, told in read.tags if tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(names)


def test_what_strangers_wrote_is_shown_and_never_obeyed(page: str) -> None:
    read = Reading(page)
    tags = {tag for tag, _ in read.tags}
    assert not tags & {"script", "img", "b", "i", "u", "iframe", "object", "link", "form"}
    assert not [key for _, told in read.tags for key in told if key.startswith("on")]
    assert HOSTILE in read.words
    assert "<b>comments</b>.csv" in read.words


def test_nothing_is_fetched(page: str) -> None:
    assert "default-src 'none'" in page
    without_font, fonts = re.subn(r'url\("data:font/woff2;base64,[\w+/=]+"\)', "", page)
    assert fonts == 1
    assert "url(" not in without_font
    assert "@import" not in without_font
    assert "//" not in without_font
    assert not [told for _, told in Reading(page).tags if "src" in told or "srcset" in told]


def test_every_plot_is_sound_and_says_in_words_what_it_shows(page: str) -> None:
    plots = [ET.fromstring(plot) for plot in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314 - our own page
    assert len(plots) == 4 + 2  # threats are of one class: no curves
    for plot in plots:
        title, told = plot.find("title"), plot.find("desc")
        assert plot.get("role") == "img"
        assert title is not None
        assert told is not None
        assert title.text
        assert told.text
        assert plot.findall("text")


def test_every_mark_lies_within_its_plot(page: str) -> None:
    for plot in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        drawn = ET.fromstring(plot)  # noqa: S314 - our own page
        _, _, width, height = map(float, str(drawn.get("viewBox")).split())
        for each in drawn.iter("polyline"):
            for point in str(each.get("points")).split():
                x, y = map(float, point.split(","))
                assert 0 <= x <= width
                assert 0 <= y <= height
        for each in drawn.iter("rect"):
            assert float(str(each.get("height"))) > 0
            assert 0 <= float(str(each.get("y"))) <= height


def test_mistakes_are_folded_away_in_the_page_and_absent_from_the_terminal(
    page: str, found: Evaluation
) -> None:
    before, _, rest = page.partition("<details>")
    assert "onerror" not in before
    assert "onerror" in rest
    assert " open" not in re.findall(r"<details[^>]*>", page)[0]
    table = render_table(found)
    assert "alert" not in table
    assert "\x1b" not in table


def test_the_terminal_says_what_the_page_says(page: str, found: Evaluation) -> None:
    table, words = render_table(found), Reading(page).words
    assert "41 texts, 1 of them not judged" in table
    assert "41 texts, 1 of them not judged" in words
    insult = next(each for each in found.attributes if each.attribute == "insult")
    assert f"{insult.auc:.3f}" in table
    assert f"{insult.auc:.3f}" in words
    assert max(map(len, table.splitlines())) <= 100


def test_texts_that_none_could_judge_make_a_page_all_the_same() -> None:
    found = evaluate([Row("Guten Tag", {"insult": True})], Scripted({}))
    assert "could be scored" in Reading(render_page(found, source="a.csv")).words
    assert "–" in render_table(found)


def test_a_very_long_text_is_cut_short() -> None:
    found = evaluate([Row("x" * 5000, {"insult": True})], Scripted({"x" * 5000: {"insult": 0.1}}))
    words = Reading(render_page(found, source="a.csv")).words
    assert "x" * 1000 + "…" in words
    assert "x" * 1001 not in words
