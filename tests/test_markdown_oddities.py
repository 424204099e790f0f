"""What people write is what is shown: where Markdown would make something else of it, we do not."""

import re

import pytest

from rejoinder.text import read_comment, tidy, visible_text

LINK = '<a href="{}" rel="nofollow ugc noopener">'
SEAWEED = "https://en.wikipedia.org/wiki/Kelp_(seaweed)"

# What is typed, and what a reader expects to see; None where that is a paragraph of the same.
ODDITIES: list[tuple[str, str | None]] = [
    ("1986. What a year!", None),
    ("2. Secondly, who pays?", None),
    ("1) this 2) that", None),
    ("3. three\n2. two", "<p>3. three<br>\n2. two</p>"),
    ("1. eggs\n2. milk", "<ol>\n<li>eggs</li>\n<li>milk</li>\n</ol>"),
    ("1. eggs\n5. milk", "<p>1. eggs<br>\n5. milk</p>"),
    ("We need:\n- eggs\n- milk", "<p>We need:</p>\n<ul>\n<li>eggs</li>\n<li>milk</li>\n</ul>"),
    (
        "- eggs\n- milk\nThat is all",
        "<ul>\n<li>eggs</li>\n<li>milk</li>\n</ul>\n<p>That is all</p>",
    ),
    ("- said he, and left", None),
    ("* a footnote", None),
    ("+1", None),
    ("+ one for the mayor", None),
    ("-5 degrees at noon", None),
    ("> 50% of us walk", "<p>&gt; 50% of us walk</p>"),
    (">= 12 votes", "<p>&gt;= 12 votes</p>"),
    (">:(", "<p>&gt;:(</p>"),
    ("> It rained.", "<blockquote>\n<p>It rained.</p>\n</blockquote>"),
    (
        "> It rained.\nIt did not.",
        "<blockquote>\n<p>It rained.</p>\n</blockquote>\n<p>It did not.</p>",
    ),
    (
        "It did not.\n> It rained.",
        "<p>It did not.</p>\n<blockquote>\n<p>It rained.</p>\n</blockquote>",
    ),
    (
        ">> Twice quoted",
        "<blockquote>\n<blockquote>\n<p>Twice quoted</p>\n</blockquote>\n</blockquote>",
    ),
    ("#1 reason to stay", None),
    ("# hashtag", None),
    ("#bridge #ferry", None),
    ("Text\n---", "<p>Text<br>\n---</p>"),
    ("Text\n===", "<p>Text<br>\n===</p>"),
    ("* * *", None),
    ("___", None),
    ("***", None),
    ("~50~", None),
    ("~~gone~~", None),
    ("5*4*3 is sixty", None),
    ("2 * 3 * 4", None),
    ("snake_case_name", None),
    ("f**k", None),
    ("*****", None),
    ("He is *so* wrong", "<p>He is <em>so</em> wrong</p>"),
    ("_Ulysses_ is long", "<p><em>Ulysses</em> is long</p>"),
    ("**Never** again", "<p><strong>Never</strong> again</p>"),
    ("¯\\_(ツ)_/¯", None),
    ("C:\\dir\\new", None),
    ("and so on\\", None),
    ("1986\\. What a year", None),
    ("not \\*so\\* wrong", "<p>not *so* wrong</p>"),
    ("a < b > c", "<p>a &lt; b &gt; c</p>"),
    ("<3", "<p>&lt;3</p>"),
    ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
    ("<!-- note -->", "<p>&lt;!-- note --&gt;</p>"),
    ("&copy and &amp;", "<p>&amp;copy and &amp;amp;</p>"),
    (":) ;-) :-*", None),
    ("`ls`", None),
    ("Four:\n\n    spaces", "<p>Four:</p>\n<p>spaces</p>"),
    ("| a | b |\n|---|---|", "<p>| a | b |<br>\n|---|---|</p>"),
    ("So they say.[^1]", None),
    ("[citation needed]", None),
    ("[x] done, [ ] to do", None),
    ("(c) 2026 (tm)", None),
    ("ann@example.org, @ann", None),
    ("<ann@example.org>", "<p>&lt;ann@example.org&gt;</p>"),
    ("$5 or 5$", None),
    ("Well... so -- what --- now", None),
    ("\"Quoted\" and 'so'", None),
    ("One\nTwo", "<p>One<br>\nTwo</p>"),
    ("[a]: https://a.example", None),
    (f"[kelp]({SEAWEED})", f"<p>{LINK.format(SEAWEED)}kelp</a></p>"),
    (
        "![A bridge](https://a.example/b.jpg)",
        f"<p>{LINK.format('https://a.example/b.jpg')}A bridge</a></p>",
    ),
    ("Look![here](https://a.example)", f"<p>Look!{LINK.format('https://a.example')}here</a></p>"),
    ("[](https://a.example)", None),
    ("[\u200b](https://a.example)", None),
    ('[x](https://a.example "hidden words")', None),
    ("[x](javascript:alert)", None),
]


