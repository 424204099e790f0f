"""What of an import is done before anything is written, and that it matters not by whom or when."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.dialects import sqlite

from rejoinder.comments.fingerprints import fingerprint
from rejoinder.comments.tables import comments
from rejoinder.errors import Invalid
from rejoinder.imports.authors import cleaned
from rejoinder.imports.batch import Batch, author_key, pack_batch, unpack_batch
from rejoinder.imports.markup import convert
from rejoinder.imports.model import (
    LONGEST_RAW,
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Label,
    LabelRecord,
    Markup,
    Problem,
    Status,
)
from rejoinder.imports.preparing import packed_ready, prepare, put_off, ready, unpack_ready
from rejoinder.imports.staged import StagedAuthor, staged_comment, staged_label
from rejoinder.readers.model import check_email
from rejoinder.secret_tokens import new_tokens
from rejoinder.storage import moment_text
from rejoinder.text import read_comment

AT = datetime(2015, 5, 5, 12, 0, 0, 250_000, tzinfo=UTC)
LABEL = Label(Status.SPAM, "isSpam", made_at=AT)


def commented(text: str) -> CommentRecord:
    return CommentRecord(
        *("1", "t1", None, "ann", " Ann\tB. ", "ann@example.org", text, Markup.HTML, AT),
        *(Status.APPROVED, AT, (LABEL,), 7),
    )


def test_it_matters_not_when_a_comment_is_prepared() -> None:
    told = [commented(each) for each in ("<p>Well <b>said</b>.</p>", "", "x" * (LONGEST_RAW + 1))]
    at_once = ready(prepare(told))
    assert at_once == ready(put_off(told))
    assert at_once == unpack_ready(packed_ready(put_off(told)))
    assert (at_once.names[0], at_once.sources[0]) == ("Ann B.", "Well **said**.")
    assert at_once.created_at[0] == at_once.edited_at[0] == "2015-05-05 12:00:00.250000"
    assert (at_once.htmls[1], at_once.too_long) == ("", [2])
    assert at_once.labels == {0: (LABEL,), 1: (LABEL,)}
    assert ready([]) == ([], [], [], [], [], [], {}, [])


@pytest.mark.parametrize(
    "source",
    [
        "Well said.",
        "*Ä* **b** [words](https://elsewhere.example/a?b=1&c) and www.elsewhere.example/d",
        "> Quoted\n\nand 1 < 2\n\n- eggs\n- *milk*",
    ],
)
def test_a_comment_is_shown_and_known_again_as_one_of_ours(source: str) -> None:
    found = convert(source, Markup.MARKDOWN)
    assert found == (source, read_comment(source).html, fingerprint(source))


def batch_of(comment: CommentRecord, label: Label) -> Batch:
    return Batch(
        articles=[ArticleRecord("t1", "t1", "/1", "c1", "A", AT)],
        authors=[AuthorRecord("ann", "Ann B.", "ann@example.org")],
        comments=[comment],
        labels=[LabelRecord("1", label)],
        problems=[Problem(3, "A post has no id.")],
        aside=Counter(votes=2),
        progress=(7, 1 << 40),
    )


def test_a_batch_comes_over_from_the_other_process_as_it_was() -> None:
    batch = batch_of(commented("<p>Yes</p>"), LABEL)
    assert unpack_batch(pack_batch(batch)) == batch
    assert unpack_batch(pack_batch(Batch())) == Batch()


@pytest.mark.parametrize("author", ["", "\udfffann"])
def test_half_a_letter_does_the_same_whether_it_comes_over_or_not(author: str) -> None:
    label = replace(LABEL, name="\ud800", author="\ud800")
    half = commented("<p>\ud83d Yes</p>")._replace(
        source_id="\ud800", author=author, name="\ud800", labels=(label,)
    )
    batch = batch_of(half, label)
    over = unpack_batch(pack_batch(batch))
    for told in (over, batch):
        assert author_key(told.comments[0]) == author_key(half)
        assert "\ufffd" in str(staged_comment(1, "", told.comments[0]))
    assert prepare(over.comments) == prepare(batch.comments)
    assert list(map(staged_label, over.labels)) == list(map(staged_label, batch.labels))


@pytest.mark.parametrize("zone", ["2015-05-05T14:00:00+02:00", "2015-05-05T12:00:00.5+00:00"])
def test_a_moment_is_written_as_any_other_is(zone: str) -> None:
    moment, written_for = datetime.fromisoformat(zone), sqlite.dialect()
    bind = comments.c.created_at.type.dialect_impl(written_for).bind_processor(written_for)
    assert bind is not None
    assert moment_text(moment) == bind(moment)


@pytest.mark.parametrize(
    "raw",
    [
        *("Ann@Example.ORG", " ann@example.org ", "a.b-c_9@mail.example.org", "ann@bücher.example"),
        *(
            "ann@xn--bcher-kva.example",
            "ann@EXAMPLE.org.",
            "ann@@example.org",
            "ann@",
            "@example.org",
        ),
        *(
            "ann@localhost",
            "ann@mail.test",
            "a..b@example.org",
            ".a@example.org",
            "a b@example.org",
        ),
        *('"a b"@example.org', "änn@example.org", "x" * 65 + "@example.org", "ann@-a.org", "ann"),
        *("ann@[127.0.0.1]", "ann+news@example.org", "ann@" + "a" * 64 + ".org", "a\n@a.org"),
        *("ann@" + "abc." * 61 + "org", "x" * 60 + "@" + "abc." * 45 + "org", "ann@example.org\n"),
    ],
)
def test_an_address_is_kept_as_one_that_is_typed_here_would_be(raw: str) -> None:
    try:
        kept = check_email(raw)
    except Invalid:
        kept = ""
    for _ in range(2):
        assert cleaned(StagedAuthor("1", "Ann", raw)).email == kept


def test_tokens_of_an_import_rise_and_are_as_long_as_random() -> None:
    tokens = new_tokens(500)
    assert tokens == sorted(tokens)
    assert len(set(tokens)) == len({each[12:] for each in tokens}) == 500
    assert {len(each) for each in tokens} == {44}
    assert new_tokens(0) == []
