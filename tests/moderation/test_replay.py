"""A replay over what was judged before: its figures are those that somebody counts by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import Article, ArticleSource
from rejoinder.comments.model import Comment
from rejoinder.comments.queries import by_id
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, OnTopic
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, undo
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Submission, submit
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.workbench.figures import Figures
from rejoinder.moderation.workbench.replay import comments_to_replay, replay
from rejoinder.sites.model import Site, StaffMember
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_site, make_staff

# The rules in force: an insult is held from 50 and declined from 90.
IN_FORCE = """
[abuse.insult]
hold = 0.5
decline = 0.9
[links]
allowed_for_new = 2
[words]
banned = ["zounds"]
"""
# A comment's insult in hundredths stands in its text, which is how the judge knows it.
COMMENTS = {
    # text: what becomes of it, what a person decides of it then
    "Plain words, and nothing is wrong with these. 10": ("publish", None),
    "A little sharper than that, as people are. 45": ("publish", None),
    "Sharper, and declined by somebody who looked. 48": ("publish", "decline"),
    "An insult of which one has doubts at first. 55": ("hold", "publish"),
    "An insult of which one has doubts, rightly so. 70": ("hold", "decline"),
    "An insult of which nobody could have any doubts. 95": ("decline", None),
    "Zounds, this is forbidden, and so declined. 10": ("decline", None),
    "Gadzooks, this one is allowed and so posted. 10": ("publish", None),
}


def rude(question: Case) -> Judgement:
    """Finds as much insult as the text says that it has."""
    abuse = {name: AbuseScore(0.01) for name in ATTRIBUTES}
    score = int(question.text.rsplit(" ", 1)[-1]) / 100
    return Judgement({**abuse, "insult": AbuseScore(score)}, OnTopic(0.99), "rude")


@dataclass(slots=True)
class Newsroom:
    """A paper that had these comments, one a day, and the people who looked at some."""

    database: Database
    site: Site
    article: Article
    staff: StaffMember
    numbers: dict[str, int]
    now: datetime

    def replayed(self, source: str, *, days: int = 30) -> Figures:
        figures = replay(self.database, self.site.id, read_policy(source), days=days, now=self.now)
        assert figures is not None
        return figures


@pytest.fixture
def newsroom(database: Database, now: datetime) -> Newsroom:
    with database.writing() as connection:
        site = make_site(connection, now=now, policy=IN_FORCE)
    return filled(database, site, now)


def filled(database: Database, site: Site, now: datetime) -> Newsroom:
    """The comments, and what people decided of some."""
    with database.writing() as connection:
        article = make_article(connection, now=now, site=site)
        staff = make_staff(connection, site, now=now)
    pool = JudgePool(one_by_one(rude))
    numbers = {}
    for place, (text, (outcome, person)) in enumerate(COMMENTS.items()):
        then = now + timedelta(days=place)
        commenter = Commenter(f"Reader {place}", f"r{place}@example.org", f"r{place}")
        receipt = submit(database, pool, article, Submission(text, commenter), now=then)
        assert receipt.decision.outcome == outcome, text
        numbers[text] = receipt.comment.id
        if person is not None:
            with database.writing() as connection:
                decided(connection, receipt.comment, staff, Outcome(person), now=then)
    pool.close()
    return Newsroom(database, site, article, staff, numbers, now + timedelta(days=len(COMMENTS)))


def decided(
    connection: Connection, comment: Comment, staff: StaffMember, outcome: Outcome, *, now: datetime
) -> None:
    reason = "staff-abuse" if outcome is Outcome.DECLINE else ""
    wanted = StaffDecision(outcome, latest_decision(connection, comment.id).id, reason=reason)
    decide_as_staff(connection, comment, staff, wanted, now=now)


def test_the_rules_in_force_change_nothing(newsroom: Newsroom) -> None:
    figures = newsroom.replayed(IN_FORCE)
    assert (figures.comments, figures.moved, figures.unjudged) == (8, 0, 0)
    assert [figures.becomes(each) for each in Outcome] == [4, 2, 2]


def test_of_some_sections_what_was_written_elsewhere_is_not_read(newsroom: Newsroom) -> None:
    now = newsroom.now
    with newsroom.database.writing() as connection:
        source = ArticleSource(slug="cup", headline="Cup final", body="A final.", section="Sport")
        article = article_actions.put(connection, newsroom.site.id, source, now=now)
        there = make_comment(connection, now=now, article=article)
        read = [
            comments_to_replay(connection, newsroom.site.id, days=30, sections=each, now=now)
            for each in (["sport"], ["City"], [])
        ]
    assert read == [[there.id], [], [*newsroom.numbers.values(), there.id]]


def test_figures_are_those_of_a_count_by_hand(newsroom: Newsroom) -> None:
    stricter = IN_FORCE.replace("0.5", "0.45").replace("0.9", "0.6").replace("zounds", "gadzooks")
    figures = newsroom.replayed(stricter)
    # By hand: 45 and 48 are held now, 55 as before, 70 and 95 declined; zounds is posted, gadzooks
    # declined. 10 is posted.
    assert [figures.was(each) for each in Outcome] == [4, 2, 2]
    assert [figures.becomes(each) for each in Outcome] == [2, 3, 3]
    assert figures.moves == {
        "publish publish": 1,
        "publish hold": 2,
        "publish decline": 1,
        "hold hold": 1,
        "hold decline": 1,
        "decline decline": 1,
        "decline publish": 1,
    }
    changed = {
        move: [each.comment_id for each in comments] for move, comments in figures.changed.items()
    }
    texts = list(newsroom.numbers.values())
    assert changed == {
        "publish hold": [texts[2], texts[1]],
        "publish decline": [texts[7]],
        "hold decline": [texts[4]],
        "decline publish": [texts[6]],
    }
    assert figures.changed["publish decline"][0].becomes_by == "words-banned"
    # People decided of three: 48 and 70 they declined, 55 they posted.
    assert figures.people_becomes == {"hold decline": 1, "hold publish": 1, "decline decline": 1}
    before, now = figures.recall(before=True), figures.recall(before=False)
    assert ((before.part, before.whole), (now.part, now.whole)) == ((1, 2), (2, 2))
    before, now = figures.precision(before=True), figures.precision(before=False)
    assert ((before.part, before.whole), (now.part, now.whole)) == ((1, 2), (2, 3))
    assert [each.held_becomes for each in figures.days] == [0, 1, 1, 1, 0, 0, 0, 0]
    assert Figures.from_dict(figures.to_dict()) == figures


def test_only_the_days_that_were_asked_for_count(newsroom: Newsroom) -> None:
    assert newsroom.replayed(IN_FORCE, days=3).comments == 2


def test_newcomers_are_worked_out_anew(newsroom: Newsroom) -> None:
    assisted = newsroom.replayed('mode = "assisted"\n' + IN_FORCE)
    assert assisted.becomes(Outcome.PUBLISH) == 0  # each wrote for the first time
    # Six did not read as an insult from 90 on: of rules equally strict this one comes first.
    assert assisted.rules_becomes["standing-new"] == 6


def test_what_was_undone_is_nobodys_decision(newsroom: Newsroom) -> None:
    text = next(iter(COMMENTS))
    with newsroom.database.writing() as connection:
        comment = by_id(connection, newsroom.site.id, newsroom.numbers[text])
        decided(connection, comment, newsroom.staff, Outcome.DECLINE, now=newsroom.now)
    assert newsroom.replayed(IN_FORCE).people_was["publish decline"] == 2
    with newsroom.database.writing() as connection:
        made = latest_decision(connection, comment.id)
        fresh = by_id(connection, newsroom.site.id, comment.id)
        undo(connection, fresh, newsroom.staff, made.id, now=newsroom.now)
    assert newsroom.replayed(IN_FORCE).people_was["publish decline"] == 1


def test_a_replay_that_is_told_to_stop_stops(newsroom: Newsroom) -> None:
    tried = read_policy("")
    stopped = replay(
        newsroom.database,
        newsroom.site.id,
        tried,
        days=30,
        now=newsroom.now,
        progress=lambda _done, _total: False,
    )
    assert stopped is None


def test_a_section_is_replayed_by_its_own_rules(newsroom: Newsroom) -> None:
    elsewhere = IN_FORCE + "[sections.Elsewhere]\nmode = 'all-held'"
    assert newsroom.replayed(elsewhere).moved == 0
    here = IN_FORCE + f"[articles.{newsroom.article.slug}]\nmode = 'all-held'"
    assert newsroom.replayed(here).moves == {
        "publish hold": 4,
        "hold hold": 2,
        "decline decline": 2,
    }
