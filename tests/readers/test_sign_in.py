"""Who is speaking: links that open once, cookies that only we can make, standing that sticks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from rejoinder.errors import Gone, Invalid
from rejoinder.readers import actions, queries
from rejoinder.readers.authors import put_authors
from rejoinder.readers.model import GivenStanding, NewAuthor, Standing
from rejoinder.readers.tables import readers, sessions, sign_in_links
from rejoinder.sites.model import Site
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import one_behind_the_other

ADDRESS = "ilka@example.org"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def site(connection: Connection, now: datetime) -> Site:
    return factories.make_site(connection, now=now)


def link(connection: Connection, site: Site, now: datetime, email: str = ADDRESS) -> str:
    return actions.make_link(connection, site.id, email, next_path="/articles/x", now=now)


def test_a_link_signs_in_whoever_opens_it(
    connection: Connection, site: Site, now: datetime
) -> None:
    signed_in = actions.open_link(connection, site.id, link(connection, site, now), now=now)
    assert (signed_in.reader.email, signed_in.reader.name) == (ADDRESS, "")
    assert signed_in.reader.verified
    assert signed_in.next_path == "/articles/x"
    known = queries.open_session(connection, site.id, signed_in.token, now=now)
    assert known is not None
    assert known.reader == signed_in.reader
    assert known.signed_in


def test_a_link_opens_once(connection: Connection, site: Site, now: datetime) -> None:
    token = link(connection, site, now)
    actions.open_link(connection, site.id, token, now=now)
    with pytest.raises(Gone):
        actions.open_link(connection, site.id, token, now=now)


def test_of_two_people_who_open_a_link_at_once_one_is_signed_in(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        token = link(connection, site, now)
    outcomes = []
    for _ in range(2):
        try:
            with database.writing() as connection:
                actions.open_link(connection, site.id, token, now=now)
            outcomes.append("in")
        except Gone:
            outcomes.append("gone")
    assert outcomes == ["in", "gone"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("imported", [True, False])
def test_two_who_prove_a_new_address_at_once_are_one_reader(
    database: Database, now: datetime, imported: bool
) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        tokens = [link(connection, site, now) for _ in range(2)]

    def enter(connection: Connection, token: str) -> int:
        return actions.open_link(connection, site.id, token, now=now).reader.id

    def bring(connection: Connection) -> int:
        (number,) = put_authors(
            connection, site.id, [NewAuthor("Ilka", ADDRESS, proved=True)], now=now
        )
        return number

    one, other = one_behind_the_other(
        database,
        bring if imported else lambda its: enter(its, tokens[0]),
        lambda its: enter(its, tokens[1]),
    )
    assert one == other


@pytest.mark.parametrize(("minutes", "opens"), [(0, True), (29, True), (30, False), (31, False)])
def test_a_link_lasts_half_an_hour(
    connection: Connection, site: Site, now: datetime, minutes: int, opens: bool
) -> None:
    token = link(connection, site, now)
    later = now + timedelta(minutes=minutes)
    if opens:
        actions.open_link(connection, site.id, token, now=later)
    else:
        with pytest.raises(Gone):
            actions.open_link(connection, site.id, token, now=later)


def test_a_link_opens_only_on_the_paper_that_sent_it(
    connection: Connection, site: Site, now: datetime
) -> None:
    token = link(connection, site, now)
    other = factories.make_site(connection, now=now)
    with pytest.raises(Gone):
        actions.open_link(connection, other.id, token, now=now)


@pytest.mark.parametrize("forged", ["", "x", "0" * 64, "\x00", "\ud800", "' OR 1=1 --", "é" * 5000])
def test_a_forged_cookie_or_link_opens_nothing(
    connection: Connection, site: Site, now: datetime, forged: str
) -> None:
    link(connection, site, now)
    factories.make_reader(connection, site, now=now)
    assert queries.open_session(connection, site.id, forged, now=now) is None
    with pytest.raises(Gone):
        actions.open_link(connection, site.id, forged, now=now)


def test_what_the_store_keeps_opens_nothing(
    connection: Connection, site: Site, now: datetime
) -> None:
    unopened = link(connection, site, now)
    signed_in = actions.open_link(connection, site.id, link(connection, site, now), now=now)
    for kept in connection.execute(select(sessions.c.token_hash)).scalars():
        assert kept != signed_in.token
        assert queries.open_session(connection, site.id, kept, now=now) is None
    for kept in connection.execute(select(sign_in_links.c.token_hash)).scalars().all():
        assert kept != unopened
        with pytest.raises(Gone):
            actions.open_link(connection, site.id, kept, now=now)


def test_a_session_ends_when_asked_to_when_old_and_on_another_paper(
    connection: Connection, site: Site, now: datetime
) -> None:
    token = actions.open_link(connection, site.id, link(connection, site, now), now=now).token
    other = factories.make_site(connection, now=now)
    assert queries.open_session(connection, other.id, token, now=now) is None
    old = now + actions.SESSION_LASTS
    assert queries.open_session(connection, site.id, token, now=old) is None
    assert queries.open_session(connection, site.id, token, now=old - timedelta(seconds=1))
    actions.end_session(connection, token)
    assert queries.open_session(connection, site.id, token, now=now) is None


def test_an_address_is_proved_once_and_its_reader_comes_back(
    connection: Connection, site: Site, now: datetime
) -> None:
    first = actions.open_link(connection, site.id, link(connection, site, now), now=now).reader
    renamed = actions.take_name(connection, first, "Ilka M.", now=now)
    again = actions.open_link(connection, site.id, link(connection, site, now), now=now).reader
    assert again == renamed
    assert again.id == first.id


def test_a_guest_is_never_taken_for_the_owner_of_an_address(
    connection: Connection, site: Site, now: datetime
) -> None:
    guest = actions.begin_guest(connection, site.id, name="Ilka", email=ADDRESS, now=now)
    begun = actions.begin_session(connection, guest, signed_in=False, now=now)
    known = queries.open_session(connection, site.id, begun.token, now=now)
    assert known is not None
    assert not known.signed_in
    assert queries.verified(connection, site.id, ADDRESS) is None
    owner = actions.open_link(connection, site.id, link(connection, site, now), now=now).reader
    assert owner.id != guest.id
    assert not queries.by_id(connection, guest.id).verified


def test_a_name_belongs_to_whoever_chose_it_first(
    connection: Connection, site: Site, now: datetime
) -> None:
    first = factories.make_reader(connection, site, now=now, name="Ilka Moreau")
    second = factories.make_reader(connection, site, now=now)
    assert queries.is_somebodys_name(connection, site.id, "iIka  moreau", but=second.id)
    assert not queries.is_somebodys_name(connection, site.id, "ilka moreau", but=first.id)
    elsewhere = factories.make_site(connection, now=now)
    assert not queries.is_somebodys_name(connection, elsewhere.id, "Ilka Moreau")
    with pytest.raises(Invalid), connection.begin_nested():
        actions.take_name(connection, second, "ILKA MOREAU", now=now)


def test_a_guests_name_is_nobodys(connection: Connection, site: Site, now: datetime) -> None:
    actions.begin_guest(connection, site.id, name="Ilka", email=ADDRESS, now=now)
    assert not queries.is_somebodys_name(connection, site.id, "Ilka")


def test_what_nobody_can_open_any_more_is_thrown_away(
    connection: Connection, site: Site, now: datetime
) -> None:
    actions.open_link(connection, site.id, link(connection, site, now), now=now)
    link(connection, site, now)
    much_later = now + actions.SESSION_LASTS
    actions.end_old_sessions(connection, now=now + timedelta(minutes=1))
    assert counts(connection) == (1, 2)
    actions.end_old_sessions(connection, now=much_later)
    assert counts(connection) == (0, 0)
    assert connection.execute(select(func.count()).select_from(readers)).scalar_one() == 1


def test_a_standing_belongs_to_the_address_and_the_last_one_counts(
    connection: Connection, site: Site, now: datetime
) -> None:
    guest = actions.begin_guest(connection, site.id, name="Ilka", email=ADDRESS, now=now)
    assert queries.given_standing(connection, site.id, ADDRESS, proved=False, now=now) is None
    for standing in (Standing.BANNED, Standing.WATCHED):
        actions.give_standing(
            connection, guest.address, GivenStanding(standing, "desk", "insults", now)
        )
    given = queries.given_standing(connection, site.id, ADDRESS, proved=False, now=now)
    assert given is not None
    assert (given.standing, given.made_by, given.reason) == (Standing.WATCHED, "desk", "insults")
    history = queries.given_standings(connection, site.id, ADDRESS, proved=False, limit=10, now=now)
    assert [each.standing for each in history] == [Standing.WATCHED, Standing.BANNED]
    other = factories.make_site(connection, now=now)
    assert queries.given_standing(connection, other.id, ADDRESS, proved=False, now=now) is None


def test_a_guest_who_types_somebodys_address_cannot_have_them_banned(
    connection: Connection, site: Site, now: datetime
) -> None:
    guest = actions.begin_guest(connection, site.id, name="Ilka", email=ADDRESS, now=now)
    actions.give_standing(
        connection, guest.address, GivenStanding(Standing.BANNED, "desk", "insults", now)
    )
    assert queries.given_standing(connection, site.id, ADDRESS, proved=True, now=now) is None
    owner = actions.open_link(connection, site.id, link(connection, site, now), now=now).reader
    actions.give_standing(
        connection, owner.address, GivenStanding(Standing.WATCHED, "desk", "tone", now)
    )
    given = queries.given_standing(connection, site.id, ADDRESS, proved=True, now=now)
    assert given is not None
    assert given.standing is Standing.WATCHED


def counts(connection: Connection) -> tuple[int, int]:
    """How many sessions and links are kept."""
    kept = (
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (sessions, sign_in_links)
    )
    return (next(kept), next(kept))
