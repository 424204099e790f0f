"""`rejoinder transparency` over a store."""

import json
from pathlib import Path

import pytest

from tests.support.cli import Run

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_period_is_written_into_a_folder(site: Run, tmp_path: Path) -> None:
    folder = tmp_path / "2026"
    told = site("transparency", "export", folder, "--from", "2026-01-01", "--to", "2026-12-31")
    assert told.status == 0, told.err
    assert {each.name for each in folder.iterdir()} == {
        "statements.jsonl",
        "report.csv",
        "report.html",
    }
    site("log", "export", tmp_path / "log")
    rows = [json.loads(line)["row"] for line in (tmp_path / "log").read_text().splitlines()]
    assert rows[-1]["facts"] == {"first": "2026-01-01", "last": "2026-12-31"}
    for line in (folder / "statements.jsonl").read_text().splitlines():
        assert json.loads(line)["statements"]
    wrong = site("transparency", "export", folder, "--from", "2026-12-31", "--to", "2026-01-01")
    assert wrong.status == 2
