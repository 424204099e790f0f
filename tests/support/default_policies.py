"""A version of ours with another default policy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from rejoinder.moderation.policy import default_source, parse

Ship = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Package:
    """The package's files, of which only this one is asked for."""

    source: str

    def joinpath(self, _name: str) -> "_Package":
        return self

    def read_text(self, _encoding: str) -> str:
        return self.source


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ship]:
    """From now on the code comes with this text, as another version of it does."""

    def come_with(source: str) -> None:
        monkeypatch.setattr(parse, "files", lambda _package: _Package(source))
        default_source.cache_clear()

    yield come_with
    monkeypatch.undo()
    default_source.cache_clear()
