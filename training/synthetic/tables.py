"""Reads the tables and lists of sentences beside the code (README.md says what is what)."""

from __future__ import annotations

import json
from pathlib import Path

from training.data.tables import read_tsv

FOLDER = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    """Gives the rows of `NAME.tsv` by column, in their order."""
    return read_tsv(FOLDER / f"{name}.tsv")


def lists(name: str) -> dict[str, tuple[str, ...]]:
    """Gives the lists of `NAME.json` by their names."""
    stored: dict[str, list[str]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return {key: tuple(values) for key, values in stored.items()}
