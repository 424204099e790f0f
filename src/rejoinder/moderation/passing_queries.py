"""Which comments moderators passed on to an editor, and what editors answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.tables import staff_notes
from rejoinder.sites.model import Actor, Writer
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import Act, may
from rejoinder.sites.tables import keys, staff
from rejoinder.storage import Id

_answers = staff_notes.alias("answers")
_editors = staff.alias("editors")
_editors_keys = keys.alias("editors_keys")
_UNDECIDED: Final = (
    staff_notes.c.passed_on,
    staff_notes.c.answered_by_id.is_(None),
    staff_notes.c.taken_back_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """An editor's answer to whoever passed a comment on."""

    id: int
    by: Writer
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A comment was passed on to an editor, and nobody has decided since."""

    id: int
    comment_id: int
    by: Writer
    """Who passed it on."""
    text: str
    """What they ask; may be empty."""
    made_at: datetime
    answer: GivenBack | None
    """None while it waits for an editor."""


def passings_of(
    connection: Connection, site_id: int, only: Collection[int] | None = None
) -> dict[int, PassedOn]:
    """What was passed on and is not decided, the newest of each comment, by its number."""
    values: dict[str, Any] = {"site_id": site_id}
    if only is not None:
        values["ids"] = list(only)
    rows = connection.execute(_passings(those=only is not None), values)
    return {row.comment_id: _passing(row) for row in rows}


def is_for_editors(
    connection: Connection, site_id: int, member: Actor, section: str, passing: PassedOn | None
) -> bool:
    """Whether a comment of this section waits for an editor, and `member` is none for it.

    Where nobody is one any more, it is for everybody again.
    """
    if passing is None or passing.answer is not None:
        return False
    return not may(member, Act.ANSWER_PASSED_ON, section) and has_editor(
        connection, site_id, section
    )


def has_editor(
    connection: Connection, site_id: int, section: str, *, but: int | None = None
) -> bool:
    """Whether anybody, `but` this one of the staff, decides what is passed on in a section."""
    others = (each for each in all_staff(connection, site_id) if each.id != but)
    return any(may(each, Act.ANSWER_PASSED_ON, section) for each in others)


def comment_passed_on(connection: Connection, site_id: int, passing_id: int) -> int:
    """The number of the comment that was passed on by this note.

    Raises:
        NotFound: the site has no such note.
    """
    asked = select(staff_notes.c.comment_id).where(
        staff_notes.c.site_id == site_id, staff_notes.c.id == passing_id, staff_notes.c.passed_on
    )
    found: int | None = connection.execute(asked).scalar()
    if found is None:
        raise NotFound(N_("No such comment was passed on."), code="unknown-passing")
    return found


def passed_on_comments(site_id: ColumnElement[int]) -> Select[int | None]:
    """The numbers of those comments, for a condition; `site_id` is given with its question."""
    return select(staff_notes.c.comment_id).where(staff_notes.c.site_id == site_id, *_UNDECIDED)


@cache
def _passings(*, those: bool) -> Select[Any]:
    """Of all comments of `:site_id`, or of `those` that are `:ids`."""
    columns = ("id", "comment_id", "staff_id", "key_id", "text", "made_at")
    in_force = and_(_answers.c.answers_id == staff_notes.c.id, _answers.c.taken_back_at.is_(None))
    asked = (
        select(
            *(staff_notes.c[each] for each in columns),
            staff.c.name,
            keys.c.name.label("key_name"),
            _answers.c.id.label("answer_id"),
            _answers.c.staff_id.label("editor_id"),
            _answers.c.text.label("answer"),
            _answers.c.made_at.label("given_back_at"),
            _answers.c.key_id.label("editor_key_id"),
            _editors.c.name.label("editor"),
            _editors_keys.c.name.label("editor_key"),
        )
        .outerjoin(staff, staff.c.id == staff_notes.c.staff_id)
        .outerjoin(keys, keys.c.id == staff_notes.c.key_id)
        .outerjoin(_answers, in_force)
        .outerjoin(_editors, _editors.c.id == _answers.c.staff_id)
        .outerjoin(_editors_keys, _editors_keys.c.id == _answers.c.key_id)
        .where(staff_notes.c.site_id == bindparam("site_id", type_=Id), *_UNDECIDED)
        .order_by(staff_notes.c.id, _answers.c.id)
    )
    ids = bindparam("ids", expanding=True, type_=Id)
    return asked.where(staff_notes.c.comment_id.in_(ids)) if those else asked


def _passing(row: Any) -> PassedOn:
    answer = None
    if row.answer_id is not None:
        editor = Writer(row.editor_id, row.editor_key_id, row.editor or row.editor_key)
        answer = GivenBack(row.answer_id, editor, row.answer, row.given_back_at)
    by = Writer(row.staff_id, row.key_id, row.name or row.key_name)
    return PassedOn(row.id, row.comment_id, by, row.text, row.made_at, answer)
