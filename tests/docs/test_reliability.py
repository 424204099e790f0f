"""docs/reliability.md names for each promise the tests that hold it, and each of them exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.support.documents import rows
from tests.support.source_files import ROOT

PROMISES = list(rows(ROOT / "docs" / "reliability.md", "promise"))
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def functions(path: Path) -> frozenset[str]:
    """The names of the functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_what_we_promise_is_listed() -> None:
    assert len(PROMISES) >= 30


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row["promise"])
def test_each_promise_is_held_by_a_test_that_exists(row: dict[str, str]) -> None:
    named = NAMED.findall(row["held by"])
    assert named, "a promise names the tests that hold it"
    assert NAMED.sub("", row["held by"]).strip(" ,") == ""
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert test in functions(ROOT / file), test
