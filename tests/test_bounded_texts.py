"""How texts are bounded, tidied and counted, and what becomes of articles' pictures and HTML."""

import time
import unicodedata

import pytest
import regex

from rejoinder.text import TooLong, characters, render_article, tidy

MARK = regex.compile(r"\p{M}")


@pytest.mark.parametrize(
    "written",
    [
        "Tiếng Việt: ấ ệ ữ",
        "עִבְרִית",
        "بِسْمِ ٱللَّٰهِ",
        "देवनागरी क्ष्म्य",
        "བོད་སྐད་ བརྒྱད",
        "Z\u030d\u030e\u0304\u0305\u033f\u0311\u0306\u0310" * 3,
    ],
)
def test_marks_that_people_write_are_kept(written: str) -> None:
    assert unicodedata.normalize("NFD", tidy(written)) == unicodedata.normalize("NFD", written)


def test_a_letter_has_thirty_marks_at_most() -> None:
    assert len(tidy("x" + "\u0332" * 500)) == 31
    assert all(
        MARK.fullmatch(chr(point)) for point in range(0x110000) if unicodedata.combining(chr(point))
    )


def test_more_than_can_be_read_is_refused_before_it_is_read() -> None:
    begun = time.thread_time()
    with pytest.raises(TooLong):
        tidy("e" + "\u0301" * 1_000_000)
    assert time.thread_time() - begun < 0.05
    with pytest.raises(TooLong):
        tidy("x" * 1001, 1000)
    assert len(tidy("x\r\n" * 400, 1000)) == 799


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("👍", 1),
        ("👍🏽", 1),
        ("👨\u200d👩\u200d👧", 1),
        ("🇩🇪🇫🇷", 2),
        ("🇩" * 3, 2),
        ("e\u0301", 1),
        ("नमस्ते", 3),
        ("a\r\nb", 3),
        ("", 0),
    ],
)
def test_characters_are_counted_as_a_person_counts_them(written: str, count: int) -> None:
    assert characters(written) == count


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (
            "![A bridge](https://a.example/b.jpg)",
            '<p><a href="https://a.example/b.jpg">A bridge</a></p>',
        ),
        (
            '<p>It <em>rained</em>.</p>\n<img src="https://a.example/b.jpg" alt="A &amp; B">',
            '<p>It <em>rained</em>.</p>\n<a href="https://a.example/b.jpg">A &amp; B</a>',
        ),
        ("<p onclick=x>So.</p><script>x</script>", "<p>So.</p>"),
        ("Mum &amp; Dad &copy;", "<p>Mum &amp; Dad ©</p>"),
        (
            "1986. What a year\n1987. And what a next",
            '<ol start="1986">\n<li>What a year</li>\n<li>And what a next</li>\n</ol>',
        ),
    ],
)
def test_an_articles_pictures_and_html_are_shown_as_a_newsroom_means_them(
    sent: str, shown: str
) -> None:
    assert render_article(sent) == shown
