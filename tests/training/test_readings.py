"""The card tells what each part of reading is worth, by the same network with less of it."""

from pathlib import Path

from rejoinder.engine import Judge
from rejoinder.engine.model_files import PACKAGED_MODEL, load
from training.data.examples import Example, all_clear
from training.dataset import as_arrays
from training.measures.readings import CIVIL, PASSAGES, SERVED, SOURCES, WAYS, reading_figures
from training.packaging.model_card import write_card

RUDE = "You are a stupid idiot, and your whole family is filth."
FAIR = "Thank you for the report about the harbour and its cranes."


def test_every_way_of_reading_is_measured_on_every_set(packaged_judge: Judge) -> None:
    examples = []
    for source in (*(name for name, _ in SOURCES), PASSAGES, CIVIL):
        for number in range(4):
            rude = number % 2 == 0 and source != CIVIL
            labels = all_clear() | dict.fromkeys(all_clear(), float(rude))
            text = f"{FAIR} {RUDE if rude else FAIR} {number}"
            examples.append(Example(source, text, labels, fold=0))
    figures = reading_figures(packaged_judge, load(PACKAGED_MODEL), as_arrays(examples), seed=1)
    assert list(figures) == [*WAYS, SERVED]
    columns = [
        *(f"{source}, {name}" for source, name in SOURCES),
        "abuse put into newspaper comments",
    ]
    for way in figures.values():
        assert list(way) == columns
    assert figures[SERVED]["abuse put into newspaper comments"] == 1


def test_the_card_has_a_row_for_each_way(tmp_path: Path) -> None:
    write_card(tmp_path, None, "judge-1", {"any": 0.5}, (), {"one way": {"a set": 0.75}})
    page = (tmp_path / "MODEL.md").read_text("utf-8")
    assert "| read by | a set |\n| --- | --- |\n| one way | .750 |" in page


def test_a_card_without_such_figures_says_so(tmp_path: Path) -> None:
    write_card(tmp_path, None, "judge-1", {"any": 0.5})
    assert "Not measured." in (tmp_path / "MODEL.md").read_text("utf-8")
