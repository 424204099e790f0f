"""Threads of another system come whole and once."""

from sqlalchemy import select

from rejoinder.articles.tables import articles
from rejoinder.moderation.tables import decisions, earlier_decisions
from tests.support.import_files import END, HEAD, Importer, post


def test_a_thread_comes_with_its_replies_states_and_decisions(importer: Importer) -> None:
    mapping, problems, written = importer(
        HEAD
        + post(2, "<p>A reply.</p>", parent=1)
        + post(1, "<p>I <b>agree</b>.</p>")
        + post(3, "Buy!", spam="true")
        + post(4, "Gone", deleted="true")
        + END
    )
    assert (mapping.total, written, problems.first) == (4, 4, [])
    here = importer.texts()
    assert here["I **agree**."][:2] == ("published", "<p>I <strong>agree</strong>.</p>")
    assert here["A reply."][2] is not None
    assert (here["Buy!"][0], here["Gone"][0]) == ("declined", "withdrawn")
    with importer.database.reading() as connection:
        counted = connection.execute(select(articles.c.comment_count)).scalar_one()
        labels = connection.execute(select(earlier_decisions.c.label)).scalars().all()
        decided = connection.execute(select(decisions)).all()
    assert (counted, sorted(labels), len(decided)) == (2, ["isDeleted", "isSpam"], 4)


def test_what_came_once_does_not_come_again(importer: Importer) -> None:
    importer(HEAD + post(1) + END)
    _, _, written = importer(HEAD + post(1) + post(2, "New", parent=1) + END)
    assert written == 1
    assert importer.texts()["New"][2] is not None
    assert importer(HEAD + post(3, "Newer", parent=1) + END)[2] == 1
    assert importer.texts()["Newer"][2] is not None


def test_a_dry_run_writes_nothing(importer: Importer) -> None:
    mapping, _, _ = importer(HEAD + post(1) + END, write=False)
    assert (mapping.total, mapping.articles.new) == (1, 1)
    assert importer.texts() == {}


def test_orphans_and_circles_stand_alone_and_are_named(importer: Importer) -> None:
    mapping, _, written = importer(
        HEAD
        + post(1, "a", parent=2)
        + post(2, "b", parent=1)
        + post(3, "c", parent=3)
        + post(4, "d", parent=99)
        + post(5, "e", parent=1)
        + END
    )
    assert written == 5
    assert (mapping.placement.orphans, mapping.placement.orphan_ids) == (1, ["4"])
    assert mapping.placement.cycles == 2
    assert importer.texts()["e"][2] is not None


def test_ten_thousand_levels_of_replies_keep_their_places(importer: Importer) -> None:
    posts = "".join(
        post(number, f"Number {number}", parent=number - 1 if number else None)
        for number in range(10_000)
    )
    mapping, _, written = importer(HEAD + posts + END)
    assert (written, mapping.placement.deepest) == (10_000, 9_999)
