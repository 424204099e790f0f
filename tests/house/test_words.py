"""What is not the newspaper's is called as the field calls it, and not by a word of our own."""

import ast
from pathlib import Path

from tests.support.source_files import PYTHON, ROOT, name

# As modules, classes and public functions. What each became stands in docs/architecture.md.
RETIRED = {
    *("alone", "apart", "asked", "beside", "borders", "buried", "closer", "counted", "counting"),
    *(
        "crossing",
        "deciding",
        "described",
        "door",
        "elsewhere",
        "face",
        "glance",
        "heat",
        "isolated",
    ),
    *("joining", "keeping", "kept", "look", "marks", "mine", "odds", "opinion", "ours", "pace"),
    *("paper_told", "parts", "passing", "pictures", "possible", "press", "running", "speaker"),
    *("told", "turns", "visit", "wire"),
}
"""Left out of the review's list: what turned out to be the field's word where it stands."""


def names_of(path: Path) -> set[str]:
    """A module's name, and those of its classes and public functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    found = {node.name for node in tree.body if isinstance(node, kinds)}
    if path.is_relative_to(ROOT / "tests"):
        found = set()  # what a file of tests calls its own is nobody else's to look for
    return {path.stem, *(each for each in found if not each.startswith("_"))}


def test_no_private_word_has_come_back() -> None:
    private = {
        f"{name(path)}: {each}"
        for path in PYTHON
        for each in names_of(path)
        if each.lower() in RETIRED
    }
    assert private == set()
