"""Markup and scripts in anything that somebody may write are words, and never run."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from tests.support.html_page import Page
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><style>*{display:none}</style>",
    "[words](javascript:alert(1))",
    "[words](JaVaScRiPt:alert(1))",
    "[words](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>",
    '[words](https://example.org "onmouseover=alert(1)")',
    "![pixel](https://evil.example/pixel.gif)",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--#include virtual='/etc/passwd'-->",
    "<a href='https://evil.example' onclick='x()'>a</a>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "\u202egnol si siht\u202c",
]
# Elements that our own pages have, with the attributes that ours have.
FORBIDDEN_TAGS = {"iframe", "svg", "img", "object", "embed", "math", "style", "base", "template"}


def check(source: str) -> Page:
    """Nothing on the page runs, loads from elsewhere, or was written by somebody else."""
    page = Page(source)
    for tag, told in page.tags:
        assert tag not in FORBIDDEN_TAGS, tag
        assert not [name for name in told if name.startswith("on")], told
        assert "style" not in told, told
        assert "srcdoc" not in told, told
        if tag == "script" and told.get("type") != "application/ld+json":  # which is data
            assert told["src"].startswith("/static/"), told
        for name in ("href", "src", "action"):
            assert not told.get(name, "").strip().lower().startswith(("javascript:", "data:"))
    scripts = [told for tag, told in page.tags if tag == "script"]
    assert source.count("<script") == len(scripts)
    assert "\u202e" not in source
    return page


def test_a_readers_words_are_words(paper: Paper) -> None:
    article = paper.article()
    paper.put_policy(
        "[links]\nallowed = 5\nallowed_for_new = 5\n[topic]\nhold_below=0\ndecline_below=0\n"
        '[language]\nunjudged = "publish"\n[flood]\nminutes = 0\n'
    )
    client = paper.browser()
    for number, payload in enumerate(PAYLOADS):
        told = {"text": f"Before {payload} after.", "email": f"reader{number}@example.org"}
        if paper.put_in(client, article, name=payload[:40], **told).status_code == 422:
            paper.put_in(client, article, **told)  # a name with a link in it is none
        client.cookies.clear()
    page = check(client.get(article.path).text)
    assert page.text.count("Before") >= len(PAYLOADS) - 2  # a judge may doubt one or two
    for comment in page.comments():
        number = int(comment["data-id"])
        check(client.get(f"/comments/{number}/report").text)
        check(client.get(f"/your-comment/{paper.comment_now(number).status_token}").text)
    check(client.get(f"{article.path}?reply_to={page.comments()[0]['data-id']}").text)


def test_words_that_come_back_in_a_form_are_words(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    article = paper.article()
    comment = paper.comment(article)
    for payload in PAYLOADS:
        answer = paper.put_in(client, article, text=payload, name=payload, email=payload)
        assert answer.status_code == 422
        source = answer.text.replace("\u202e", "")  # in the form stands what was typed
        fields = check(source).form(f"{article.path}/comments").fields
        assert fields["text"] == payload.replace("\u202e", "")
        refused = client.post("/sign-in", data={"email": payload, "next": payload})
        check(refused.text.replace("\u202e", ""))
        note = client.post(f"/comments/{comment.id}/reports", data={"reason": "", "note": payload})
        check(note.text.replace("\u202e", ""))


def test_what_an_address_says_is_words(paper: Paper, client: TestClient[Newspaper]) -> None:
    article = paper.article()
    for payload in PAYLOADS[:6]:
        params = {"next": payload, "reply_to": payload, "sort": payload, "posted": payload}
        for path in (article.path, "/sign-in", "/", f"/sections/{payload}", f"/sign-in/{payload}"):
            check(client.get(path, params=params).text)


def test_an_articles_markup_is_the_few_things_that_articles_have(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    body = "## Crossheads *stand*\n\n<script>alert(1)</script>\n\n" + "\n\n".join(PAYLOADS[:-1])
    telling = PAYLOADS[0]
    article = paper.article(
        body=body,
        headline=telling,
        standfirst=telling,
        byline=telling,
        dateline=telling,
        author_note=telling,
        section=telling,
    )
    page = check(client.get(article.path).text)
    assert page.has("h2")
    check(client.get("/").text)
    check(client.get("/most-read").text)


def test_links_of_readers_earn_nothing_and_lead_out_safely(paper: Paper) -> None:
    article = paper.article()
    paper.comment(
        article, text="See [this](https://example.org/?a=1&b=2) and <https://example.com>."
    )
    page = Page(paper.browser().get(article.path).text)
    links = [told for tag, told in page.tags if "example" in told.get("href", "")]
    assert [told["href"] for told in links] == [
        "https://example.org/?a=1&b=2",
        "https://example.com",
    ]
    assert all({"nofollow", "ugc", "noopener"} <= set(told["rel"].split()) for told in links)
