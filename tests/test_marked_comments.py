"""Comments with plain emphasis and links, which are read by a shorter way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.text import comments, shown_comment, tidy
from rejoinder.text.comments import Shown
from rejoinder.text.marked import marked_comment
from rejoinder.text.sanitising import clean_comment

_ADDRESS = "https://elsewhere.example/a_b?c=1#d"
_PARTS = st.sampled_from(
    [
        *("**", "*", "_", "[", "](", ")", "<", ">", "!", "\\", "\n", "\n\n", " ", "  ", "&", "- "),
        *(
            "**well said**",
            "*so*",
            "*a b*",
            "5*4*3",
            "f**k",
            "1. ",
            "word",
            "Ä",
            "é",
            "…",
            "'",
            '"',
        ),
        *(f"[the report]({_ADDRESS})", f"[ two ]({_ADDRESS})", f"[…]({_ADDRESS})"),
        *(f"<{_ADDRESS}>", _ADDRESS, f"({_ADDRESS})", "[a](https://256.1.1.1/)"),
        *(
            "[a](https://xn--a.example/)",
            "[a](https://a.example:99999/)",
            "**[b](x)**",
            "\xa0",
            "ﬁ",
        ),
        *("<b>", "</b>", "**a\nb**", "\u2800", "\u115f", "[\u115f](https://a.example/)", "***"),
    ]
)


@settings(max_examples=150)
@given(st.lists(_PARTS | st.text(max_size=3), max_size=12).map("".join))
def test_the_shorter_way_leads_to_the_same(raw: str) -> None:
    source = tidy(raw)
    found = marked_comment(source)
    if found is not None:
        writer = comments._written(source)
        assert found == (clean_comment("".join(writer.html)), writer.text)


@pytest.mark.parametrize(
    "source",
    [
        "**Well** said, and *so* on.",
        f"See [the report]({_ADDRESS}).\n\n\u201e**Ä**\u201c, and\n<{_ADDRESS}>",
    ],
)
def test_it_is_the_way_of_what_most_people_mark(source: str) -> None:
    found = marked_comment(source)
    assert found is not None
    assert shown_comment(source) == Shown(*found)


@pytest.mark.parametrize(
    "source",
    [
        *(
            "5*4*3 **b**",
            "**b**c",
            "** b**",
            "[b](javascript:alert(1))",
            "**a [b](https://a.example)**",
        ),
        *("![a](https://a.example/)", "1. **a**", "> **a**", "<script>", "[ ](https://a.example/)"),
        *('[a](https://a.example/"onclick=x)', "[a](https://1.2.3.4.5/)", "a &amp; **b**"),
    ],
)
def test_whatever_might_mean_something_else_goes_the_whole_way(source: str) -> None:
    assert marked_comment(source) is None
