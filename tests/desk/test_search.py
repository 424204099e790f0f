"""Searching at the desk: what is found, what is not found any more, and whatever is typed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.comments.tables import comments, unindexed_comments
from rejoinder.desk.filters import CommentFilter
from rejoinder.desk.search.model import SearchOrder
from rejoinder.desk.search.queries import PAGE, search_authors, search_comments
from rejoinder.desk.tables import comment_scores
from rejoinder.desk_worker import DeskWorker
from rejoinder.engine import AbuseScore, Judgement, OnTopic
from rejoinder.engine.model import Language
from rejoinder.moderation.actions.decision_log import NewDecision, record
from rejoinder.moderation.model import Outcome
from rejoinder.readers.model import Reader
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from rejoinder.text import terms_in
from tests.support.factories import make_article, make_comment, make_reader, withdraw

BEST, NEWEST = SearchOrder.RELEVANCE, SearchOrder.NEWEST
ANY = CommentFilter()


class Newspaper:
    """A site with comments that are found as soon as they are written."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now, self.worker = (
            database,
            now,
            DeskWorker(database, lambda: now),
        )
        with database.writing() as connection:
            self.article = make_article(connection, now=now)

    def reader(self, name: str = "") -> Reader:
        with self.database.writing() as connection:
            site = site_by_id(connection, self.article.site_id)
            return make_reader(connection, site, now=self.now, name=name)

    def say(
        self,
        words: str,
        *,
        by: Reader | None = None,
        article: Article | None = None,
        **told: object,
    ) -> int:
        self.now += timedelta(minutes=1)
        with self.database.writing() as connection:
            comment = make_comment(
                connection,
                now=self.now,
                article=article or self.article,
                text=words,
                reader=by,
                **told,  # type: ignore[arg-type]
            )
        self.read()
        return comment.id

    def read(self) -> None:
        while self.worker.run_once():
            pass

    def comment(self, number: int) -> Comment:
        with self.database.reading() as connection:
            return by_id(connection, self.article.site_id, number)

    def find(
        self,
        searched: str,
        order: SearchOrder = NEWEST,
        chosen: CommentFilter = ANY,
        start: int = 0,
    ) -> list[int]:
        with self.database.reading() as connection:
            found = search_comments(
                connection,
                self.article.site_id,
                terms_in(searched),
                chosen,
                order=order,
                start=start,
            )
        return list(found.ids)

    def authors(self, searched: str, address: str = "") -> list[str]:
        with self.database.reading() as connection:
            found = search_authors(
                connection, self.article.site_id, terms_in(searched), address=address
            )
        return [each.name for each in found]


@pytest.fixture
def newspaper(database: Database, now: datetime) -> Newspaper:
    return Newspaper(database, now)


def test_comments_are_found_by_their_words_in_both_orders(newspaper: Newspaper) -> None:
    best = newspaper.say("Tram, tram, trams: the Café by the tram stop.")
    newest = newspaper.say("Many other words stand here beside a single tram, as they do. " * 3)
    newspaper.say("Nothing of the kind.")
    assert newspaper.find("TRAM") == [newest, best]
    assert newspaper.find("tram", BEST) == [best, newest]
    assert newspaper.find("cafe tra") == [best]
    assert newspaper.find('"tram stop"') == [best]
    assert newspaper.find('"stop tram"') == []
    japanese = newspaper.say("東京タワーへ行った")
    assert newspaper.find("タワー") == [japanese]
    for nothing in ("zzz", "x' OR 1=1 --", '"', "words:tram OR names:tram", "NEAR(tram, 99)"):
        assert newspaper.find(nothing) in ([], newspaper.find(""))


def test_it_is_narrowed_down(newspaper: Newspaper) -> None:
    ann = newspaper.reader("Ann")
    held = newspaper.say("Tram one.", by=ann, outcome=Outcome.HOLD)
    since = newspaper.now
    posted = newspaper.say("Tram two.")
    with newspaper.database.writing() as connection:
        site = site_by_id(connection, newspaper.article.site_id)
        other = make_article(connection, now=newspaper.now, site=site)
        connection.execute(
            text("UPDATE articles SET section = 'City' WHERE id = :id"), {"id": other.id}
        )
    city = newspaper.say("Tram three.", article=other)
    for chosen, found in (
        (CommentFilter(state=State.HELD), [held]),
        (CommentFilter(section="City"), [city]),
        (CommentFilter(article_id=newspaper.article.id), [posted, held]),
        (CommentFilter(author_id=ann.id), [held]),
        (CommentFilter(since=since + timedelta(seconds=1)), [city, posted]),
        (CommentFilter(until=since + timedelta(seconds=1)), [held]),
        (CommentFilter(sections=("City", "Sport")), [city]),
        (CommentFilter(sections=()), []),
    ):
        assert newspaper.find("tram", chosen=chosen) == found
        assert sorted(newspaper.find("tram", BEST, chosen)) == sorted(found)
        assert newspaper.find("", chosen=chosen) == found


