"""Judge servers that the tests of a file share."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.support.judge_servers import judge_server


@pytest.fixture(scope="module")
def server() -> Iterator[TestClient[Litestar]]:
    """Open to all, strict about languages, with a judge whose scores are known."""
    with judge_server() as client:
        yield client


@pytest.fixture(scope="module")
def lenient() -> Iterator[TestClient[Litestar]]:
    """The same, answering what can be answered."""
    with judge_server(strict_languages=False) as client:
        yield client
