"""docs/architecture.md answers where a thing is: each answer is there, and has what it names."""

import ast

import pytest

from tests.support.documents import rows
from tests.support.source_files import PACKAGE, ROOT

ANSWERS = list(rows(ROOT / "docs" / "architecture.md", "question"))


def test_at_least_twenty_questions_are_answered() -> None:
    assert len({row["question"] for row in ANSWERS}) >= 20


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: row["question"])
def test_it_is_there(row: dict[str, str]) -> None:
    path = row["path"].strip("`")
    home = ROOT if path.startswith(("training/", "tests/")) else PACKAGE
    tree = ast.parse((home / path).read_text(encoding="utf-8"))
    named = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    named |= {node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef)}
    assert not row["there"] or row["there"].strip("`") in named
