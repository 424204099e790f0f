"""What readers' browsers must fetch before they can do anything stays small."""

import re
from pathlib import Path

import brotli
import pytest

from tests.support.source_files import PACKAGE

SCRIPTS = PACKAGE / "frontend" / "js"
STYLES = PACKAGE / "frontend" / "css"
# By the script that a page names: what it and all that it imports may weigh as they are sent.
# Readers' are a second on the slowest telephone network that is still sold; staff wait less often.
LARGEST_KILOBYTES = {
    "article.js": 12,
    "page.js": 2,
    "pop-up.js": 1,
    "desk.js": 13,
    "desk-in-thread.js": 10,
    "desk-line.js": 10,
    "desk-histogram.js": 3,
    "desk-job.js": 2,
    "passkeys.js": 1,
    "embedded-thread.js": 14,
    "embedded-lists.js": 2,
}
# What a page loads once all else is there, and how much that may add.
LOADED_LATER = {"article.js": ("live-thread.js", 6), "embedded-thread.js": ("live-thread.js", 6)}
# Where a side is named, a page that reads from right to left has it on the wrong one.
SIDE = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|^\s*(?:left|right):|align: (?:left|right)"
)
IMPORT = re.compile(r"""^(?:import|export) (?:[^"'();]*from )?["']([^"']+)["']""", re.MULTILINE)


def loaded_by(entry: str) -> set[Path]:
    """A script, with all that it imports."""
    found: set[Path] = set()
    waiting = [SCRIPTS / entry]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            text = path.read_text(encoding="utf-8")
            waiting += [path.parent / each for each in IMPORT.findall(text)]
    return found


def compressed_scripts(entry: str) -> int:
    """Bytes that a browser is sent for a page that names this script."""
    return _compressed(loaded_by(entry))


def compressed_later(entry: str) -> int:
    """Bytes that such a browser is sent once all else is there."""
    return _compressed(loaded_by(LOADED_LATER[entry][0]) - loaded_by(entry))


def _compressed(paths: set[Path]) -> int:
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


@pytest.mark.parametrize("entry", LARGEST_KILOBYTES)
def test_the_scripts_of_each_page_keep_to_their_budget(entry: str) -> None:
    assert 0 < compressed_scripts(entry) <= LARGEST_KILOBYTES[entry] * 1000


@pytest.mark.parametrize("entry", LOADED_LATER)
def test_what_a_page_loads_later_keeps_to_its_budget(entry: str) -> None:
    later, most = LOADED_LATER[entry]
    assert f'import("./{later}")' in (SCRIPTS / entry).read_text(encoding="utf-8")
    assert 0 < compressed_later(entry) <= most * 1000


def test_no_script_lies_there_that_no_page_loads() -> None:
    later = [name for name, _ in LOADED_LATER.values()]
    # That script is sent as one with its styles: tests/web/test_embed.py holds it to its budget.
    loaded = set().union(*map(loaded_by, ["embed.js", *LARGEST_KILOBYTES, *later]))
    assert {path.resolve() for path in loaded} == set(SCRIPTS.resolve().rglob("*.js"))


def test_scripts_import_only_each_other() -> None:
    strangers = [
        f"{path.name}: {imported}"
        for path in SCRIPTS.rglob("*.js")
        for imported in IMPORT.findall(path.read_text(encoding="utf-8"))
        if not (imported.startswith("./") and (path.parent / Path(imported)).is_file())
    ]
    assert strangers == []


def test_no_style_names_a_side_that_is_the_wrong_one_from_right_to_left() -> None:
    sided = [
        f"{path.name}:{number}"
        for path in STYLES.rglob("*.css")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SIDE.search(line)
    ]
    assert sided == []
