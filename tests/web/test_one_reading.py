"""One reading of a request: what could be read in two ways is refused before anybody reads it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from rejoinder.articles.model import Article
from rejoinder.sites.tables import hosts
from tests.support.fake_judges import gentle
from tests.support.live_server import Server, judge_server, serving
from tests.support.newspaper import Paper, open_paper
from tests.support.raw_http import RawAnswer, ask, get
from tests.web.conftest import NOON

GAZETTE, COURIER = "gazette.example", "courier.example"


@dataclass(frozen=True, slots=True)
class TwoPapers:
    """A real server with two sites, each of which has an article of the same name."""

    server: Server
    path: str
    article_id: int

    def read(self, *lines: bytes, path: str = "") -> RawAnswer:
        """The article's page, asked for with these header lines."""
        return get(self.server, path or self.path, *lines)

    def post(self, *lines: bytes, body: bytes) -> RawAnswer:
        """A comment over the API, with these header lines."""
        start = f"POST /api/v1/articles/{self.article_id}/comments HTTP/1.1".encode()
        head = [start, *lines, b"Connection: close", b"", b""]
        return ask(self.server, b"\r\n".join(head) + body)


@pytest.fixture(scope="module")
def papers(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoPapers]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("two") / "store.db")
    url = f"sqlite:///{path}"
    with open_paper(url, judge=gentle, now=NOON, routes="beside") as paper:
        article = found_two(paper)
    with serving(url, REJOINDER_JUDGE_PROCESSES="0") as server:
        yield TwoPapers(server, article.path, article.id)


def found_two(paper: Paper) -> Article:
    site = paper.found("courier", base_url=f"http://{COURIER}", hosts=(COURIER,))
    courier = replace(paper, site=site)
    with paper.database.writing() as connection:
        connection.execute(insert(hosts).values(host=GAZETTE, site_id=paper.site.id))
    courier.article(headline="Bridge to open")
    return paper.article(headline="Bridge to close")


def host(name: str) -> bytes:
    return b"Host: " + name.encode("latin-1")


def test_no_order_of_two_hosts_brings_one_papers_page_under_the_others_name(
    papers: TwoPapers,
) -> None:
    for first, second in ((GAZETTE, COURIER), (COURIER, GAZETTE), (GAZETTE, GAZETTE)):
        for lines in ((host(first), host(second)), (host(first), b"HOST: " + second.encode())):
            assert papers.read(*lines).status == 400
    assert b"Bridge to close" in papers.read(host(GAZETTE)).body
    assert b"Bridge to open" in papers.read(host(COURIER)).body


def test_the_host_header_says_whose_page_it_is_and_nothing_else_does(papers: TwoPapers) -> None:
    # The server keeps an absolute target's host to itself; all who read here read the header.
    target = f"http://{COURIER}{papers.path}"
    for _ in range(2):  # the second answer is a kept one
        assert b"Bridge to close" in papers.read(host(GAZETTE), path=target).body
        assert b"Bridge to open" in papers.read(host(COURIER)).body
    forwarded = (b"X-Forwarded-Host: " + COURIER.encode(), b"X-Forwarded-Proto: https")
    assert b"Bridge to close" in papers.read(host(GAZETTE), *forwarded).body
    assert b"Bridge to close" in papers.read(host("GAZETTE.example")).body


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" ",
        b" a b.example",
        b" gazette.example, courier.example",
        b" gazette.example@courier.example",
        b" gazette.example/",
        b" gazette.example:80:80",
        b" gazette.example:http",
        b" gazette.ex\xe4mple",
        b" <script>",
        b" [::1",
        b" %67azette.example",
        b" " + 300 * b"a",
    ],
)
def test_a_host_that_can_be_none_is_refused(papers: TwoPapers, line: bytes) -> None:
    assert papers.read(b"Host:" + line).status == 400


def test_a_request_without_a_host_asks_for_nobodys_page(papers: TwoPapers) -> None:
    assert papers.read().status == 400
    assert ask(papers.server, f"GET {papers.path} HTTP/1.0\r\n\r\n".encode()).status == 400
    # As load balancers ask whether all is well.
    assert ask(papers.server, b"GET /healthz HTTP/1.0\r\n\r\n").status == 200


COMMENT = b'{"text": "Well.", "author": {"name": "Ann", "email": "ann@example.org"}}'
LENGTH = f"Content-Length: {len(COMMENT)}".encode()
CHUNKS = f"{len(COMMENT):x}\r\n".encode() + COMMENT + b"\r\n0\r\n\r\n"
JSON = b"Content-Type: application/json"


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ((JSON, LENGTH, b"Content-Length: 3"), COMMENT),
        ((JSON, b"Content-Length: 2, 2"), COMMENT),
        ((JSON, b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"), CHUNKS),
        ((JSON, b"Transfer-Encoding: gzip, chunked"), CHUNKS),
        ((JSON, b"Transfer-Encoding: identity"), COMMENT),
        ((JSON, b"Content-Type: text/plain", LENGTH), COMMENT),
        ((JSON, LENGTH, b"Origin: http://gazette.example", b"Origin: http://x.example"), COMMENT),
        ((JSON, LENGTH, b"Sec-Fetch-Site: none", b"Sec-Fetch-Site: cross-site"), COMMENT),
        ((JSON, LENGTH, b"Authorization: Bearer a", b"Authorization: Bearer b"), COMMENT),
    ],
)
def test_what_may_stand_once_and_stands_twice_is_refused(
    papers: TwoPapers, lines: tuple[bytes, ...], body: bytes
) -> None:
    assert papers.post(host(GAZETTE), *lines, body=body).status == 400
    # What came after it on the line is nobody's next request.
    hidden = body + b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    assert b"HTTP/1.1" not in papers.post(host(GAZETTE), *lines, body=hidden).body


def test_a_body_is_as_long_as_its_chunks_say(papers: TwoPapers) -> None:
    lines = (JSON, b"Content-Length: 1", b"Transfer-Encoding: chunked")
    assert papers.post(host(GAZETTE), *lines, body=CHUNKS).status == 201


def test_a_session_is_read_by_all_in_whichever_line_its_cookie_stands(papers: TwoPapers) -> None:
    own = b"Cookie: rejoinder_session=nobodys"
    for lines in ((own, b"Cookie: theme=dark"), (b"Cookie: theme=dark", own)):
        answer = papers.read(host(GAZETTE), *lines)
        assert (answer.status, b"cache-control: private" in answer.head) == (200, True)


def test_the_judges_server_reads_requests_in_the_same_way() -> None:
    with judge_server() as server:
        path = "/$discovery/rest?version=v1alpha1"
        assert get(server, path, host("a.example")).status == 200
        assert get(server, path, host("a.example"), host("b.example")).status == 400
        assert get(server, path, host("a.example/<b>")).status == 400
        forwarded = get(server, path, host("a.example"), b"X-Forwarded-Host: b.example")
        assert b"http://a.example/" in forwarded.body
        assert b"b.example" not in forwarded.body
