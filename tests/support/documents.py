"""What the documents say in code: spans, blocks, rows of tables, links."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.source_files import FILES, ROOT

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "training" / "README.md",
]

_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^    .*$", re.MULTILINE)
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def spans(path: Path) -> list[str]:
    """What stands in code within a line, as it stands there."""
    prose = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    return [" ".join(found.split()) for found in _SPAN.findall(prose)]


def code(path: Path) -> str:
    """All that stands in code: spans, blocks and indented lines, a line each."""
    text = path.read_text(encoding="utf-8")
    blocks = (block for found in (_BLOCK, _INDENTED) for block in found.findall(text))
    return "\n".join([*spans(path), *blocks])


def links(path: Path) -> list[str]:
    """Where its links lead."""
    return _LINK.findall(_BLOCK.sub("", path.read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """What a link may name in it: its headings in small letters, with hyphens."""
    headings = _HEADING.findall(_BLOCK.sub("", path.read_text(encoding="utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def rows(path: Path, first: str) -> Iterator[dict[str, str]]:
    """The rows of the tables whose first column is called so, by their columns' names."""
    names: list[str] | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not line.startswith("|"):
            names = None
        elif names is None:
            names = cells
        elif names[0] == first and set(cells[0]) - set("-: "):
            yield dict(zip(names, cells, strict=True))


def is_ours(name: str, beside: Path) -> bool:
    """Whether there is such a file or folder: here, beside the document, or so ending."""
    if any((home / name).exists() for home in (ROOT, beside.parent)):
        return True
    return any(f"/{name}" in f"{path.as_posix()}/" for path in FILES)
