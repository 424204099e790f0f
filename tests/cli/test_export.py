"""`rejoinder export` and `rejoinder restore`, from a store to another."""

import gzip
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from rejoinder.storage.audit_log import audit_log
from tests.exports.conftest import NewStore, fill
from tests.exports.conftest import new_store as new_store
from tests.support.cli import runner


def test_a_site_moves_to_another_store(
    new_store: NewStore,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = runner(monkeypatch, capsys)
    source, file = new_store("source.db"), tmp_path / "gazette.jsonl.gz"
    fill(source, now)
    monkeypatch.setenv("REJOINDER_DATABASE_URL", f"sqlite:///{tmp_path}/source.db")
    said = run("export", "jsonl", file, "--site", "gazette")
    assert (said.status, said.out) == (0, f"The Gazette is written to {file}\n")
    with source.reading() as connection:
        taken = connection.execute(select(audit_log).order_by(audit_log.c.id.desc())).first()
    assert taken is not None
    assert (taken.kind, taken.actor, taken.facts) == (
        *("export.made", "command line", {"format": "jsonl"}),
    )
    assert run("export", "jsonl", file).status == 2  # there are two
    monkeypatch.setenv("REJOINDER_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    said = run("restore", file)
    assert (said.status, said.out) == (0, "The Gazette is back: 6 comments on 2 articles\n")
    again = tmp_path / "again.jsonl"
    assert run("export", "jsonl", again).status == 0
    assert again.read_bytes() == gzip.decompress(file.read_bytes())
    refused = run("restore", file)
    assert refused.status == 2
    assert "taken" in refused.err


def test_what_is_no_archive_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = runner(monkeypatch, capsys)
    monkeypatch.setenv("REJOINDER_DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    file = tmp_path / "file"
    for content in (b"", b"\x1f\x8bno", b"x" * 100, gzip.compress(b"{}\n" * 10)[:-9]):
        file.write_bytes(content)
        said = run("restore", file)
        assert said.status == 2
        assert said.err.startswith("rejoinder: ")
        assert "Traceback" not in said.err
    assert run("restore", tmp_path / "none").status == 2
