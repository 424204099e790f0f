"""The packaged judge stays loaded from one command to the next."""

from pathlib import Path

import pytest

from rejoinder.engine import Judge


@pytest.fixture(autouse=True)
def _keep_the_packaged_judge(packaged_judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that loads the packaged judge gets the one that is there; any other is loaded."""
    original = Judge.load

    def load(folder: str | Path | None = None) -> Judge:
        return packaged_judge if folder is None else original(folder)

    monkeypatch.setattr(Judge, "load", load)
