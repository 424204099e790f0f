"""The packaged judge, and an article for it to compare with."""

from pathlib import Path

import pytest

from rejoinder.engine import Article, Judge
from rejoinder.engine.model_files import PACKAGED_MODEL


@pytest.fixture(scope="session")
def judge(packaged_judge: Judge) -> Judge:
    """The judge as everybody gets it."""
    return packaged_judge


@pytest.fixture(scope="session")
def fishing() -> Article:
    """A news article with all its parts."""
    return Article(
        headline="Fishing deal still divides the harbours, thirty years on",
        standfirst="The 1994 agreement opened the northern grounds to foreign fleets.",
        body=(
            "When the agreement was signed, the quay at Northhaven was lined with trawlers. Today "
            "four boats are left. The fishermen's union says that its members lost half of their "
            "catch within five years.\n\nThe minister of fisheries defended the deal on Monday. "
            "“Without it we would have had no cod at all,” she told parliament. Scientists agree "
            "that stocks of herring and cod have recovered.\n\nThe town council wants a share of "
            "the licence fees to repair the harbour wall."
        ),
    )


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """The packaged model's folder, to be spoilt."""
    folder = tmp_path / "model"
    folder.mkdir()
    for file in PACKAGED_MODEL.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder
