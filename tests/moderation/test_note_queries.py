"""Which of the staff's notes stand on a card, on both stores."""

from datetime import datetime

from sqlalchemy import insert

from rejoinder.moderation.note_queries import SHOWN, notes_of
from rejoinder.moderation.tables import staff_notes
from rejoinder.storage import Database
from tests.support.factories import make_comment


def test_many_notes_about_one_author_take_no_room_from_anothers(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        ours, busy = (make_comment(connection, now=now) for _ in range(2))

        def tell(about: int | None, reader_id: int, *texts: str) -> None:
            row = {"site_id": ours.site_id, "comment_id": about, "reader_id": reader_id}
            rows = [{**row, "text": each, "made_at": now} for each in texts]
            connection.execute(insert(staff_notes), rows)

        tell(ours.id, ours.author.reader_id, "Ours, first.", "Ours, second.")
        tell(None, ours.author.reader_id, "Of the author.")
        tell(None, busy.author.reader_id, *(f"Busy {number}." for number in range(600)))
        found = notes_of(connection, [ours, busy])
    told = {number: [each.text for each in notes.shown] for number, notes in found.items()}
    assert told == {
        ours.id: ["Ours, second.", "Ours, first.", "Of the author."],
        busy.id: [f"Busy {number}." for number in range(599, 599 - SHOWN, -1)],
    }
    assert [found[each.id].further for each in (ours, busy)] == [False, True]
