"""Publications, the people at their desks, their policies and their keys."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from rejoinder.errors import Invalid, NotFound
from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewKey, NewSite, NewStaff, Role, Scope
from rejoinder.sites.tables import keys, policies
from rejoinder.storage import Database
from tests.support import factories


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        yield opened


def test_a_site_is_found_by_its_key_its_host_and_when_it_is_alone(
    connection: Connection, now: datetime
) -> None:
    with pytest.raises(NotFound):
        queries.by_host(connection, "courier.example")
    new = NewSite("courier", "The Courier", base_url="https://courier.example/")
    courier = actions.create_site(connection, new, now=now)
    assert courier.base_url == "https://courier.example"
    assert queries.by_key(connection, None) == courier
    assert queries.by_host(connection, "anything.example:8000") == courier

    hosts = ("gazette.example", "localhost:8001")
    gazette = actions.create_site(connection, NewSite("gazette", "Gazette", hosts=hosts), now=now)
    assert queries.by_host(connection, "gazette.example") == gazette
    assert queries.by_host(connection, "gazette.example:8443") == gazette
    assert queries.by_host(connection, "localhost:8001") == gazette
    assert queries.by_key(connection, "courier") == courier
    assert queries.everyone(connection) == [courier, gazette]
    for host in ("localhost:8002", "evil.example", "", "gazette.example.evil.example"):
        with pytest.raises(NotFound):
            queries.by_host(connection, host)
    for key in (None, "herald", ""):
        with pytest.raises(NotFound):
            queries.by_key(connection, key)


@pytest.mark.parametrize(
    "wrong",
    [
        NewSite("x", "X", time_zone="Elswyn/Saltness"),
        NewSite("x", "X", time_zone="../../etc/localtime"),
        NewSite("x", "X", time_zone=""),
        NewSite("x", "X", base_url="https://paper.example/comments"),
        NewSite("x", "X", base_url="https://paper.example/a/?b"),
        NewSite("x", "X", base_url="https://paper.example?b=c"),
        NewSite("x", "X", base_url="https://ann@paper.example"),
        NewSite("x", "X", base_url="https://paper.example:99999"),
        NewSite("x", "X", base_url="paper.example"),
        NewSite("x", "X", base_url="ftp://paper.example"),
        NewSite("x", "X", base_url=""),
        NewSite("x", "X", accent="red"),
        NewSite("x", "X", accent="#ff0000;}"),
        NewSite("x", "X", accent="#ff0000\n"),
    ],
)
def test_a_site_that_could_not_be_shown_is_not_founded(
    connection: Connection, now: datetime, wrong: NewSite
) -> None:
    with pytest.raises(Invalid):
        actions.create_site(connection, wrong, now=now)


def test_the_last_policy_is_in_force_and_none_is_forgotten(
    connection: Connection, now: datetime
) -> None:
    site = actions.create_site(connection, NewSite("courier", "The Courier"), now=now)
    assert queries.policy_in_force(connection, site.id) is None
    put = [
        actions.put_policy(connection, site, source, put_by="desk", now=now)
        for source in ("# one", "# two", "# two", "# one")
    ]
    assert put[0] == put[3] != put[1] == put[2]
    in_force = queries.policy_in_force(connection, site.id)
    assert in_force is not None
    assert (in_force.version, in_force.source) == (put[0], "# one")
    kept = select(func.count()).select_from(policies)
    assert connection.execute(kept).scalar_one() == 3  # the same again is nothing new


def test_somebody_invited_twice_is_one_person_with_the_new_role(
    connection: Connection, now: datetime
) -> None:
    site = factories.make_site(connection, now=now)
    email = "desk@example.org"
    first = actions.invite(connection, site, NewStaff(email, "D", Role.MODERATOR), now=now)
    second = actions.invite(connection, site, NewStaff(email, "Dahl", Role.EDITOR), now=now)
    assert (second.id, second.name, second.role) == (first.id, "Dahl", Role.EDITOR)
    assert queries.all_staff(connection, site.id) == [second]
    assert queries.staff_names(connection, site.id) == {first.id: "Dahl"}
    other = factories.make_site(connection, now=now)
    assert queries.staff_member(connection, other.id, email) is None


def test_a_key_opens_what_it_was_made_for_until_it_is_revoked(
    connection: Connection, now: datetime
) -> None:
    site = factories.make_site(connection, now=now)
    key = actions.create_key(
        connection, site, NewKey("importer", {Scope.ARTICLES, Scope.POST}), now=now
    )
    found = queries.key_of(connection, key)
    assert found is not None
    assert (found.site_id, found.name) == (site.id, "importer")
    assert [scope for scope in Scope if found.opens(scope)] == [Scope.POST, Scope.ARTICLES]
    for forged in ("", key[:-1], key.upper(), "\x00", "\ud800"):
        assert queries.key_of(connection, forged) is None
    kept = connection.execute(select(keys.c.token_hash)).scalar_one()
    assert queries.key_of(connection, kept) is None
    connection.execute(keys.update().values(revoked_at=now + timedelta(days=1)))
    assert queries.key_of(connection, key) is None


@pytest.mark.parametrize("scope", Scope)
def test_an_admins_key_opens_the_papers_own_api_and_no_other_opens_more_than_it_says(
    connection: Connection, now: datetime, scope: Scope
) -> None:
    site = factories.make_site(connection, now=now)
    key = queries.key_of(
        connection, actions.create_key(connection, site, NewKey("x", {scope}), now=now)
    )
    assert key is not None
    opened = {each for each in Scope if key.opens(each)}
    assert opened == ({*Scope} - {Scope.DROPIN} if scope is Scope.ADMIN else {scope})


def test_a_key_for_nothing_is_not_cut(connection: Connection, now: datetime) -> None:
    site = factories.make_site(connection, now=now)
    with pytest.raises(Invalid, match="articles"):
        actions.create_key(connection, site, NewKey("x", ()), now=now)


def test_of_several_sites_each_answers_at_the_host_of_its_own_address(
    connection: Connection, now: datetime
) -> None:
    first = NewSite(key="gazette", name="The Gazette", base_url="https://gazette.example")
    second = NewSite(key="courier", name="The Courier", base_url="http://localhost:8001")
    gazette = actions.create_site(connection, first, now=now)
    courier = actions.create_site(connection, second, now=now)
    assert queries.by_host(connection, "gazette.example") == gazette
    assert queries.by_host(connection, "localhost:8001") == courier
    for host in ("localhost", "localhost:8002", "evil.gazette.example"):
        with pytest.raises(NotFound):
            queries.by_host(connection, host)


def test_two_sites_of_one_address_are_not_guessed(connection: Connection, now: datetime) -> None:
    for key in ("gazette", "courier"):
        actions.create_site(connection, NewSite(key=key, name=key), now=now)
    with pytest.raises(NotFound):
        queries.by_host(connection, "127.0.0.1:8000")
