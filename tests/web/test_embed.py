"""What a publisher's page is sent for a thread of ours: pieces, HTML, script and style sheet."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from rejoinder.articles import actions as article_actions
from rejoinder.articles import queries as article_queries
from rejoinder.articles.addresses import read_address
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.i18n import Translator
from rejoinder.sites.model import NewSite
from rejoinder.web.embed_files import PARTS, stylesheet_address
from rejoinder.web.site.embed import FEW, without_gaps
from rejoinder.web.templating import FRONTEND
from tests.support.factories import make_comment
from tests.support.newspaper import FORM_KEY, HELD, KIND, Paper, open_paper

FRIEND, STRANGER = "https://paper.example", "https://evil.example"
ALLOWED = "access-control-allow-origin"
# Of script and style together before the first comments are read; as they are sent, in Brotli.
# What nobody needs so soon belongs to embedded-thread.js.
LARGEST_FIRST_VIEW = 9_500
PAGE = FRIEND + "/2026/bridge"

Client = TestClient[Any]

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    site = {"origins": (FRIEND,)}
    with open_paper(database_url, judge=judge, now=now, site=site) as opened:
        yield opened


def told(text: str = KIND, **more: str) -> dict[str, str]:
    """A comment form as a script in another page sends it."""
    return {"text": text, "name": "Ann", "email": "ann@example.org", "key": FORM_KEY, **more}


@sqlite_only
def test_first_view_is_small(paper: Paper) -> None:
    client = paper.browser()
    answer = client.get("/embed.js", headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers[ALLOWED] == "*"
    assert int(answer.headers["content-length"]) <= LARGEST_FIRST_VIEW
    assert "import {" not in answer.text, "a part would be asked for after the script has come"
    assert "--rejoinder-accent" in answer.text, "so would the styles"


def test_the_parts_of_the_script_are_one_in_which_a_name_means_one_thing() -> None:
    parts = [(FRONTEND / f"js/{name}.js").read_text(encoding="utf-8") for name in PARTS]
    declared = r"^(?:export )?(?:const|let|class|(?:async )?function) (\w+)"
    names = re.findall(declared, "\n".join(parts), re.MULTILINE)
    assert names
    assert len(set(names)) == len(names)


def test_the_words_for_each_age_stand_where_the_script_looks_for_them() -> None:
    words = Translator(NewSite("kurier", "Kurier", language="de")).ages()
    places = {1: "vor 1 Minute", 59: "vor 59 Minuten", 60: "vor 1 Stunde", 82: "vor 23 Stunden"}
    assert {place: words[place] for place in places} == places
    assert words[83:] == ["vor 1 Tag", *(f"vor {days} Tagen" for days in range(2, 7))]


@sqlite_only
def test_the_comments_that_come_at_once_are_laid_out_in_one_step(paper: Paper) -> None:
    sheet = paper.browser().get(stylesheet_address(paper.site)).text
    later = re.findall(r"\.comment:nth-child\(([^)]*)\)", sheet)
    assert set(later) == {f"n + {FEW + 1}"}


@sqlite_only
def test_the_script_is_asked_for_again_only_when_it_has_changed(paper: Paper) -> None:
    client = paper.browser()
    first = client.get("/embed.js")
    assert "max-age=300" in first.headers["cache-control"]
    again = client.get("/embed.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    sheet = stylesheet_address(paper.site)
    assert "immutable" in client.get(sheet).headers["cache-control"]
    assert "immutable" not in client.get("/embed.css?v=0").headers["cache-control"]


@sqlite_only
def test_what_nobody_sees_yet_is_sent_as_text_to_be_made_later(paper: Paper) -> None:
    article = paper.article()
    made = range(FEW + 3)
    with paper.database.writing() as connection:
        for number in made:
            text = f"Comment {number} </script> is about <!-- <script> the bridge."
            last = make_comment(connection, now=paper.clock(), article=article, text=text)
    query = {"article-id": article.slug, "piece": "first"}
    first = paper.browser().get("/embed/thread", params=query).text
    at_once = re.sub("<script.*?</script>", "", first, flags=re.DOTALL)
    assert (at_once.count('data-state="published"'), first.count('data-state="published"')) == (
        FEW,
        len(made),
    )
    assert 'name="text"' in at_once
    assert 'name="email"' in first
    assert 'name="email"' not in at_once
    named = paper.browser().get("/embed/thread", params={**query, "comment": str(last.id)}).text
    assert 'data-rest="' not in named, "what is looked for may be further down"
    whole = paper.browser().get("/embed/thread", params={**query, "piece": "thread"}).text
    assert "<script" not in whole
    assert not re.search(r">\s+<(?:li|article|div)\b", first), "each gap would be a node"


def test_no_gap_is_taken_that_shows() -> None:
    shown = "<p>Two <b>words</b>\n<i>apart</i></p>\n<ul>\n  <li>one</li>\n</ul><pre>\n a</pre>"
    close = "<p>Two <b>words</b>\n<i>apart</i></p><ul><li>one</li></ul><pre>\n a</pre>"
    assert without_gaps(shown) == close


@sqlite_only
def test_a_thread_is_found_by_id_slug_or_address(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    with paper.app_state.database.writing() as connection:
        article_actions.move(
            connection, paper.site, article, read_address(PAGE), now=paper.clock.moment
        )
    for query in (
        {"article-id": article.slug, "url": PAGE},
        {"url": f"{PAGE}?utm_source=letter"},
        {"article-id": "unknown", "url": PAGE},
    ):
        answer = client.get("/embed/thread", params=query, headers={"origin": FRIEND})
        assert answer.status_code == 200, answer.text
        assert answer.headers[ALLOWED] == FRIEND
        assert "data-thread" in answer.text
    for query in ({}, {"article-id": "unknown"}):
        assert client.get("/embed/thread", params=query).status_code == 404


@sqlite_only
def test_a_page_that_nobody_told_of_has_a_thread_from_its_first_sight(paper: Paper) -> None:
    client, new = paper.browser(), {"article-id": "8", "url": FRIEND + "/other"}
    refused = client.get("/embed/thread", params=new, headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
    answer = client.get("/embed/thread", params=new, headers={"origin": FRIEND})
    assert answer.status_code == 200
    with paper.database.reading() as connection:
        article = article_queries.by_cms_id(connection, paper.site.id, "8")
    assert article.canonical_url == FRIEND + "/other"
    elsewhere = {"url": "https://evil.example/x"}
    assert client.get("/embed/thread", params=elsewhere).status_code == 422
    assert client.get("/embed/thread", params={"url": STRANGER + "/"}).status_code == 422


@sqlite_only
def test_a_page_of_a_stranger_reads_nothing_and_writes_nothing(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    thread = client.get(
        "/embed/thread", params={"article-id": article.slug}, headers={"origin": STRANGER}
    )
    assert ALLOWED not in thread.headers
    for origin in (STRANGER, "null"):
        posted = client.post(
            f"/embed{article.path}/comments", data=told(), headers={"origin": origin}
        )
        assert posted.status_code == 403
    assert KIND not in client.get(article.path).text


@sqlite_only
def test_no_cookie_speaks_for_a_reader_there(paper: Paper) -> None:
    article = paper.article()
    client = paper.browser()
    client.post(f"{article.path}/comments", data=told())
    assert "Edit or withdraw" in client.get(article.path).text
    query = {"article-id": article.slug, "piece": "thread"}
    assert "Edit or withdraw" not in client.get("/embed/thread", params=query).text


@sqlite_only
def test_a_guest_is_known_again_by_the_session_of_their_first_post(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    posted = client.post(
        f"/embed{article.path}/comments",
        params={"piece": "posted", "url": PAGE},
        data=told(HELD),
        headers={"origin": FRIEND},
    )
    assert (posted.status_code, posted.headers.get("set-cookie")) == (202, None)
    session = posted.headers["rejoinder-session"]
    assert "rejoinder-session" in posted.headers["access-control-expose-headers"]
    query = {"article-id": article.slug, "piece": "thread"}
    known = {"authorization": f"Bearer {session}"}
    assert HELD in client.get("/embed/thread", params=query, headers=known).text
    assert HELD not in client.get("/embed/thread", params=query).text


@sqlite_only
def test_links_lead_to_the_page_around_only_where_it_is_the_papers(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    client.post(f"{article.path}/comments", data=told())
    for page, leads in ((PAGE, True), (STRANGER + "/x", False), (FRIEND + ".evil.example/", False)):
        query = {"article-id": article.slug, "url": page, "piece": "thread"}
        text = client.get("/embed/thread", params=query).text
        assert (f'href="{page}#comment-' in text) is leads, page


@sqlite_only
def test_html_for_a_pages_own_server_tells_no_name_that_it_was_not_told(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    hostile = f'{PAGE}?"><script>alert(1)</script>'
    answer = client.get("/embed/thread", params={"article-id": article.slug, "url": hostile})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert f'<rejoinder-thread article-id="{article.slug}"' in answer.text
    assert '<template shadowrootmode="open">' in answer.text


@sqlite_only
def test_counts_are_told_for_ids_and_addresses_together(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    with paper.app_state.database.writing() as connection:
        article_actions.move(
            connection, paper.site, article, read_address(PAGE), now=paper.clock.moment
        )
    client.post(f"{article.path}/comments", data=told())
    asked = [article.slug, PAGE + "/?utm_source=x", "unknown", STRANGER + "/", "https://[", "<b>"]
    answer = client.get("/embed/counts", params={"of": asked}, headers={"origin": FRIEND})
    assert answer.headers[ALLOWED] == FRIEND
    assert re.findall(r'value="(\d+)"', answer.text) == ["1", "1", "0", "0", "0", "0"]
    assert "<b>" not in answer.text
    many = {"of": [str(number) for number in range(51)]}
    assert client.get("/embed/counts", params=many).status_code == 422


@sqlite_only
def test_most_read_leads_to_the_papers_own_pages(paper: Paper) -> None:
    article, client = paper.article(), paper.browser()
    with paper.app_state.database.writing() as connection:
        article_actions.move(
            connection, paper.site, article, read_address(PAGE), now=paper.clock.moment
        )
    client.post(f"/embed{article.path}/reads", headers={"origin": FRIEND})
    paper.app_state.jobs.run_once()
    answer = client.get("/embed/most-read", params={"limit": "3"})
    assert f'<a href="{PAGE}">' in answer.text
    assert (
        client.post(f"/embed{article.path}/reads", headers={"origin": STRANGER}).status_code == 403
    )
