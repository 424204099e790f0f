"""What waits at the desk: which comments, in which order, and with what beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, event

from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.desk.queue import Stretch, View, item, queue
from rejoinder.desk.queue.stretches import sizes
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, OnTopic
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.decision_log import NewDecision, record
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Finding, Outcome, Record, Severity
from rejoinder.moderation.policy import Policy
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import GivenStanding, Reader, Standing
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_reader, make_site, withdraw

LONG_AGO = timedelta(days=3)
MINUTE = timedelta(minutes=1)


def judgement(insult: float, topic: float | None = 0.99) -> Judgement:
    abuse = {name: AbuseScore(0.0) for name in ATTRIBUTES}
    return Judgement(
        {**abuse, "insult": AbuseScore(insult)}, None if topic is None else OnTopic(topic), "judge"
    )


def held(
    connection: Connection,
    article: Article,
    *,
    now: datetime,
    insult: float | None,
    text: str = "",
    rule: str = "abuse-insult",
) -> Comment:
    """A comment that waits, with what the judge thought of it (None: nothing) and a finding."""
    quoted = text or f"Judged {insult}"
    comment = make_comment(connection, now=now, article=article, outcome=Outcome.HOLD, text=quoted)
    new = NewDecision(
        Outcome.HOLD,
        "p",
        "judge",
        findings=(Finding(rule, Severity.HOLD, evidence=(quoted,)),),
        judgement=None if insult is None else judgement(insult),
    )
    record(connection, comment, new, revision=1, now=now)
    return comment


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    """What is sent to the store meanwhile."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


def test_a_fresh_report_of_abuse_stands_before_two_days_of_appeals_and_held_insults(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now - LONG_AGO)
        insults = [
            held(connection, article, now=now - timedelta(days=2), insult=insult)
            for insult in (0.5, 0.99, None)
        ]
        declined = make_comment(
            connection, now=now - LONG_AGO, article=article, outcome=Outcome.DECLINE
        )
        appeal(connection, declined, "It was a joke.", now=now - timedelta(days=1))
        live = make_comment(connection, now=now - MINUTE, article=article)
        report(connection, live, reporter=Reporter("r"), reason="abuse", note="", now=now)
        page = queue(connection, article.site_id, Policy(), now=now)
    oldest_first = [*(each.id for each in insults), declined.id]
    assert [each.comment.id for each in page.items] == [live.id, *oldest_first]


def test_a_held_threat_comes_before_what_is_held_for_less(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now - LONG_AGO)
        insult = held(connection, article, now=now - timedelta(days=2), insult=0.7)
        threat = held(connection, article, now=now, insult=None, rule="abuse-threat")
        quoted = held(connection, article, now=now - LONG_AGO, insult=0.5, text='"abuse-threat"')
        page = queue(connection, article.site_id, Policy(), now=now)
    assert [each.comment.id for each in page.items] == [threat.id, quoted.id, insult.id]


def test_a_live_threat_is_seen_at_once_behind_hundreds_that_wait_longer(
    database: Database, now: datetime
) -> None:
    """The queue used to rank only those that had waited longest."""
    with database.writing() as connection:
        article = make_article(connection, now=now - LONG_AGO)
        site = site_by_id(connection, article.site_id)
        loud = make_reader(connection, site, now=now)
        for _ in range(410):
            make_comment(
                connection,
                now=now - LONG_AGO,
                article=article,
                reader=loud,
                outcome=Outcome.HOLD,
            )
        live = make_comment(connection, now=now, article=article)
        report(connection, live, reporter=Reporter("r"), reason="abuse", note="", now=now)
        page = queue(connection, article.site_id, Policy(), Stretch(size=1), now=now)
    assert page.items[0].comment.id == live.id


