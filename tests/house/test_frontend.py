"""What readers' browsers must fetch before they can do anything stays small."""

import re
from pathlib import Path

import brotli

from tests.support.source_files import PACKAGE

SCRIPTS = PACKAGE / "frontend" / "js"
# Four fifths of a second on the slowest telephone network that is still sold.
LARGEST_KILOBYTES = 12
IMPORT = re.compile(r"""^(?:import|export) (?:[^"'();]*from )?["']([^"']+)["']""", re.MULTILINE)


def compressed_scripts() -> int:
    """Bytes of all scripts as they are sent."""
    return sum(len(brotli.compress(path.read_bytes())) for path in SCRIPTS.rglob("*.js"))


def test_all_scripts_together_keep_to_their_budget() -> None:
    assert 0 < compressed_scripts() <= LARGEST_KILOBYTES * 1024


def test_scripts_import_only_each_other() -> None:
    strangers = [
        f"{path.name}: {imported}"
        for path in SCRIPTS.rglob("*.js")
        for imported in IMPORT.findall(path.read_text(encoding="utf-8"))
        if not (imported.startswith("./") and (path.parent / Path(imported)).is_file())
    ]
    assert strangers == []
