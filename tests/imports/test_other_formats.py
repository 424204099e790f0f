"""Every other format: what its system writes, the states that it knows, and what is broken."""

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments
from rejoinder.errors import Invalid
from rejoinder.moderation.tables import earlier_decisions
from rejoinder.readers.tables import readers
from tests.support.import_files import Importer, labels, pages, told

PAGE = "https://paper.example/news/bridge"
AT = "2021-03-04T05:06:07Z"


def remark(number: str, text: str, **more: object) -> str:
    """A line of Remark42's backup."""
    comment = {
        "id": number,
        "pid": "",
        "text": text,
        "orig": "",
        "user": {"name": "Ann", "id": "github_1", "picture": "", "ip": "x", "admin": False},
        "locator": {"site": "paper", "url": PAGE},
        "score": 3,
        "time": "2021-03-04T05:06:07.123456789-06:00",
        "title": "The bridge",
    }
    return json.dumps({**comment, **more}) + "\n"


def test_a_backup_of_remark42_comes_packed(importer: Importer) -> None:
    backup = (
        json.dumps({"version": 1, "users": [], "posts": [{"url": PAGE, "read_only": True}]})
        + "\n"
        + remark("b", "<p>Reply</p>\n", pid="a", edit={"time": AT, "summary": ""})
        + remark("a", "<p>I <em>see</em></p>\n", time="2021-03-04T05:06:06Z")
        + remark("c", "", delete=True, time="2021-03-05T05:06:06Z")
    )
    mapping, problems, written = importer(gzip.compress(backup.encode()), kind="remark42")
    assert (written, problems.first, mapping.aside["score"]) == (3, [], 3)
    assert told(importer) == [
        ("I *see*", "published", None, "Ann"),
        ("Reply", "published", "I *see*", "Ann"),
        ("", "withdrawn", None, "Ann"),
    ]
    assert pages(importer) == [("The bridge", PAGE)]
    assert labels(importer) == [("delete", "unknown", "")]
    with importer.database.reading() as connection:
        closed = connection.execute(select(articles.c.closed_at)).scalar_one()
    assert closed == importer.now


def test_a_backup_whose_first_line_is_huge_comes_too(importer: Importer) -> None:
    first = json.dumps({"version": 1, "users": [{"id": "x" * 3_000_000}], "posts": []})
    _, problems, written = importer(first + "\n" + remark("a", "One"), kind="remark42")
    assert (written, problems.first) == (1, [])


def test_a_broken_line_is_told_and_the_rest_goes_on(importer: Importer) -> None:
    deep = "[" * 100_000
    lines = '{"version": 1}\n' + remark("a", "One") + "{broken\n" + deep + "\n[1]\n"
    _, problems, written = importer(lines + remark("b", "x" * 5_000_000), kind="remark42")
    assert written == 1
    assert [each.line for each in problems.first] == [3, 4, 5, 6]


def test_an_export_of_commento_comes_with_its_commenters(importer: Importer) -> None:
    def one(number: str, **more: object) -> dict[str, object]:
        plain = {"commentHex": number, "domain": "paper.example", "url": "/news/bridge"}
        plain |= {"commenterHex": "c1", "markdown": number, "html": "", "parentHex": "root"}
        return {**plain, "state": "approved", "creationDate": AT, "deleted": False, **more}

    export = {
        "version": 1,
        "comments": [
            one("reply", parentHex="top", creationDate="2021-03-05T05:06:07Z"),
            one("top", html="<p>I <b>do</b></p>"),
            one("waits", state="unapproved", commenterHex="anonymous", creationDate="2021-03-06"),
            one("went", deleted=True, creationDate="2021-03-07"),
        ],
        "commenters": [{"commenterHex": "c1", "email": "ann@b.example", "name": "Ann"}],
    }
    _, problems, written = importer(json.dumps(export), kind="commento")
    assert (written, problems.first) == (4, [])
    assert told(importer) == [
        ("I **do**", "published", None, "Ann"),
        ("reply", "published", "I **do**", "Ann"),
        ("waits", "held", None, "Anonymous"),
        ("went", "withdrawn", None, "Ann"),
    ]
    assert pages(importer)[0][1] == PAGE
    with importer.database.reading() as connection:
        assert "ann@b.example" in connection.execute(select(readers.c.email)).scalars().all()


