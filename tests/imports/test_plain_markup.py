"""HTML of the plainest kind, which becomes Markdown by a shorter way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.imports import markup
from rejoinder.imports.plain_markup import plain_markup
from rejoinder.text import tidy

_ADDRESS = "https://elsewhere.example/a_b?c=1#d"
_LINK = f'<a href="{_ADDRESS}" rel="nofollow noopener" target="_blank">'
_PARTS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<br>",
            "<br />",
            "<br/>",
            " ",
            "  ",
            "\n",
            "\t",
            "word",
            "Ä",
            "*",
            "_",
            "[",
        ),
        *(
            "<b>bold</b>",
            "<i>so</i>",
            "<em>so so</em>",
            "<strong> so</strong>",
            "<b>so </b>",
            "<b></b>",
        ),
        *(f"{_LINK}the report</a>", f"{_LINK}{_ADDRESS}</a>", f"{_LINK}https://else...</a>"),
        *(f"{_LINK} two </a>", f"{_LINK}a[b]</a>", '<a href="javascript:x()">a</a>', "](", "&amp;"),
        *('<a href="https://1.2.3.4.5/">a</a>', '<a href="https://a.example" class="b">a</a>', "!"),
        *(
            "<b>",
            "</b>",
            "<a>",
            "</a>",
            ">",
            "<",
            "\\",
            "\xa0",
            "\u2028",
            "<b>a<i>b</i></b>",
            "<li>",
        ),
        *(
            "<b>a > b</b>",
            "<li>",
            "<blockquote>",
            "- ",
            "1. ",
            "<script>x</script>",
            "<!-- -->",
            "\x0b",
        ),
    ]
)


@settings(max_examples=150)
@given(st.lists(_PARTS, max_size=12).map("".join))
def test_the_shorter_way_leads_to_the_same(html: str) -> None:
    found = plain_markup(html)
    if found is not None:
        assert tidy(found) == tidy(markup._whole(html))


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ("<p>One.</p><p> Two &amp;<br>three.</p>", "One.\n\nTwo &\nthree."),
        (f"<p><b>So</b>, {_LINK}the report</a>.", f"**So**, [the report]({_ADDRESS})."),
        (f"<i>Ä</i> {_LINK}https://elsewhere...</a>", f"*Ä* <{_ADDRESS}>"),
    ],
)
def test_it_is_the_way_of_most(html: str, source: str) -> None:
    assert tidy(plain_markup(html) or "") == source


@pytest.mark.parametrize(
    "html",
    [
        *("<b>a<i>b</i></b>", '<a href="javascript:x()">a</a>', "<b>a &amp; b</b>", "<b>5*4</b>"),
        *('<a href="https://1.2.3.4.5/">a</a>', '<b onclick="x()">a</b>', "a <b>b", "<li>a</li>"),
    ],
)
def test_whatever_is_different_is_sanitised_first(html: str) -> None:
    assert plain_markup(html) is None
