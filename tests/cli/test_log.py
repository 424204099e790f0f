"""`rejoinder log` over a store that somebody alters."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.cli import Run

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_head_is_printed_and_a_row_that_was_altered_is_named(
    site: Run, database_url: str, tmp_path: Path
) -> None:
    site("key", "create", "CMS", "--scope", "post")
    head = site("log", "head").out.strip()
    assert site("log", "verify", "--head", head).out.endswith(f"as they were sealed.\n{head}\n")
    # That it was verified is a row itself.
    head = site("log", "head").out.strip()
    file = tmp_path / "log.jsonl"
    assert site("log", "export", file).status == 0
    assert file.stat().st_mode & 0o777 == 0o600
    digest = "0" * 64
    for line in file.read_text().splitlines():  # as anybody would, who has only the file
        told = json.loads(line)
        row = line[line.index('"row":') + 6 : -1]
        digest = hashlib.sha256(f"{digest}\n{told['table']}\n{row}".encode()).hexdigest()
        assert told["digest"] == digest
    assert head.endswith(digest)
    site("log", "export", file)
    lines = file.read_text().splitlines()
    assert json.loads(lines[-1])["row"]["kind"] == "log.exported"
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as store, store:
        store.execute("DROP TRIGGER audit_log_no_update")
        store.execute("UPDATE audit_log SET actor = 'nobody'")
    told = site("log", "verify")
    assert told.status == 1
    assert "audit_log 1: altered" in told.err
    assert site("log", "verify", "--head", "7").status == 2