def test_comentarios_own_export_comes_with_its_pages(importer: Importer) -> None:
    one: dict[str, object] = {
        "id": "1",
        "pageId": "p",
        "parentId": None,
        "markdown": "Yes",
        "html": "<p>Yes</p>",
    }
    one |= {"createdTime": AT, "userCreated": "u", "isApproved": True, "isPending": False}
    moderated = {"isApproved": False, "moderatedTime": AT, "createdTime": "2021-03-05"}
    moderated["userModerated"] = "m"
    gone = {"isDeleted": True, "userDeleted": "u", "deletedTime": AT, "createdTime": "2021-03-06"}
    export = {
        "version": 3,
        "pages": [{"id": "p", "path": "/news/bridge", "title": "The bridge", "isReadonly": True}],
        "comments": [
            {**one, "editedTime": "2021-03-09T00:00:00Z"},
            {**one, **moderated, "id": "2", "html": "<p>No</p>"},
            {**one, **gone, "id": "3", "html": "", "markdown": ""},
        ],
        "commenters": [
            {"id": "u", "email": "ann@b.example", "name": "Ann"},
            {"id": "m", "email": "moe@b.example", "name": "Moe", "isModerator": True},
        ],
    }
    _, problems, written = importer(json.dumps(export), kind="commento")
    assert (written, problems.first) == (3, [])
    assert [each[:2] for each in told(importer)] == [
        *(("Yes", "published"), ("No", "declined"), ("", "withdrawn")),
    ]
    assert pages(importer) == [("The bridge", PAGE)]
    assert labels(importer) == [("isApproved", "staff", "decline"), ("isDeleted", "author", "")]
    with importer.database.reading() as connection:
        rows = connection.execute(select(earlier_decisions.c.made_by)).scalars().all()
        assert sorted(rows) == ["Ann", "Moe"]
        edited = connection.execute(select(comments.c.edited_at)).scalars().all()
    assert sum(each is not None for each in edited) == 1


def test_artrans_comes_with_texts_in_place_of_values(importer: Importer) -> None:
    one = {"id": "1", "rid": "0", "content": "*Yes*", "created_at": "2021-10-28 20:50:15 +0800"}
    one |= {"nick": "Ann", "email": "ann@b.example", "page_key": "/news/bridge", "ua": "Browser"}
    one |= {"page_title": "The bridge", "site_urls": "https://paper.example/,https://b.example"}
    two = {**one, "id": "2", "rid": "1", "content": "No", "is_pending": "true"}
    two["created_at"] = "2021-10-29 20:50:15 +0800"
    mapping, problems, written = importer(json.dumps([two, one]), kind="artrans")
    assert (written, problems.first, mapping.aside["ua"]) == (2, [], 2)
    assert told(importer) == [
        ("*Yes*", "published", None, "Ann"),
        ("No", "held", "*Yes*", "Ann"),
    ]
    assert pages(importer) == [("The bridge", PAGE)]


CORAL = {
    "users.csv": "u1,ann@b.example,Ann,COMMENTER,false,2020-01-01T00:00:00Z\n",
    "stories.csv": f"s1,{PAGE},The bridge,Bo,2020-01-01T00:00:00Z,,COMMENTS\r\n",
    "comments.csv": (
        'c1,u1,s1,2020-01-02T00:00:00Z,"<p>I ""see""</p>\n<p>it</p>",,APPROVED,\n'
        "c2,u1,s1,2020-01-03T00:00:00Z,No,c1,REJECTED,\n"
        "c3,u1,s1,2020-01-04T00:00:00Z,Fine,c1,NONE,\n"
    ),
}
MONGO = {
    "users.json": {"id": "u1", "username": "Ann", "email": "ann@b.example"},
    "stories.json": {"id": "s1", "url": PAGE, "metadata": {"title": "The bridge"}},
    "comments.json": [
        {
            "_id": {"$oid": "5f"},
            "id": f"c{at}",
            "authorID": "u1",
            "storyID": "s1",
            "parentID": parent,
            "revisions": [{"body": "older"}, {"body": body}],
            "status": status,
            "createdAt": {"$date": f"2020-01-0{at + 1}T00:00:00Z"},
        }
        for at, parent, body, status in (
            (1, None, '<p>I "see"</p><p>it</p>', "APPROVED"),
            (2, "c1", "No", "REJECTED"),
            (3, "c1", "Fine", "NONE"),
        )
    ],
}


