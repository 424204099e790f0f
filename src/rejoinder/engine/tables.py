"""Reads the tables in `data/`: tab-separated, UTF-8, explained in lines that begin with #."""

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def read_table(name: str) -> list[list[str]]:
    """The rows of a table, each as its columns."""
    lines = (_DATA / name).read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]
