"""Several comments decided in one transaction, while somebody else decides of the same threads."""

from datetime import datetime
from functools import partial

import pytest

from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.desk.bulk import working
from rejoinder.desk.bulk.actions import undo_all
from rejoinder.moderation.actions import decide_together
from rejoinder.moderation.actions.decide import StaffDecision, find
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.at_once import at_once
from tests.support.bulk_newsroom import Newsroom
from tests.support.factories import make_article

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
P, H, D = State.PUBLISHED, State.HELD, State.DECLINED


@pytest.fixture
def newsroom(database: Database, now: datetime) -> Newsroom:
    return Newsroom(database, now)


def hold(newsroom: Newsroom, comment: Comment) -> None:
    """A single decision, as far as it locks."""
    with newsroom.database.writing() as connection:
        found = find(connection, comment.site_id, comment.id)
        intake.move(connection, found, H, now=newsroom.now)


@ON_POSTGRESQL
def test_a_job_and_a_single_decision_in_its_thread_wait_for_each_other_in_one_order(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = newsroom.comments(0.9, 0.9, 0.9)
    job_id = newsroom.begin()
    newsroom.worker.run_once()  # writes down which
    single = partial(hold, newsroom, made[1])
    at_once(newsroom.database, monkeypatch, (working, "_decide"), newsroom.worker.run_once, single)
    assert newsroom.states(made) == [D, H, D]
    newsroom.act(undo_all, job_id, newsroom.member)
    newsroom.worker.run_once()
    single = partial(hold, newsroom, made[2])
    at_once(newsroom.database, monkeypatch, (working, "_decide"), newsroom.worker.run_once, single)
    assert newsroom.states(made) == [P, P, H]


@ON_POSTGRESQL
def test_two_who_decide_others_of_the_same_threads_wait_for_each_other_in_one_order(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with newsroom.database.writing() as connection:
        site = site_by_id(connection, newsroom.article.site_id)
        other = make_article(connection, site=site, now=now)
    threads = (newsroom.article, other, other, newsroom.article)
    made = [newsroom.comments(0.9, article=each)[0] for each in threads]

    def latest(several: list[Comment]) -> dict[int, int]:
        with newsroom.database.reading() as connection:
            return {each.id: latest_decision(connection, each.id).id for each in several}

    def decide(several: list[Comment]) -> None:
        seen = latest(several)
        wanted = {each: StaffDecision(Outcome.HOLD, seen[each]) for each in seen}
        with newsroom.database.writing() as connection:
            decide_together.decide_together(
                connection, newsroom.editor, wanted, several[0].id, now=now
            )

    def take_back(several: list[Comment]) -> None:
        decided = latest(several)
        with newsroom.database.writing() as connection:
            decide_together.undo_together(connection, newsroom.editor, decided, now=now)

    ours, theirs = made[::2], made[1::2]
    for act, name, state in ((decide, "decide_as_staff", H), (take_back, "undo", P)):
        acts = partial(act, ours), partial(act, theirs)
        at_once(newsroom.database, monkeypatch, (decide_together, name), *acts)
        assert newsroom.states(made) == [state] * len(made)
