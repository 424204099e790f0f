"""The training's pages name every file that there is, and none that there is not."""

import re
from pathlib import Path

TRAINING = Path(__file__).parents[2] / "training"
SYNTHETIC = TRAINING / "synthetic"


def test_every_module_is_named_and_every_module_named_exists() -> None:
    page = (TRAINING / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\S+\.py)` \| .", page, re.MULTILINE)
    modules = [
        path.relative_to(TRAINING).as_posix()
        for path in TRAINING.rglob("*.py")
        if path.name != "__init__.py"
    ]
    assert sorted(named) == sorted(modules)


def test_every_table_of_sentences_has_its_legend() -> None:
    page = (SYNTHETIC / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+\.(?:tsv|json))`", page))
    files = {path.name for path in SYNTHETIC.rglob("*") if path.suffix in {".tsv", ".json"}}
    assert named == files


def test_every_column_of_the_tables_is_explained() -> None:
    page = (SYNTHETIC / "README.md").read_text(encoding="utf-8")
    for name in ("functional_classes", "functional_pairs"):
        heading = (SYNTHETIC / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[0]
        labels = {"toxicity", "insult", "threat"}  # "`identity_attack` … `profanity`"
        assert [each for each in heading.split("\t") if f"`{each}`" not in page] == [
            each for each in heading.split("\t") if each in labels
        ]
