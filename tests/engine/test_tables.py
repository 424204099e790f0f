"""The judge's tables are sound: no row is cut short, nothing is named twice, all is explained."""

from pathlib import Path

import pytest

from rejoinder.engine import tables
from rejoinder.engine.tables import read_table

FOLDER = Path(tables.__file__).parent / "data"
# Columns, and how many of them tell rows apart.
SHAPES = {
    "abbreviations.tsv": (2, 1),
    "borrowed_phrases.tsv": (2, 1),
    "disguised_fair_words.tsv": (2, 1),
    "disguised_spellings.tsv": (2, 1),
    "disguised_words.tsv": (3, 1),
    "emoji_names.tsv": (2, 1),
    "english_words.tsv": (2, 1),
    "first_names.tsv": (1, 1),
    "flags.tsv": (2, 1),
    "foreign_abuse.tsv": (3, 2),
    "foreign_words.tsv": (2, 1),
    "letter_triples.tsv": (2, 1),
    "lookalikes.tsv": (3, 2),
    "meta_parts.tsv": (2, 1),
    "meta_signs.tsv": (4, 4),
    "private_context.tsv": (2, 2),
    "private_words.tsv": (2, 2),
    "scripts.tsv": (2, 1),
    "small_words.tsv": (2, 1),
    "street_words.tsv": (2, 1),
    "telephone_codes.tsv": (3, 1),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_row_has_every_column_and_is_there_once(name: str) -> None:
    columns, key = SHAPES[name]
    rows = read_table(name)
    assert {len(row) for row in rows} == {columns}
    assert all(all(row) for row in rows)
    keys = [tuple(row[:key]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_every_table_is_explained() -> None:
    assert {path.name for path in FOLDER.glob("*.tsv")} == set(SHAPES)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in SHAPES)
