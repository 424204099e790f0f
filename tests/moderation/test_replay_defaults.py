"""A replay of what a default policy of before decided, where no policy was ever put."""

from datetime import datetime

import pytest
from sqlalchemy import insert

from rejoinder.moderation import decide as deciding
from rejoinder.moderation.actions.policies import keep_default
from rejoinder.moderation.model import Case, Outcome
from rejoinder.moderation.policy import Policy, default_source
from rejoinder.moderation.policy.writing import with_settings
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.setting import Path
from rejoinder.moderation.workbench import rerun
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewSite, Site, policy_version
from rejoinder.sites.tables import default_policies, policies
from rejoinder.storage import Database
from tests.moderation.test_replay import Newsroom, filled
from tests.support.default_policies import Ship, ship

__all__ = ["ship"]

# In force in `test_replay` too, but told whole.
THEN: dict[Path, object] = {
    ("abuse", "insult", "hold"): 0.5,
    ("abuse", "insult", "decline"): 0.9,
    ("links", "allowed_for_new"): 2,
    ("words", "banned"): ["zounds"],
}
TODAY: dict[Path, object] = {**THEN, ("abuse", "insult", "hold"): 0.3}
TRIED: dict[Path, object] = {
    **THEN,
    ("abuse", "insult", "hold"): 0.45,
    ("abuse", "insult", "decline"): 0.6,
}
# As in `test_figures_are_those_of_a_count_by_hand`, but that the lists of words are as they were.
BY_HAND = [2, 3, 3]

Asked = list[tuple[str, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Which rules were asked of each text again."""
    told: Asked = []

    def decide(policy: Policy, case: Case, rules: tuple[Rule, ...]) -> object:
        told.append(tuple(rule.id for rule in rules))
        return deciding.decide(policy, case, rules)

    monkeypatch.setattr(rerun, "decide", decide)
    return told


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    """One that never put a policy."""
    with database.writing() as connection:
        return site_actions.create_site(connection, NewSite("courier", "Courier"), now=now)


def becomes(newsroom: Newsroom) -> list[int]:
    figures = newsroom.replayed(with_settings(default_source(), TRIED))
    assert [figures.was(each) for each in Outcome] == [4, 2, 2]
    return [figures.becomes(each) for each in Outcome]


def decided_by(then: str, database: Database, site: Site, now: datetime, ship: Ship) -> Newsroom:
    """Comments of before the code came with another default."""
    today = with_settings(default_source(), TODAY)
    ship(then)
    newsroom = filled(database, site, now)
    ship(today)
    return newsroom


def test_rules_about_texts_that_stayed_the_same_are_not_asked_again(
    database: Database, site: Site, now: datetime, ship: Ship, asked: Asked
) -> None:
    then = with_settings(default_source(), THEN)
    ship(then)
    keep_default(database, now=now)
    newsroom = decided_by(then, database, site, now, ship)
    keep_default(database, now=newsroom.now)
    assert becomes(newsroom) == BY_HAND
    assert asked == []


def test_of_a_default_that_was_not_kept_they_are(
    database: Database, site: Site, now: datetime, ship: Ship, asked: Asked
) -> None:
    then = with_settings(default_source(), THEN)
    newsroom = decided_by(then, database, site, now, ship)
    keep_default(database, now=newsroom.now)
    assert becomes(newsroom) == BY_HAND
    assert len(asked) == 8


@pytest.mark.parametrize("kept", ["[gone]\nlong_ago = 1\n", 'mode = "'], ids=["another", "broken"])
def test_one_that_can_no_longer_be_read_is_as_good_as_unknown(
    database: Database, site: Site, now: datetime, ship: Ship, asked: Asked, kept: str
) -> None:
    then = with_settings(default_source(), THEN)
    newsroom = decided_by(then, database, site, now, ship)
    row = {"version": policy_version(then), "source": kept, "first_used_at": now}
    with database.writing() as connection:
        connection.execute(insert(default_policies).values(row))
    assert becomes(newsroom) == BY_HAND
    assert len(asked) == 8


def test_a_rule_that_has_got_a_setting_since_is_asked_again_and_no_other(
    database: Database, site: Site, now: datetime, ship: Ship, asked: Asked
) -> None:
    """It may have found something else then, whatever that setting is by default."""
    then = with_settings(default_source(), THEN)
    lines = [line for line in then.splitlines() if not line.startswith("allowed = 2")]
    then = "\n".join(lines) + "\n"
    ship(then)
    keep_default(database, now=now)
    assert becomes(decided_by(then, database, site, now, ship)) == BY_HAND
    assert asked == [("links-blocked", "links-many")] * 8


def test_what_a_put_policy_left_to_a_default_that_changed_is_not_known(
    database: Database, site: Site, now: datetime, ship: Ship, asked: Asked
) -> None:
    """Two links were allowed by default then; who put this policy said nothing of links."""
    ship(with_settings(default_source(), {("links", "allowed_for_new"): 2}))
    keep_default(database, now=now)
    ship(with_settings(default_source(), {("links", "allowed_for_new"): 1}))
    put = '[abuse.insult]\nhold = 0.5\ndecline = 0.9\n[words]\nbanned = ["zounds"]\n'
    with database.writing() as connection:
        site_actions.put_policy(connection, site, put, put_by="tests", now=now)
    newsroom = filled(database, site, now)
    newsroom.replayed(put)
    assert asked == [("links-blocked", "links-many")] * 8
    asked.clear()
    newsroom.replayed(f"{put}[links]\nallowed_for_new = 2\n")
    assert len(asked) == 8


def test_a_policy_is_found_however_many_were_put_since(
    database: Database, site: Site, now: datetime, asked: Asked
) -> None:
    then = with_settings(default_source(), THEN)
    with database.writing() as connection:
        site_actions.put_policy(connection, site, then, put_by="tests", now=now)
    newsroom = filled(database, site, now)
    later = [
        {
            "site_id": site.id,
            "version": f"{number:012}",
            "source": f"# {number}",
            "put_by": "tests",
            "put_at": now,
        }
        for number in range(501)
    ]
    with database.writing() as connection:
        connection.execute(insert(policies), later)
    assert becomes(newsroom) == BY_HAND
    assert asked == []
