"""A file holds one idea, a function fits a screen, and everything public says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from rejoinder.garbage_collector import paused
from tests.support.source_files import PACKAGE, PYTHON, name

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_SCRIPT = 150

# Drawers for odds and ends, in which nobody finds anything.
DRAWERS = {"common", "core", "helper", "helpers", "manager", "misc", "service", "services", "utils"}

SCRIPTS = sorted((PACKAGE / "frontend" / "js").rglob("*.js"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """All of our Python, parsed."""
    with paused():
        return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PYTHON}


@pytest.fixture(scope="module")
def modules(trees: dict[Path, ast.Module]) -> dict[Path, ast.Module]:
    """That of the package."""
    return {path: tree for path, tree in trees.items() if path.is_relative_to(PACKAGE)}


def test_no_file_is_too_long_to_read() -> None:
    by_hand = (path for path in PYTHON if not _is_generated(path))
    assert [name(path) for path in by_hand if _lines(path) > LONGEST_FILE] == []


def test_no_script_is_too_long_to_read() -> None:
    assert [name(path) for path in SCRIPTS if _lines(path) > LONGEST_SCRIPT] == []


def test_every_function_fits_a_screen(trees: dict[Path, ast.Module]) -> None:
    too_long = [
        f"{name(path)}: {found.name}: {length} lines"
        for path, tree in trees.items()
        for found in _functions(tree)
        if (length := _code_lines(found)) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_every_module_says_what_it_is_for(modules: dict[Path, ast.Module]) -> None:
    assert [name(path) for path, tree in modules.items() if not ast.get_docstring(tree)] == []


def test_every_public_name_says_what_it_means(modules: dict[Path, ast.Module]) -> None:
    silent = [
        f"{name(path)}: {found.name}"
        for path, tree in modules.items()
        for found in _public(tree)
        if not ast.get_docstring(found)
    ]
    assert silent == []


def test_nothing_is_kept_in_a_drawer_for_odds_and_ends() -> None:
    named = {part for path in PYTHON for part in Path(name(path)).with_suffix("").parts}
    assert named & DRAWERS == set()


def _is_generated(path: Path) -> bool:
    """Whether one of our tools writes it: then nobody reads it from its beginning."""
    return "written by tools/" in path.read_text(encoding="utf-8").partition("\n")[0]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _code_lines(function: Function) -> int:
    # A docstring is no reason to split what it explains.
    whole = (function.end_lineno or 0) - function.lineno + 1
    told = len((ast.get_docstring(function, clean=False) or "").splitlines())
    return whole - told


def _functions(tree: ast.AST) -> Iterator[Function]:
    # Only a statement has one within: to look through what each expression has takes long.
    for found in ast.iter_child_nodes(tree):
        if isinstance(found, Function):
            yield found
        if isinstance(found, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _functions(found)


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for found in tree.body:
        if isinstance(found, Function | ast.ClassDef) and not found.name.startswith("_"):
            yield found
            if isinstance(found, ast.ClassDef):
                yield from _public(found)
