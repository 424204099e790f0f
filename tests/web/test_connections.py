"""Connections to the store are few: who has one never waits for another."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import event

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.support.newspaper import DECLINED, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def in_use(paper: Paper) -> Iterator[list[int]]:
    """How many reading connections were out, each time that one more was taken."""
    readers, out, counts = paper.database.readers, set[int](), list[int]()

    def taken(_driver: Any, record: Any, _proxy: Any) -> None:
        out.add(id(record))
        counts.append(len(out))

    def returned(_driver: Any, record: Any) -> None:
        out.discard(id(record))

    event.listen(readers, "checkout", taken)
    event.listen(readers, "checkin", returned)
    yield counts
    event.remove(readers, "checkout", taken)
    event.remove(readers, "checkin", returned)


def test_one_request_has_one_connection_at_a_time(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    client.get(article.path)  # the one that looks out for changes stays out
    with in_use(paper) as counts:
        for path in ("/", f"{article.path}?unknown=x", "/most-read", "/comments-faq"):
            assert client.get(path).status_code == 200
        assert paper.put_in(client, article, text=DECLINED).status_code == 422
        assert paper.put_in(client, article, text="").status_code == 422
    assert set(counts) == {1}
