"""Whatever an operator can call or set is told of once, with the default that the code has."""

from pathlib import Path

import pytest

from rejoinder.settings import from_environment, variables
from tests.support.documents import DOCUMENTS, links, rows, spans
from tests.support.source_files import ROOT
from tools import commands

VARIABLE_ROWS = [(path, row) for path in DOCUMENTS for row in rows(path, "variable")]


def test_the_page_of_the_commands_is_what_they_say() -> None:
    assert commands.DOCUMENT.read_text(encoding="utf-8") == commands.document(), "run make docs"


def test_every_variable_is_told_of_once() -> None:
    told = [row["variable"].strip("`") for _, row in VARIABLE_ROWS]
    assert sorted(told) == sorted(variables())


@pytest.mark.parametrize(("path", "row"), VARIABLE_ROWS, ids=lambda each: str(each)[-60:])
def test_the_default_that_is_told_is_the_codes(path: Path, row: dict[str, str]) -> None:
    variable, default = row["variable"].strip("`"), row["default"].strip("`")
    assert from_environment({variable: default} if default else {}) == from_environment({})


def test_every_target_of_make_is_told_of() -> None:
    told = {span for span in spans(ROOT / "CONTRIBUTING.md") if span.startswith("make ")}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    shown = [line.split(":")[0] for line in makefile if ": " in line and " ## " in line]
    assert [target for target in shown if f"make {target}" not in told] == []


def test_every_page_can_be_reached_from_the_first() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        ours = [link for link in links(page) if not link.startswith(("http", "#"))]
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in ours]
    assert {path for path in (ROOT / "docs").glob("*.md") if path not in reached} == set()
