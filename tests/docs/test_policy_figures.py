"""The page of what the thresholds stop and cost is that of the packaged model and the defaults."""

import json
import re

import pytest

from rejoinder.engine.model_files import PACKAGED_MODEL
from rejoinder.moderation.rules.abuse import THRESHOLDS
from tests.support.source_files import ROOT

PAGE = (ROOT / "docs" / "policy-figures.md").read_text(encoding="utf-8")
MADE_BY = "Run python -m training.measures.policy_figures (training/README.md says how)."


def test_it_is_the_packaged_models() -> None:
    card = json.loads((PACKAGED_MODEL / "card.json").read_text(encoding="utf-8"))
    assert f" for {card['version']}:" in PAGE, MADE_BY


@pytest.mark.parametrize("name", THRESHOLDS)
def test_it_marks_the_thresholds_in_force(name: str) -> None:
    section = PAGE.partition(f"### `{name}`\n")[2].partition("\n###")[0]
    limits = THRESHOLDS[name].default
    for role, threshold in (("holds", limits.hold), ("declines", limits.decline)):
        marked = re.findall(rf"^\| ([\d.]+) \|.*{role} in force", section, re.MULTILINE)
        assert marked == ([f"{threshold:g}"] if threshold <= 1 else []), MADE_BY