@pytest.mark.parametrize(("typed", "shown"), ODDITIES)
def test_what_people_write_is_what_is_shown(typed: str, shown: str | None) -> None:
    assert read_comment(tidy(typed)).html == (f"<p>{typed}</p>" if shown is None else shown)


def test_nineteen_quotations_in_each_other_leave_room_on_a_telephone() -> None:
    html = read_comment(">" * 19 + " I said so").html
    assert html.count("<blockquote>") == 3
    assert "I said so" in html


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        (f"[kelp]({SEAWEED})", [SEAWEED]),
        (f"Read {SEAWEED}.", [SEAWEED]),
        (f"(see {SEAWEED})", [SEAWEED]),
        (f"[a]({SEAWEED}) and [b](https://en.wikipedia.org/wiki/Sea)", None),
        ("en.wikipedia.org/x", ["en.wikipedia.org/x"]),
        ("[Müller](https://müller.example/a)", ["https://müller.example/a"]),
        (
            "https://müller.example/a and https://xn--mller-kva.example/a",
            ["https://müller.example/a"],
        ),
        ("[https://a.example](https://a.example)", ["https://a.example"]),
        ("and/or, 24/7, e.g. this", []),
    ],
)
def test_a_link_counts_once(typed: str, links: list[str] | None) -> None:
    found = read_comment(typed).links
    assert len(found) == 2 if links is None else list(found) == links


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("fu[c](https://a.example/)king mor[o](https://a.example/)n", "fucking moron"),
        ("**you** *kna*ve", "you *kna*ve"),
        ("you *knave*", "you knave"),
        ("> you\n> knave", "you\nknave"),
        ("![kn](https://a.example)ave", "knave"),
        ("kn\\*ve", "kn*ve"),
        ("<https://a.example/kn>ave", "https://a.example/knave"),
    ],
)
def test_what_is_seen_is_told_with_the_way_back_to_what_was_typed(typed: str, seen: str) -> None:
    visible = visible_text(typed)
    assert visible.text == seen
    for at, letter in enumerate(seen):
        start, end = visible.original(at, at + 1)
        assert letter in {typed[start:end], "\n"}


def test_what_the_page_shows_is_what_the_judge_reads() -> None:
    for typed, _ in ODDITIES:
        read = read_comment(tidy(typed))
        shown = re.sub(r"<[^>]*>", "", read.html).replace("&lt;", "<").replace("&gt;", ">")
        assert "".join(read.visible.text.split()) == "".join(shown.replace("&amp;", "&").split())


def test_an_address_behind_words_is_read_below_them() -> None:
    judged = read_comment("a [deal](https://a.example/pills) for you").judged
    assert judged.text == "a deal for you\nhttps://a.example/pills"
    assert judged.original(15, len(judged.text)) == (9, 32)
