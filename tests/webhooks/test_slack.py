"""What a reader writes is never markup, a link or a call in a chat."""

import pytest

from rejoinder.i18n import translator_of
from rejoinder.sites.model import NewSite
from rejoinder.webhooks.model import Event
from rejoinder.webhooks.slack import LONGEST_EXCERPT, TITLES, ChatLine, slack_message

ENGLISH = translator_of(NewSite(key="gazette", name="The Gazette"))


def said(**told: object) -> str:
    line = ChatLine(Event.COMMENT_HELD, **told)  # type: ignore[arg-type] # by its fields' names
    text: str = slack_message(line, ENGLISH)["text"]
    return text


def test_a_line_says_who_where_and_why() -> None:
    assert said(
        author="Ann", headline="Bridge", url="https://a.example/?a=1&b=2", reasons=("Links", "New")
    ) == (
        "*Comment waits for a person* · Ann · <https://a.example/?a=1&amp;b=2|Bridge>\nLinks, New"
    )


@pytest.mark.parametrize(
    "hostile",
    ["<!channel>", "<@U123>", "<https://evil.example|Log in>", "&lt;!here&gt;", "*x* _y_ ~z~ `w`"],
)
def test_nothing_calls_anybody_or_leads_anywhere(hostile: str) -> None:
    for told in (
        said(author=hostile),
        said(headline=hostile, url="https://a.example/"),
        said(reasons=(hostile,)),
        said(text=hostile),
    ):
        rest = told.replace("*Comment waits for a person*", "").replace("<https://a.example/|", "")
        assert "<" not in rest
        assert not [mark for mark in "*_~`" if mark in rest]
        assert "&lt;!here" not in rest.replace("&amp;lt;", "")


def test_a_url_cannot_end_its_link() -> None:
    told = said(headline="A", url="https://a.example/|x><!here>")
    assert "<https://a.example/%7Cx%3E%3C!here%3E|A>" in told


def test_a_long_text_is_cut_and_each_line_quoted() -> None:
    told = said(text="one\ntwo\n" + "x" * 2000)
    assert "\n>one\n>two\n>xxx" in told
    assert len(told) < LONGEST_EXCERPT + 100
    assert told.endswith("…")


def test_every_event_has_its_words() -> None:
    assert set(TITLES) == set(Event)