def test_the_pages_of_the_queue_show_everything_once(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        made = {
            make_comment(connection, now=now, article=article, outcome=Outcome.HOLD).id
            for _ in range(7)
        }
        pages = [
            queue(
                connection, article.site_id, Policy(), Stretch(start=start, size=3), now=now
            ).items
            for start in (0, 3, 6, 9)
        ]
    shown = [each.comment.id for page in pages for each in page]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len(shown) == len(made)
    assert set(shown) == made


def test_each_part_of_the_queue_holds_what_its_name_says(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        waiting = make_comment(connection, now=now, article=article, outcome=Outcome.HOLD)
        reported = make_comment(connection, now=now, article=article)
        appealed = make_comment(connection, now=now, article=article, outcome=Outcome.DECLINE)
        make_comment(connection, now=now, article=article)
        make_comment(connection, now=now, article=article, outcome=Outcome.DECLINE)
        report(
            connection, reported, reporter=Reporter("r"), reason="spam", note="An advert.", now=now
        )
        appeal(connection, appealed, "It was a joke.", now=now)
        pages = {
            view: queue(connection, article.site_id, Policy(), Stretch(view), now=now)
            for view in View
        }
        counted = sizes(waiting_comments(connection, article.site_id))
    found = {view: {each.comment.id for each in page.items} for view, page in pages.items()}
    assert found == {
        View.ALL: {waiting.id, reported.id, appealed.id},
        View.HELD: {waiting.id},
        View.REPORTED: {reported.id},
        View.APPEALED: {appealed.id},
        View.NEW_AUTHORS: {waiting.id, appealed.id},
        View.WATCHED: set(),
        View.UNJUDGED: set(),
        View.PASSED_ON: set(),
        View.MINE: set(),
    }
    assert counted == {view: len(those) for view, those in found.items()}
    assert all(page.counts == counted for page in pages.values())


def test_a_comment_that_its_author_took_back_waits_for_nobody(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        comment = make_comment(connection, now=now)
        report(connection, comment, reporter=Reporter("r"), reason="abuse", note="", now=now)
        withdraw(connection, comment, now=now)
        assert queue(connection, comment.site_id, Policy(), now=now).items == ()


def test_another_papers_comments_are_not_on_our_desk(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        make_comment(connection, now=now, outcome=Outcome.HOLD)
        ours = make_site(connection, now=now)
        assert queue(connection, ours.id, Policy(), now=now).items == ()
        assert sizes(waiting_comments(connection, ours.id))[View.ALL] == 0


def test_a_card_shows_the_conversation_the_complaints_and_since_when_it_waits(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now - LONG_AGO)
        line: list[Comment] = []
        for _ in range(5):
            parent = line[-1] if line else None
            at = now - LONG_AGO
            line.append(make_comment(connection, now=at, article=article, parent=parent))
        comment = line[-1]
        for minutes, (key, reason) in enumerate((("a", "privacy"), ("b", "other"))):
            at = now - (20 - minutes) * MINUTE
            report(connection, comment, reporter=Reporter(key), reason=reason, note=key, now=at)
        (found,) = queue(connection, article.site_id, Policy(), now=now).items
    assert [each.id for each in found.above] == [each.id for each in line[1:4]]
    assert [(each.reason, each.note) for each in found.reports] == [
        ("privacy", "a"),
        ("other", "b"),
    ]
    assert found.since == now - 20 * MINUTE
    assert found.article.headline == article.headline
    assert found.appeal is None


def test_the_authors_record_leaves_out_the_comment_itself_and_what_is_long_past(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        article = make_article(connection, now=now, site=site)
        reader = make_reader(connection, site, now=now)
        guest = make_reader(connection, site, now=now, verified=False)

        def write(ago: timedelta, outcome: Outcome, by: Reader = reader) -> Comment:
            return make_comment(
                connection, now=now - ago, outcome=outcome, article=article, reader=by
            )

        write(timedelta(days=200), Outcome.DECLINE)
        write(timedelta(days=2), Outcome.PUBLISH)
        ours = write(timedelta(0), Outcome.HOLD)
        theirs = write(timedelta(0), Outcome.HOLD, by=guest)
        given = GivenStanding(Standing.WATCHED, "desk", "why", now)
        give_standing(connection, guest.address, given)
        authors = {
            each.comment.id: each.author
            for each in queue(connection, site.id, Policy(), now=now).items
        }
    assert authors[ours.id].record == Record(published=1)
    assert authors[ours.id].verified
    assert authors[ours.id].standing is Standing.KNOWN
    assert authors[theirs.id].record == Record()
    assert not authors[theirs.id].verified
    assert authors[theirs.id].standing is Standing.WATCHED


def test_a_full_page_asks_the_store_no_more_than_a_short_one(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        parent = make_comment(connection, now=now, article=article)

        def another() -> Comment:
            return make_comment(
                connection, now=now, article=article, outcome=Outcome.HOLD, parent=parent
            )

        another()
        with statements(connection) as few:
            assert len(queue(connection, article.site_id, Policy(), now=now).items) == 1
        for _ in range(11):
            another()
        with statements(connection) as many:
            assert len(queue(connection, article.site_id, Policy(), now=now).items) == 12
    assert len(many) == len(few)
    assert not [each for each in many if "policies" in each], "whoever shows it has the policy"


def test_a_comment_that_waits_for_nobody_can_be_looked_at_too(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        comment = make_comment(connection, now=now)
        other = make_comment(connection, now=now, outcome=Outcome.HOLD)
        found = item(connection, comment.site_id, Policy(), comment.id, now=now)
        waiting = item(connection, other.site_id, Policy(), other.id, now=now)
    assert (found.comment.id, found.since) == (comment.id, None)
    assert waiting.since == now


def test_a_page_is_no_longer_than_was_asked(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        for _ in range(5):
            make_comment(connection, now=now, article=article, outcome=Outcome.HOLD)
        page = queue(connection, article.site_id, Policy(), Stretch(size=3), now=now)
    assert len(page.items) == 3
    assert page.counts[View.HELD] == 5