@pytest.mark.parametrize("kind", ["csv", "lines", "list"])
def test_coral_comes_from_csv_and_from_mongodb(
    importer: Importer, tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "coral"
    folder.mkdir()
    if kind == "csv":
        for name, content in CORAL.items():
            (folder / name).write_text(content, encoding="utf-8", newline="")
    else:
        for name, value in MONGO.items():
            objects = value if isinstance(value, list) else [value]
            whole = json.dumps(objects) if kind == "list" else "\n".join(map(json.dumps, objects))
            (folder / name).write_text(whole, encoding="utf-8")
    _, problems, written = importer.import_path(folder, "coral")
    assert (written, problems.first) == (3, [])
    assert told(importer) == [
        ('I "see"\n\nit', "published", None, "Ann"),
        ("No", "declined", 'I "see"\n\nit', "Ann"),
        ("Fine", "published", 'I "see"\n\nit', "Ann"),
    ]
    assert pages(importer) == [("The bridge", PAGE)]
    assert labels(importer) == [
        ("APPROVED", "staff", "publish"),
        ("REJECTED", "unknown", "decline"),
    ]


def test_corals_decisions_come_with_who_made_them(importer: Importer, tmp_path: Path) -> None:
    folder = tmp_path / "coral"
    folder.mkdir()
    for name, value in MONGO.items():
        whole = "\n".join(map(json.dumps, value if isinstance(value, list) else [value]))
        (folder / name).write_text(whole, encoding="utf-8")
    one: dict[str, object] = {"id": "a1", "commentID": "c2", "commentRevisionID": "r"}
    one |= {"moderatorID": "u1", "createdAt": {"$date": "2020-01-05T00:00:00Z"}}
    actions = [
        {**one, "status": "APPROVED", "moderatorID": None},
        {**one, "status": "REJECTED", "rejectionReason": {"reason": "HATE_SPEECH"}},
        {**one, "status": "APPROVED", "commentID": "c3"},
        {**one, "status": "APPROVED", "commentID": ""},
    ]
    kept = "\n".join(map(json.dumps, actions))
    (folder / "commentModerationActions.json").write_text(kept, encoding="utf-8")
    mapping, problems, written = importer.import_path(folder, "coral")
    assert (written, mapping.labelled, len(problems.first)) == (3, 3, 1)
    assert labels(importer) == [
        ("APPROVED", "program", "publish"),
        ("APPROVED", "staff", "publish"),
        ("APPROVED", "staff", "publish"),
        ("REJECTED HATE_SPEECH", "staff", "decline"),
    ]
    with importer.database.reading() as connection:
        rows = connection.execute(select(earlier_decisions)).all()
    assert sorted((row.made_by, row.made_at is not None) for row in rows) == [
        *(("", False), ("", True)),  # the comment's own status, and a program's
        *(("Ann", True), ("Ann", True)),
    ]


# What is in a file is read before any store is asked.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_broken_csv_is_told_by_its_line(importer: Importer, tmp_path: Path) -> None:
    folder = tmp_path / "coral"
    folder.mkdir()
    for name, content in CORAL.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    huge = 'c4,u1,s1,2020-01-05T00:00:00Z,"' + "x\n" * 1_100_000 + '",,NONE,\n'
    with (folder / "comments.csv").open("a", encoding="utf-8") as file:
        file.write("c9,too,few\n" + huge + "c5,u1,s1,2020-01-05T00:00:00Z,Last,,NONE,\n")
        file.write('c6,u1,s1,2020-01-05T00:00:00Z,"never closed')
    _, problems, written = importer.import_path(folder, "coral")
    assert written == 4
    assert [(each.line, each.code) for each in problems.first] == [
        (5, "bad-record"),
        (6, "bad-record"),
        (1_100_008, "damaged-file"),
    ]
    with pytest.raises(Invalid):
        importer.import_path(folder / "comments.csv", "coral")
