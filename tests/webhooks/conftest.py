"""A site that tells others what happens, and the machine that they all are."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from rejoinder.storage import Database
from tests.support.factories import make_article, make_site
from tests.support.newspaper import Clock
from tests.support.remote_sites import Cable
from tests.support.remote_sites import Site as Receiver
from tests.support.remote_sites import site as receiving
from tests.support.telling_site import Post


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A web server that takes what comes."""
    with receiving() as running:
        running.page("/in", b"thanks")
        yield running


@pytest.fixture
def post(database: Database, now: datetime, receiver: Receiver) -> Post:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        article = make_article(connection, now=now, site=site)
    return Post(database, site, article, Clock(now), receiver, Cable(receiver.port))
