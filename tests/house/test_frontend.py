"""What readers' browsers must fetch before they can do anything stays small."""

import re
from pathlib import Path

import brotli

from tests.support.source_files import PACKAGE

SCRIPTS = PACKAGE / "frontend" / "js"
# Four fifths of a second on the slowest telephone network that is still sold.
LARGEST_KILOBYTES = 12
IMPORT = re.compile(r"""^(?:import|export) (?:[^"'();]*from )?["']([^"']+)["']""", re.MULTILINE)


def test_all_scripts_together_keep_to_their_budget() -> None:
    sent = sum(len(brotli.compress(path.read_bytes())) for path in SCRIPTS.rglob("*.js"))
    assert 0 < sent <= LARGEST_KILOBYTES * 1024


def test_scripts_import_only_each_other() -> None:
    strangers = [
        f"{path.name}: {imported}"
        for path in SCRIPTS.rglob("*.js")
        for imported in IMPORT.findall(path.read_text(encoding="utf-8"))
        if not (imported.startswith("./") and (path.parent / Path(imported)).is_file())
    ]
    assert strangers == []
