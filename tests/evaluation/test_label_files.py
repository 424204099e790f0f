"""Files of labelled comments: what is read, and the one sentence said when they cannot be."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine import Article
from rejoinder.errors import Invalid
from rejoinder.evaluation import Columns, read_rows

SECRET = "You are a moron"  # what a reader wrote must not come back in a message


def _refusal(data: bytes, columns: Columns | None = None) -> str:
    with pytest.raises(Invalid) as refused:
        read_rows(data, columns or Columns())
    assert SECRET not in str(refused.value)
    return str(refused.value)


def _lines(*objects: object) -> bytes:
    return "\n".join(json.dumps(each) for each in objects).encode()


def test_columns_called_like_attributes_are_labels() -> None:
    rows = read_rows(b"id,text,insult,spam,note\n1,Hello,0,1,x\n", Columns())
    assert [(row.text, row.labels, row.line) for row in rows] == [
        ("Hello", {"insult": False, "spam": True}, 2)
    ]


LABELS: list[tuple[object, bool | None]] = [
    ("0", False),
    ("1", True),
    ("true", True),
    ("FALSE", False),
    (" 1 ", True),
    ("0.5", True),
    ("0.49", False),
    ("1.0", True),
    ("", None),
    (0, False),
    (1, True),
    (True, True),
    (False, False),
    (0.7, True),
    (None, None),
]


@pytest.mark.parametrize(("given_label", "expected"), LABELS)
def test_labels_are_read_as_people_write_them(given_label: object, expected: bool | None) -> None:
    [row] = read_rows(_lines({"text": "a", "insult": given_label}), Columns())
    assert row.labels == ({} if expected is None else {"insult": expected})


@pytest.mark.parametrize(
    "bad", ["maybe", "2", "-1", "nan", "inf", "0,7", "yes", 2, -0.1, [1], 10**400]
)
def test_a_label_that_cannot_be_read_is_told_with_its_line(bad: object) -> None:
    said = _refusal(_lines({"text": SECRET, "insult": 1}, {"text": SECRET, "insult": bad}))
    assert said.startswith("Line 2: “insult” is not a label.")


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    data = b'text,insult\n"two\nlines",0\n\nthree,1\nfour,what\n'
    assert _refusal(data).startswith("Line 6: ")
    rows = read_rows(data.replace(b"what", b"1"), Columns())
    assert [(row.text, row.line) for row in rows] == [("two\nlines", 2), ("three", 5), ("four", 6)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_of_every_country_are_read(separator: str, mark: bytes, end: str) -> None:
    lines = [("text", "insult"), ('"One; two, three"', "1")]
    data = end.join(separator.join(fields) for fields in lines).encode()
    [row] = read_rows(mark + data, Columns())
    assert (row.text, row.labels) == ("One; two, three", {"insult": True})


def test_json_lines_may_hold_objects() -> None:
    line = {"text": "a\u2028b", "insult": 0, "article": {"headline": "H", "body": "B"}}
    columns = Columns(headline="article.headline", body="article.body")
    [row] = read_rows(_lines(line), columns)
    assert row.text == "a\u2028b"
    assert row.article == Article("H", "", "B")


def test_article_parent_and_group_come_from_the_columns_named() -> None:
    data = b"c,h,s,b,p,g,topical\nA,H,S,B,P,Sport,1\nC,,,,,,0\n"
    columns = Columns("c", {"on_topic": "topical"}, "h", "s", "b", "p", "g")
    first, second = read_rows(data, columns)
    assert (first.article, first.parent, first.group) == (Article("H", "S", "B"), "P", "Sport")
    assert (second.article, second.parent, second.group) == (None, None, "")


def test_groups_in_json_may_be_numbers_or_truth() -> None:
    lines = _lines(*({"text": "a", "insult": 0, "g": each} for each in (3, True, "x", None)))
    rows = read_rows(lines, Columns(group="g"))
    assert [row.group for row in rows] == ["3", "true", "x", ""]


REFUSALS: list[tuple[bytes, Columns, str]] = [
    (b"", Columns(), "The file is empty."),
    (b" \n\n", Columns(), "The file is empty."),
    (b"\xef\xbb\xbf", Columns(), "The file is empty."),
    (b"text,insult\n", Columns(), "The file has a header and no texts."),
    (b"text,insult\na,1\nb\xff,0\n", Columns(), "Line 3: This is not UTF-8."),
    ("text,insult\na,1\n".encode("utf-16"), Columns(), "Line 1: This is not UTF-8."),
    (b"comment,insult\na,1\n", Columns(), "There is no column “text”. There are: comment, insult."),
    (b"text,x\na,1\n", Columns(labels={"insult": "y"}), "There is no column “y”."),
    (b"text,insult\na,1\n", Columns(group="section"), "There is no column “section”."),
    (b"text,insult\na,1\n", Columns(parent="p"), "There is no column “p”."),
    (b"text,x\na,1\n", Columns(), "No column holds labels."),
    (b"text,x\na,1\n", Columns(labels={"rudeness": "x"}), "The judge does not measure “rudeness”."),
    (b"text,on_topic\na,1\n", Columns(), "To measure on_topic, say which columns"),
    (b"text,insult\na,1,2\n", Columns(), "Line 2: It has 3 fields; the header has 2."),
    (b"text,insult\na\n", Columns(), "Line 2: It has 1 fields; the header has 2."),
    (b'text,insult\na,1\n"b,0\nc,1\n', Columns(), "Line 3: This is not CSV"),
    (b"text,insult,insult\na,1,0\n", Columns(), "Two columns are called “insult”."),
    (b'{"text": "a", "insult": 1}\nnonsense', Columns(), "Line 2: This is not JSON."),
    (b'{"text": "a", "insult": 1}\n[1]', Columns(), "Line 2: This is not a JSON object."),
    (b'{"text": "a", "insult": 1}\n{"insult": 0}', Columns(), "Line 2: There is no “text”."),
    (b'{"text": 5, "insult": 1}', Columns(), "Line 1: “text” is not text"),
    (b'{"text": "\\ud83d", "insult": 1}', Columns(), "Line 1: “text” is not text"),
    (b'{"text": "\\u0000", "insult": 1}', Columns(), "Line 1: “text” is not text"),
    (b"{" * 100_000, Columns(), "Line 1: This is not JSON."),
]


@pytest.mark.parametrize(("data", "columns", "said"), REFUSALS, ids=range(len(REFUSALS)))
def test_what_cannot_be_read_is_said_in_one_sentence(
    data: bytes, columns: Columns, said: str
) -> None:
    assert _refusal(data, columns).startswith(said)


def test_more_groups_than_anyone_compares_are_refused() -> None:
    lines = _lines(*({"text": "a", "insult": 0, "g": str(each)} for each in range(101)))
    assert "has 101 groups" in _refusal(lines, Columns(group="g"))


def test_a_message_cannot_steer_the_terminal() -> None:
    said = _refusal(("x\x1b[2J" + "y" * 100 + ",z\na,1\n").encode())
    assert "\x1b" not in said
    assert "y" * 50 not in said


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    for start in (b"", b"text,insult\n", b'{"text": "a", "insult": '):
        try:
            rows = read_rows(start + data, Columns())
        except Invalid:
            continue
        assert all(isinstance(row.labels, Mapping) for row in rows)
