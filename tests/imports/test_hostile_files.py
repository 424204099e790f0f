"""Files that are broken, or that somebody made to harm."""

import gzip

import pytest

from rejoinder.errors import Invalid
from rejoinder.imports.reading import opening
from tests.support.import_files import END, HEAD, Importer, post

# What is in a file is read before any store is asked.
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><disqus>&b;</disqus>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><disqus>&x;</disqus>',
        "<rss></rss>",
    ],
)
def test_entities_and_other_formats_are_refused_at_once(importer: Importer, hostile: str) -> None:
    with pytest.raises(Invalid):
        importer(hostile)


def test_a_truncated_file_brings_what_is_whole(importer: Importer) -> None:
    _, problems, written = importer((HEAD + post(1) + post(2))[:-20])
    assert (written, problems.first[-1].code) == (1, "damaged-file")


@sqlite_only
def test_a_packed_file_is_read_and_a_bomb_is_refused(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_UNPACKED_FREE", 1 << 20)
    assert importer(gzip.compress((HEAD + post(1) + END).encode()))[2] == 1
    with pytest.raises(Invalid):
        importer(gzip.compress((HEAD + post(2, " " * 16_000_000) + END).encode()))
    cut = gzip.compress((HEAD + post(3) + post(4, "".join(map(chr, range(200, 9000))))).encode())
    assert importer(cut[: len(cut) // 2])[1].first[-1].code == "damaged-file"


def test_marks_encodings_and_nul_are_read(importer: Importer) -> None:
    text = HEAD + post(1, "Ærlig\x00 talt\x0b") + END
    importer(b"\xff\xfe" + text.encode("utf-16-le"))
    importer(text.replace('"1"', '"2"').replace("utf-8", "iso-8859-1").encode("latin-1"))
    importer((HEAD + post(3, "bad ") + END).encode().replace(b"bad ", b"bad \xff"))
    assert set(importer.texts()) == {"Ærlig\ufffd talt\ufffd", "bad \ufffd"}


def test_bad_dates_and_same_ids_are_told_by_their_line(importer: Importer) -> None:
    _, problems, written = importer(
        HEAD
        + "\n"
        + post(1, at="9999-99-99")
        + post(2, at="0001-01-01T00:00:00Z")
        + "\n"
        + post(3)
        + "\n"
        + post(3, "again")
        + END
    )
    assert written == 1
    assert [(each.line, each.code) for each in problems.first] == [
        (2, "bad-record"),
        (2, "bad-record"),
        (4, "same-id"),
    ]


def test_scripts_do_not_come(importer: Importer) -> None:
    importer(
        HEAD
        + post(1, '<script>alert(1)</script><a href="javascript:x()">go</a><img src=x onerror=y>')
        + END
    )
    assert list(importer.texts()) == ["go"]


@sqlite_only
@pytest.mark.parametrize(
    ("hostile", "codes"),
    [
        ('{"comments": [{"commentHex": "1"', ["damaged-file"]),
        ('{"comments": ' + "[" * 50_000, ["damaged-file"]),
        ('{"comments": [' + "[" * 50_000 + "]" * 50_000 + "]}", ["bad-record"]),
        ('{"comments": [{"commentHex": "' + "x" * 9_000_000 + '"}]}', ["bad-record"]),
        ('{"comments": [{"commentHex": "1" "2"}, 7, null]}', ["bad-record"] * 3),
        ('{"other": "' + '\\"' * 1_300_000 + '"}', []),
        ('{"comments" []}', ["damaged-file"]),
        ("", ["damaged-file"]),
        ("\x00\x01", ["damaged-file"]),
    ],
)
def test_hostile_json_is_told_and_bounded(
    importer: Importer, hostile: str, codes: list[str]
) -> None:
    _, problems, written = importer(hostile, kind="commento")
    assert (written, [each.code for each in problems.first]) == (0, codes)
