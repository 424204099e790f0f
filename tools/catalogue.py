"""Writes the template of all words that people see; `--check` only says whether it is current.

Called by `make catalogue` and `make check`.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

PACKAGE = Path(__file__).parent.parent / "src" / "rejoinder"
TEMPLATE = PACKAGE / "locale" / "rejoinder.pot"
PAGES = ("**/templates/**.html", "**/templates/**.xml")
METHODS = [*((pages, "jinja2") for pages in PAGES), ("**.py", "python")]
OPTIONS = {pages: {"trimmed": "true", "newstyle_gettext": "true"} for pages in PAGES}
KEYWORDS = {"N_": None, "translate": None, "_": None, "gettext": None, "ngettext": (1, 2)}


def template() -> bytes:
    """The template as it should be: no dates or line numbers, which would change for nothing."""
    catalogue = Catalog(project="Rejoinder", charset="utf-8", fuzzy=False)
    for path, message, context in sorted(_messages(), key=lambda each: (each[0], str(each[1]))):
        catalogue.add(message, locations=[(path, 1)], context=context)
    written = BytesIO()
    write_po(
        written, catalogue, width=96, include_lineno=False, sort_by_file=True, omit_header=True
    )
    return b"# Every word that people see. Made by: make catalogue\n" + written.getvalue()


def main() -> int:
    """Writes the template, or with `--check` compares it; returns the exit status."""
    made = template()
    if "--check" not in sys.argv[1:]:
        TEMPLATE.parent.mkdir(exist_ok=True)
        TEMPLATE.write_bytes(made)
        return 0
    if TEMPLATE.is_file() and TEMPLATE.read_bytes() == made:
        return 0
    sys.stderr.write("The word catalogue is out of date: run make catalogue.\n")
    return 1


def _messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    found = extract_from_dir(str(PACKAGE), METHODS, OPTIONS, KEYWORDS)
    for path, _line, message, _comments, context in found:
        yield path.replace("\\", "/"), message, context


if __name__ == "__main__":
    sys.exit(main())
