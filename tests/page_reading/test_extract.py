"""The article in a page: by the program itself, and whatever the page does."""

import pytest

from rejoinder.engine import Article
from rejoinder.page_reading import extraction_process
from rejoinder.page_reading.extract import MAX_CHARS, article_in
from rejoinder.page_reading.extraction_process import extract_article
from rejoinder.page_reading.page import Page
from tests.support.remote_sites import HTML


def page_of(paragraph: str, times: int = 1, head: str = "") -> bytes:
    body = f"<p>{paragraph}</p>" * times
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_headline_standfirst_and_body_are_found() -> None:
    found = extract_article(Page(HTML, "utf-8"))
    assert found is not None
    assert (found.headline, found.standfirst) == (
        "The harbour bridge closes",
        "Six weeks of repairs.",
    )
    assert "Ferry number 7" in found.body


def test_what_other_readers_wrote_is_not_the_article() -> None:
    body = article_in(HTML)["body"]
    assert "tea" not in body
    assert "Front page" not in body


@pytest.mark.parametrize("charset", ["windows-1252", "unknown", "zlib_codec", ""])
def test_it_is_read_as_the_server_says_that_it_is_written(charset: str) -> None:
    written = page_of("“Façade” was said at the harbour bridge. " * 20).decode()
    found = article_in(written.encode("cp1252"), charset)
    assert "bridge" in found["body"]
    if charset == "windows-1252":
        assert "“Façade”" in found["body"]


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\0" * 1000,
        b"\xff\xfe" + b"a" * 999,
        b"<" * 10_000,
        b"<div>" * 20_000,
        page_of("Please turn on scripts to read on."),
        page_of("", head='<script type="application/ld+json">' + "[" * 20_000 + "</script>"),
    ],
    ids=["empty", "zeros", "utf-16", "brackets", "deep", "notice", "deep JSON"],
)
def test_a_page_without_an_article_has_none(html: bytes) -> None:
    assert article_in(html) == {}


def test_an_article_is_cut_where_it_is_too_long() -> None:
    found = article_in(page_of("The bridge. " * 10_000, head=f"<title>{'a' * 999}</title>"))
    assert all(len(found[name]) <= most for name, most in MAX_CHARS.items())
    assert len(found["body"]) == MAX_CHARS["body"]


def test_a_page_that_takes_too_long_has_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_process, "TIMEOUT", 0.001)
    assert extract_article(Page(HTML)) is None


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('{\"headline\": 7}')",
        "print('[')",
        "print('{}')",
        'print(\'{"body": "\\\\ud800"}\')',
    ],
)
def test_a_program_that_breaks_breaks_nothing(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("program") / "extract.py"
    path.write_text(program, encoding="utf-8")
    monkeypatch.setattr(extraction_process, "_PROGRAM", path)
    assert extract_article(Page(HTML)) is None


def test_what_it_says_is_the_article(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("program") / "extract.py"
    path.write_text("import sys; sys.stdout.write(sys.stdin.read())", encoding="utf-8")
    monkeypatch.setattr(extraction_process, "_PROGRAM", path)
    assert extract_article(Page(b'{"headline": "A", "body": "B"}')) == Article("A", "", "B")
