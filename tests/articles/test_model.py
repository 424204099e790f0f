"""What an editor may hand in as an article, and what is said when it cannot be taken."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rejoinder.articles.fields import LONGEST_BODY
from rejoinder.articles.model import (
    ArticleSource,
    from_fields,
    read_source,
    slug_from,
)
from rejoinder.errors import Invalid

FULL = """---
headline: Harbour bridge to close
slug: harbour-bridge
section: Local
standfirst: >
  Six weeks
  of repairs
byline: By Ilka Moreau-Dahl
dateline: SALTNESS
author_note: The author sails.
published: 2026-06-15T09:30:00+02:00
---

The bridge will close.

---

It will open again.
"""


def test_an_article_is_front_matter_and_markdown() -> None:
    assert read_source(FULL) == ArticleSource(
        slug="harbour-bridge",
        headline="Harbour bridge to close",
        body="The bridge will close.\n\n---\n\nIt will open again.",
        section="Local",
        standfirst="Six weeks of repairs",
        byline="By Ilka Moreau-Dahl",
        dateline="SALTNESS",
        author_note="The author sails.",
        published_at=datetime(2026, 6, 15, 9, 30, tzinfo=timezone(timedelta(hours=2))),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_from_any_editor_is_read(end: str, mark: str) -> None:
    raw = mark + "---\nheadline: Storm\n---\nRain.\n".replace("\n", end)
    assert read_source(raw) == ArticleSource(slug="storm", headline="Storm", body="Rain.")


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2026-06-15", datetime(2026, 6, 15, tzinfo=UTC)),
        ("2026-06-15 09:30:00", datetime(2026, 6, 15, 9, 30, tzinfo=UTC)),
        ("2026-06-15T09:30:00Z", datetime(2026, 6, 15, 9, 30, tzinfo=UTC)),
        ('"2026-06-15T09:30"', datetime(2026, 6, 15, 9, 30, tzinfo=UTC)),
        ("", None),
    ],
)
def test_when_it_was_published_may_be_written_in_several_ways(
    published: str, moment: datetime | None
) -> None:
    raw = f"---\nheadline: Storm\npublished: {published}\n---\nRain."
    assert read_source(raw).published_at == moment


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Just words.",
        "---\nheadline: Storm\n",
        "headline: Storm\n---\nRain.",
        "---\n[1, 2]\n---\nRain.",
        "---\nheadline: [\n---\nRain.",
        "---\nheadline: !!python/object/apply:os.system [date]\n---\nRain.",
        "---\n\x00\n---\nRain.",
        "---\npublished: 2026-02-31\nheadline: Storm\n---\nRain.",
    ],
)
def test_a_file_that_is_no_article_is_refused(raw: str) -> None:
    with pytest.raises(Invalid):
        read_source(raw)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"headline": ""}, "headline"),
        ({"headline": None}, "headline"),
        ({"headline": 7}, "headline"),
        ({"headline": "x" * 301}, "headline"),
        ({"headline": "Storm\x00"}, "headline"),
        ({"headline": "Storm \ud800"}, "headline"),
        ({"headline": "嵐"}, "slug"),  # no address can be made of it, so one must be given
        ({"slug": "Harbour"}, "slug"),
        ({"slug": "a--b"}, "slug"),
        ({"slug": "../etc"}, "slug"),
        ({"slug": "a/b"}, "slug"),
        ({"slug": "a" * 121}, "slug"),
        ({"body": ""}, "body"),
        ({"body": "  \n "}, "body"),
        ({"body": None}, "body"),
        ({"body": ["Rain."]}, "body"),
        ({"body": "x" * (LONGEST_BODY + 1)}, "body"),
        ({"section": ["Local"]}, "section"),
        ({"published": "yesterday"}, "published"),
        ({"published": 7}, "published"),
        ({"author": "Ilka"}, "author"),
        ({7: "x"}, "7"),
    ],
)
def test_the_field_that_cannot_be_taken_is_named(fields: dict[object, object], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_fields({"headline": "Storm", "body": "Rain.", **fields})
    assert refused.value.details["field"] == wrong


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Harbour bridge to close", "harbour-bridge-to-close"),
        ("  “Élan”, they said: Don't!  ", "elan-they-said-dont"),
        ("1,200 jobs — gone?", "1-200-jobs-gone"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("嵐", ""),
    ],
)
def test_an_address_is_made_of_the_headline(headline: str, slug: str) -> None:
    assert slug_from(headline) == slug
