"""What somebody made to harm, in every format in which it can be written; no store is needed."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rejoinder.errors import Invalid
from rejoinder.imports.model import Problem
from rejoinder.imports.preparing import put_off, ready
from rejoinder.imports.reading import opening
from rejoinder.imports.records import FileToRead, batches_of
from tests.support.import_files import END, HEAD, post

AT = "2021-03-04T05:06:07Z"
PAGE = "https://paper.example/news/bridge"
# Longer than anything that is read at once.
HUGE = 9_000_000
BOMB = '<!DOCTYPE {root} [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def disqus(texts: list[str]) -> str:
    return HEAD + "".join(post(at, text) for at, text in enumerate(texts)) + END


def wordpress(texts: list[str]) -> str:
    told = "".join(
        f"<wp:comment><wp:comment_id>{at + 1}</wp:comment_id>"
        "<wp:comment_date_gmt>2014-02-03 04:05:06</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved></wp:comment>"
        for at, text in enumerate(texts)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><wp:post_id>7</wp:post_id>'
        f"{told}</item></channel></rss>"
    )


def remark42(texts: list[str]) -> str:
    lines = [{"version": 1, "users": [], "posts": []}] + [
        {"id": str(at), "text": text, "user": {"name": "Ann"}, "locator": {"url": PAGE}, "time": AT}
        for at, text in enumerate(texts)
    ]
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in lines) + "\n"


def commento(texts: list[str]) -> str:
    plain = {"domain": "paper.example", "url": "/a", "state": "approved", "creationDate": AT}
    comments = [{**plain, "commentHex": str(at), "markdown": text} for at, text in enumerate(texts)]
    return json.dumps({"version": 1, "comments": comments}, ensure_ascii=False)


def comentario(texts: list[str]) -> str:
    plain = {"pageId": "p", "createdTime": AT, "isApproved": True}
    comments = [{**plain, "id": str(at), "markdown": text} for at, text in enumerate(texts)]
    pages = [{"id": "p", "path": "/a"}]
    return json.dumps({"version": 3, "pages": pages, "comments": comments}, ensure_ascii=False)


def artrans(texts: list[str]) -> str:
    return json.dumps(
        [
            {"id": str(at + 1), "content": text, "created_at": AT, "page_key": PAGE}
            for at, text in enumerate(texts)
        ],
        ensure_ascii=False,
    )


def isso(texts: list[str]) -> str:
    told = [{"id": at, "text": text, "created": AT} for at, text in enumerate(texts)]
    return json.dumps([{"id": "/a", "title": "A", "comments": told}], ensure_ascii=False)


def coral_lines(texts: list[str]) -> str:
    told = [
        {"id": str(at), "storyID": "s", "status": "NONE", "createdAt": AT, "body": text}
        for at, text in enumerate(texts)
    ]
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in told)


def coral_csv(texts: list[str]) -> str:
    return "".join(f'{at},u,s,{AT},"{text}",,NONE,\n' for at, text in enumerate(texts))


WRITERS: dict[str, tuple[str, Callable[[list[str]], str]]] = {
    "disqus": ("disqus", disqus),
    "wordpress": ("wordpress", wordpress),
    "remark42": ("remark42", remark42),
    "commento": ("commento", commento),
    "comentario": ("commento", comentario),
    "artrans": ("artrans", artrans),
    "isso": ("isso", isso),
    "coral-lines": ("coral", coral_lines),
    "coral-csv": ("coral", coral_csv),
}
PACKED = ("remark42", "disqus", "coral-csv")


def written(name: str, folder: Path, content: bytes) -> FileToRead:
    """The file or folder of a format."""
    kind, path = WRITERS[name][0], folder / "export"
    if kind == "coral":
        path.mkdir()
        (path / "users.csv").write_text("")
        (path / "stories.csv").write_text("")
        (path / "comments").write_bytes(content)
    else:
        path.write_bytes(content)
    return FileToRead(kind, path, datetime(2026, 1, 1, tzinfo=UTC))


def read(file: FileToRead) -> tuple[list[str], int, list[Problem]]:
    """What its comments say, how many are longer than is taken, and what is wrong with others."""
    sources: list[str] = []
    problems: list[Problem] = []
    too_long = 0
    for batch in batches_of(file):
        told = ready(put_off(batch.comments))
        sources += (each for at, each in enumerate(told.sources) if at not in told.too_long)
        too_long += len(told.too_long)
        problems += batch.problems
    return sources, too_long, problems


@pytest.mark.parametrize("name", WRITERS)
def test_a_huge_comment_is_left_out_and_the_others_come(name: str, tmp_path: Path) -> None:
    content = WRITERS[name][1](["before", "x" * HUGE, "after"]).encode()
    sources, too_long, problems = read(written(name, tmp_path, content))
    assert sources == ["before", "after"]
    assert len(problems) + too_long == 1


def test_one_comment_of_100_mb_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = disqus(["x" * 100_000_000, "after"]).encode()
    sources, _, problems = read(written("disqus", tmp_path, content))
    assert (sources, len(problems)) == (["after"], 1)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_mark_says_the_encoding(name: str, encoding: str, tmp_path: Path) -> None:
    content = WRITERS[name][1](["Ærlig talt 🙂"]).replace('encoding="utf-8"', "").encode(encoding)
    sources, _, problems = read(written(name, tmp_path, content))
    assert (sources, problems) == (["Ærlig talt 🙂"], [])


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_no_text_in_its_encoding_harms_no_other(name: str, tmp_path: Path) -> None:
    content = WRITERS[name][1](["bad word", "good"]).encode().replace(b"bad ", b"bad \xff\xc3")
    sources, _, problems = read(written(name, tmp_path, content))
    assert (sources, problems) == (["bad \ufffd\ufffdword", "good"], [])


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_ends_too_early_brings_what_is_whole(name: str, tmp_path: Path) -> None:
    content = WRITERS[name][1](["whole", "cut"]).encode()
    sources, _, problems = read(written(name, tmp_path, content[: content.index(b"cut") + 2]))
    assert sources == ["whole"]
    assert len(problems) == 1


@pytest.mark.parametrize(("name", "root"), [("disqus", "disqus"), ("wordpress", "rss")])
def test_entities_are_refused_before_they_multiply(name: str, root: str, tmp_path: Path) -> None:
    bomb = BOMB.format(root=root) + f"<{root} "
    content = WRITERS[name][1](["&b;"]).replace(f"<{root} ", bomb, 1)
    with pytest.raises(Invalid, match="DOCTYPE"):
        read(written(name, tmp_path, content.encode()))


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_bomb_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_UNPACKED_FREE", 1 << 20)
    content = WRITERS[name][1]([" " * 16_000_000]).encode()
    with pytest.raises(Invalid, match="unpacks"):
        read(written(name, tmp_path, gzip.compress(content)))


def test_a_huge_cell_of_issos_store_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "comments.db"
    with sqlite3.connect(path) as store:
        store.execute("CREATE TABLE threads (id INTEGER, uri TEXT, title TEXT)")
        store.execute(
            "CREATE TABLE comments (id INTEGER, tid, parent, created, modified, mode, text, author,"
            " email, likes, dislikes, website, remote_addr)"
        )
        store.executemany(
            "INSERT INTO comments (id, tid, created, mode, text) VALUES (?, 1, 1600000000, 1, ?)",
            [(1, "before"), (2, "x" * 100_000_000), (3, "after")],
        )
    store.close()
    sources, too_long, problems = read(FileToRead("isso", path, datetime(2026, 1, 1, tzinfo=UTC)))
    assert (sources, problems) == (["before", "after"], [])
    assert too_long == 1
