"""Nobody's mailbox is filled, and nobody keeps somebody else from signing in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, func, select

from rejoinder.errors import TooMany
from rejoinder.readers import actions
from rejoinder.readers.model import LinkRequest
from rejoinder.readers.tables import sign_in_links
from rejoinder.sites.model import Site
from rejoinder.storage import Database, open_database
from tests.support import factories

HERS = "ilka@example.org"
LINK_LASTS = timedelta(minutes=30)


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    with database.writing() as connection:
        return factories.make_site(connection, now=now)


@pytest.fixture
def connection(database: Database, site: Site) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


def ask(
    connection: Connection, site: Site, now: datetime, sender: str, email: str = HERS
) -> str | None:
    """Asks for a link; the token in its letter, or None where none is sent."""
    key = actions.ask_for_link(connection, LinkRequest(site.id, email, "/", sender), now=now)
    if key is None:
        return None
    link = actions.link_to_send(connection, key, now=now)
    assert link is not None
    return link.token


def test_one_sender_gets_five_links_for_an_address_until_one_is_used(
    connection: Connection, site: Site, now: datetime
) -> None:
    tokens = [ask(connection, site, now, "hers") for _ in range(5)]
    with pytest.raises(TooMany) as refused:
        ask(connection, site, now + timedelta(minutes=19), "hers")
    assert refused.value.retry_after == 1800
    ask(connection, site, now, "hers", "somebody-else@example.org")
    ask(connection, site, now, "elsewhere")
    assert tokens[0] is not None
    actions.open_link(connection, site.id, tokens[0], now=now)
    assert ask(connection, site, now, "hers")


def test_however_many_strangers_ask_her_mailbox_holds_a_link_that_opens(
    connection: Connection, site: Site, now: datetime
) -> None:
    mailbox: list[tuple[datetime, str]] = []
    for minute in range(120):
        at = now + timedelta(minutes=minute)
        for stranger in range(4):
            sent = ask(connection, site, at, f"stranger {minute * 4 + stranger}")
            mailbox += [] if sent is None else [(at, sent)]
        hers = ask(connection, site, at, "hers")  # never refused for what others asked
        mailbox += [] if hers is None else [(at, hers)]
        opens_until = max(sent_at for sent_at, _ in mailbox) + LINK_LASTS
        assert opens_until >= at + actions.TIME_TO_SIGN_IN
        if minute % 15 == 0:
            actions.open_link(connection, site.id, mailbox.pop()[1], now=at)
    assert len(mailbox) < 80  # 10 in 20 minutes, and one for each that was used


def test_one_sender_asks_for_so_many_in_all(
    connection: Connection, site: Site, now: datetime
) -> None:
    for number in range(30):
        ask(connection, site, now, "a stranger", f"reader{number}@example.org")
    with pytest.raises(TooMany) as refused:
        ask(connection, site, now, "a stranger", HERS)
    assert refused.value.retry_after == 3600
    assert ask(connection, site, now, "hers")
    assert ask(connection, site, now + timedelta(minutes=61), "a stranger")


def test_of_twenty_wishes_at_once_five_are_granted(
    database: Database, database_url: str, site: Site, now: datetime
) -> None:
    together = Barrier(20)
    with ExitStack() as stack:
        other = open_database(database_url)
        stack.callback(other.close)

        def wish(number: int) -> bool:
            together.wait(timeout=30)
            try:
                with (database, other)[number % 2].writing() as connection:
                    ask(connection, site, now, "a stranger")
            except TooMany:
                return False
            return True

        with ThreadPoolExecutor(20) as pool:
            granted = list(pool.map(wish, range(20)))
    assert granted.count(True) == 5
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(sign_in_links)) == 5


def test_what_is_handed_over_without_a_letter_is_limited_by_nothing(
    connection: Connection, site: Site, now: datetime
) -> None:
    tokens = {
        actions.make_link(connection, site.id, HERS, next_path="/", now=now) for _ in range(40)
    }
    for token in tokens:
        actions.open_link(connection, site.id, token, now=now)
