"""Sets are read as they were published, and a text stays in its fold."""

from pathlib import Path

from training.data.examples import Example, all_clear
from training.data.folds import FOLDS, fold_of
from training.data.tables import read_table


def test_a_text_stays_in_its_fold_however_it_is_printed() -> None:
    assert fold_of("You IDIOT!") == fold_of("  you idiot")
    assert {fold_of(f"text {number}") for number in range(200)} == set(range(FOLDS))
    pair = [Example("pairs", text, all_clear(), group="one pair") for text in ("rude", "civil")]
    assert pair[0].assigned_fold() == pair[1].assigned_fold()


def test_tables_are_read_with_and_without_a_heading(tmp_path: Path) -> None:
    headed = tmp_path / "headed.csv"
    headed.write_text('a,b\n"x, y",2\n', encoding="utf-8")
    plain = tmp_path / "plain.tsv"
    plain.write_text('say "hi"\t2\n', encoding="utf-8")
    assert list(read_table(headed)) == [{"a": "x, y", "b": "2"}]
    assert list(read_table(plain, "\t", ["a", "b"])) == [{"a": 'say "hi"', "b": "2"}]
