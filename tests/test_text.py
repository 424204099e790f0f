"""What a reader may write, what it looks like to others, and what it can never do to them."""

import re
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.text import (
    ARTICLE_TAGS,
    COMMENT_TAGS,
    read_article,
    read_comment,
    render_article,
    render_comment,
    tidy,
    tidy_line,
)

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import 'http://evil.example'</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<form action=http://evil.example><input name=q></form>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<b onmouseover=alert(1)>bold</b>",
    "</p></article><h1>Breaking</h1>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](java\u202escript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:http://evil.example/1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](http://ok.example "onmouseover=alert(1)")',
    '[x](http://ok.example"onmouseover="alert(1))',
    "[x](http://ok.example' onmouseover='alert(1))",
    '[x](http://ok.example\\" onmouseover=alert(1))',
    "![x](http://tracker.example/pixel.gif)",
    "![x](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "**<script>alert(1)</script>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<scr\ud800ipt>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
]

# The scheme of an address, "" for one within the site.
SCHEME = re.compile(r"((?:[a-zA-Z][a-zA-Z0-9+.-]*(?=:))?)")


class Seen(HTMLParser):
    """The tags and attributes of a page, as a browser would find them."""

    def __init__(self, html: str) -> None:
        """Reads it all."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes one."""
        self.tags.add(tag)
        self.attributes.extend(attrs)

    def check(self, tags: AbstractSet[str], schemes: set[str]) -> None:
        """Only tags that are allowed, with no attribute but a harmless address."""
        assert self.tags <= tags
        assert {name for name, _ in self.attributes} <= {"href", "rel"}
        links = [value or "" for name, value in self.attributes if name == "href"]
        # Browsers pass over blanks and controls where a scheme begins, and inside it.
        bare = [re.sub(r"[\x00-\x20]", "", link) for link in links]
        assert {SCHEME.match(link)[1] for link in bare} <= schemes  # type: ignore[index]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_anything_but_text_and_plain_links(attack: str) -> None:
    Seen(render_comment(tidy(attack))).check(COMMENT_TAGS, {"http", "https"})
    Seen(render_article(tidy(attack))).check(ARTICLE_TAGS, {"http", "https", "mailto", ""})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*ATTACKS, "*", "[", "](", ">", "\n", "- ", "_", "a", "<"])))
def test_nor_do_any_of_them_together(parts: list[str]) -> None:
    Seen(render_comment(tidy("".join(parts)))).check(COMMENT_TAGS, {"http", "https"})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Well said.", "<p>Well said.</p>"),
        ("One\nTwo", "<p>One<br>\nTwo</p>"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("**bold** and *slanted*", "<p><strong>bold</strong> and <em>slanted</em></p>"),
        ("> they said", "<blockquote>\n<p>they said</p>\n</blockquote>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("# not a headline", "<p># not a headline</p>"),
        ("`code`", "<p>`code`</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("\\*as written\\*", "<p>*as written*</p>"),
        (
            "[the report](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
            "the report</a></p>",
        ),
        (
            "<https://example.org/>",
            '<p><a href="https://example.org/" rel="nofollow ugc noopener">'
            "https://example.org/</a></p>",
        ),
        ("[here](/articles/x)", "<p>[here](/articles/x)</p>"),
        ("[here](//example.org)", "<p>[here](//example.org)</p>"),
        ("", ""),
    ],
)
def test_the_small_markdown_that_readers_know(written: str, shown: str) -> None:
    assert render_comment(written) == shown


def test_an_article_may_have_crossheads_and_rules_too() -> None:
    shown = render_article("## The vote\n\nIt passed.\n\n---\n\n[Write](mailto:desk@example.org)")
    assert shown == (
        "<h2>The vote</h2>\n<p>It passed.</p>\n<hr>\n"
        '<p><a href="mailto:desk@example.org">Write</a></p>'
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  space around \n", "space around"),
        ("Windows\r\nMac\rUnix\n", "Windows\nMac\nUnix"),
        ("line\u2028paragraph\u2029next\x85feed\x0cend", "line\nparagraph\nnext\nfeed\nend"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("id\x00i\x08ot\x7f", "idiot"),
        ("re\u202eversed\u202c", "reversed"),
        ("\u2066isolated\u2069", "isolated"),
        ("half \ud83d of a face", "half  of a face"),
        ("whole \U0001f600 face", "whole \U0001f600 face"),
        ("cafe\u0301", "café"),
        ("tab\tstays", "tab\tstays"),
        ("\ufffe\uffff", ""),
        ("\x00\r\n \t", ""),
    ],
)
def test_what_hides_or_reorders_text_is_taken_out(sent: str, kept: str) -> None:
    assert tidy(sent) == kept


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_tidied_text_is_tidy_and_can_be_stored(sent: str) -> None:
    kept = tidy(sent)
    assert tidy(kept) == kept
    kept.encode()
    assert "\x00" not in kept


def test_a_name_stands_on_one_line() -> None:
    assert tidy_line(" Ilka\r\n\tMoreau\u2029Dahl ") == "Ilka Moreau Dahl"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("nothing here, e.g. this", []),
        ("[a](https://a.example/x)", ["https://a.example/x"]),
        ("<https://a.example/x>", ["https://a.example/x"]),
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("**http://a.example** or (http://b.example)", ["http://a.example", "http://b.example"]),
        ("“www.a.example”, he said", ["www.a.example"]),
        ("a.example/path and b.example", ["a.example/path"]),
        ("HTTPS://A.EXAMPLE", ["HTTPS://A.EXAMPLE"]),
        ("http://a.example http://a.example", ["http://a.example"]),
        ("[http://a.example](http://b.example)", ["http://b.example", "http://a.example"]),
        ("[x](//a.example)", []),
        ("![x](http://a.example/p.gif)", ["http://a.example/p.gif"]),
    ],
)
def test_links_are_found_written_out_or_behind_words(written: str, found: list[str]) -> None:
    assert list(read_comment(written).links) == found


def test_the_judge_reads_words_not_marks() -> None:
    source = (
        "## The *vote*\n\nIt **passed**\nlate.\n\n> [They](http://a.example) said\n\n- so\n\n---"
    )
    assert read_article(source).words == "The vote\nIt passed late.\nThey said\nso"


@pytest.mark.parametrize(
    "piece",
    [
        *(">", "[", "*", "_", "(", "<", "\\", "&", "-", "`", "!", "\n", "#", "😀"),
        *("> ", "- ", "1. ", "a-", "a.", "_a", "*a_b", "a**b", "[a](", "[a][b]", "![[", "<a@"),
        *("http://", "www.", "a.bb/", "\n>", "- a\n", "> - ", "](", "[x](http://a(", "e\u0301"),
    ],
)
@pytest.mark.parametrize("work", [tidy, render_comment, read_article])
def test_four_times_the_text_takes_no_more_than_ten_times_the_time(
    work: Callable[[str], object], piece: str
) -> None:
    took = [_seconds(work, (piece * size)[:size]) for size in (2_500, 10_000)]
    # What takes no time at all is hard to compare.
    assert took[1] < 2 or took[1] < 10 * took[0]


def test_a_quarrel_of_a_thousand_quotes_is_shown_not_crashed_on() -> None:
    shown = render_comment(">" * 1000 + " I said so")
    assert shown.count("<blockquote>") <= 20
    assert shown.count("<blockquote>") == shown.count("</blockquote>")


def _seconds(work: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun
