"""Commands over a store; the packaged judge stays loaded from one to the next."""

from pathlib import Path

import pytest

from rejoinder.engine import Judge
from tests.support.cli import Run, runner


@pytest.fixture(autouse=True)
def _keep_the_packaged_judge(packaged_judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that loads the packaged judge gets the one that is there; any other is loaded."""
    original = Judge.load

    def load(folder: str | Path | None = None) -> Judge:
        return packaged_judge if folder is None else original(folder)

    monkeypatch.setattr(Judge, "load", load)


@pytest.fixture
def run(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs `rejoinder` with these words."""
    monkeypatch.setenv("REJOINDER_DATABASE_URL", database_url)
    return runner(monkeypatch, capsys)


@pytest.fixture
def site(run: Run) -> Run:
    """The same, where there is a site already."""
    assert run("site", "add", "gazette", "--name", "The Gazette").status == 0
    return run