def test_what_is_withdrawn_changed_or_erased_is_not_found(newspaper: Newspaper) -> None:
    ann = newspaper.reader("Ann Ship")
    number = newspaper.say("The tram.", by=ann)
    assert newspaper.authors("ship") == ["Ann Ship"]
    with newspaper.database.writing() as connection:
        withdraw(connection, newspaper.comment(number), now=newspaper.now)
    # At once, and before anything has read it again.
    assert not newspaper.find("tram")
    assert not newspaper.authors("ship")
    assert kept_of(newspaper, number) == (0, 1)
    newspaper.read()
    assert newspaper.find("tram") == []
    with newspaper.database.writing() as connection:
        intake.restore(connection, newspaper.comment(number), State.PUBLISHED, now=newspaper.now)
    newspaper.read()
    assert newspaper.find("tram") == [number]
    with newspaper.database.writing() as connection:
        intake.rewrite(
            connection, newspaper.comment(number), "A bus.", State.HELD, now=newspaper.now
        )
    assert newspaper.find("tram") == []
    newspaper.read()
    assert (newspaper.find("tram"), newspaper.find("bus")) == ([], [number])
    # As docs/what-is-kept.md tells operators to take a name off.
    with newspaper.database.writing() as connection:
        connection.execute(update(comments).values(author_name="A reader"))
    assert newspaper.authors("ship") == []
    newspaper.read()
    assert (newspaper.authors("ship"), newspaper.find("bus")) == ([], [number])


def kept_of(newspaper: Newspaper, number: int) -> tuple[int, int]:
    """Rows of the index, and comments that wait to be read."""
    column = "rowid" if newspaper.database.embedded else "comment_id"
    asked = text(f"SELECT count(*) FROM comment_words WHERE {column} = :id")
    with newspaper.database.reading() as connection:
        waiting = select(func.count()).select_from(unindexed_comments)
        return (
            connection.execute(asked, {"id": number}).scalar_one(),
            connection.execute(waiting).scalar_one(),
        )


def test_authors_are_found_by_every_name_and_by_their_address(newspaper: Newspaper) -> None:
    zoe, bob = newspaper.reader("Zoë Ångström"), newspaper.reader("Bob")
    for reader in (zoe, zoe, bob):
        newspaper.say("Words of Bob.", by=reader)
    assert newspaper.authors("zoe angs") == ["Zoë Ångström"]
    assert newspaper.authors("bob") == ["Bob"]
    assert newspaper.authors("", zoe.email[:-4]) == ["Zoë Ångström"]
    assert newspaper.authors("", "%") == []
    with newspaper.database.reading() as connection:
        (found,) = search_authors(connection, newspaper.article.site_id, terms_in("zoe"))
    assert (found.reader_id, found.comments, found.proved) == (zoe.id, 2, True)


def test_another_sites_comments_are_nobodys_here(newspaper: Newspaper) -> None:
    with newspaper.database.writing() as connection:
        other = make_article(connection, now=newspaper.now)
        make_comment(connection, now=newspaper.now, article=other, text="Another paper's tram.")
    newspaper.read()
    assert not newspaper.find("tram") + newspaper.find("")
    assert not newspaper.authors("reader")


def test_pages_follow_one_another(newspaper: Newspaper) -> None:
    with newspaper.database.writing() as connection:
        for number in range(PAGE + 2):
            make_comment(
                connection, now=newspaper.now, article=newspaper.article, text=f"Tram {number}."
            )
    newspaper.read()
    first, second = newspaper.find("tram"), newspaper.find("tram", start=PAGE)
    assert (len(first), len(second)) == (PAGE, 2)
    assert sorted(first + second) == sorted(set(first + second))


def test_scores_stand_beside_it_as_the_decision_in_force_has_them(newspaper: Newspaper) -> None:
    number = newspaper.say("Tram.")
    judgement = Judgement(
        {"toxicity": AbuseScore(0.1234), "despair": AbuseScore(1.0)},
        OnTopic(0.5, meta=0.25),
        "model",
        Language("en", 0.9, judged=True),
    )
    with newspaper.database.writing() as connection:
        fresh = intake.rewrite(
            connection, newspaper.comment(number), "Tram!", State.HELD, now=newspaper.now
        )
        decision = NewDecision(Outcome.HOLD, "policy", "model", judgement=judgement)
        record(connection, fresh, decision, revision=2, now=newspaper.now)
    newspaper.read()
    with newspaper.database.reading() as connection:
        row = connection.execute(select(comment_scores)).one()
    assert (row.comment_id, row.toxicity, row.despair, row.insult) == (number, 123, 1000, None)
    assert (row.on_topic, row.meta, row.language) == (500, 250, "en")
