"""A paper whose letters go to a mail server of the test's own."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.support.fake_judges import gentle
from tests.support.mail_server import Postbox, taking_mail
from tests.support.newspaper import Paper, open_paper


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    """A mail server of this test's own, and its address."""
    with taking_mail() as taking:
        yield taking


@pytest.fixture
def paper(database_url: str, now: datetime, postbox: tuple[Postbox, str]) -> Iterator[Paper]:
    settings = {"mail_url": postbox[1], "mail_from": "comments@gazette.example"}
    with open_paper(database_url, judge=gentle, now=now, settings=settings) as opened:
        yield opened


@pytest.fixture
def arrived(postbox: tuple[Postbox, str]) -> Postbox:
    """What came by mail."""
    return postbox[0]
