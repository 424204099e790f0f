"""Passing a comment on to an editor, giving it back with an answer, and taking either back."""

from datetime import datetime

from sqlalchemy import Connection, update

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.acts_on_comments import log_act
from rejoinder.moderation.actions.decide import check_seen
from rejoinder.moderation.actions.staff_notes import NewNote, put_note
from rejoinder.moderation.passing_queries import PassedOn, has_editor, passings_of
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.tables import staff_notes
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditKind, Change, ChangeKind, change_feed


def pass_on(
    connection: Connection,
    comment: Comment,
    member: Actor,
    text: str,
    *,
    seen: int,
    now: datetime,
) -> int:
    """Asks an editor to decide, who may be told in `text` what is asked; returns its number.

    `seen` is the comment's decision that they saw.

    Until somebody decides, or it is given back, it waits for editors, and for moderators only where
    no editor looks after its section any more, or somebody may come to harm meanwhile.

    Raises:
        Forbidden: their role or their sections do not let them decide it.
        Invalid: the text is too long.
        Refused: it waits for an editor already, nobody else is one for its section, somebody or its
            author changed it since it was seen or took it back, or there are many notes.
    """
    section = section_of(connection, comment.article_id)
    require(member, Act.DECIDE, section)
    if comment.state is State.WITHDRAWN:
        raise Refused(N_("Its author took this comment back."), code="withdrawn")
    found = passings_of(connection, comment.site_id, [comment.id]).get(comment.id)
    if found is not None and found.answer is None:
        raise Refused(N_("It waits for an editor already."), code="changed-meanwhile")
    check_seen(comment, latest_decision(connection, comment.id), seen)
    if not has_editor(connection, comment.site_id, section, but=member.staff_id):
        raise Refused(
            N_("No editor looks after this section at present, so it would wait for nobody."),
            code="no-editor",
        )
    new = NewNote(text, AuditKind.COMMENT_PASSED_ON, passed_on=True)
    number = put_note(connection, comment, member, new, now=now)
    _tell_queue(connection, comment, now)
    return number


def give_back(
    connection: Connection,
    comment: Comment,
    passing_id: int,
    member: Actor,
    text: str,
    *,
    now: datetime,
) -> PassedOn:
    """Answers whoever passed a comment on, in whose queue it is again.

    Raises:
        Forbidden: their role or their sections do not let them.
        Invalid: it says nothing, or too much.
        Refused: it was decided, given back or taken back meanwhile.
    """
    require(member, Act.ANSWER_PASSED_ON, section_of(connection, comment.article_id))
    passing = _in_force(connection, comment, passing_id)
    if passing.answer is not None:
        raise _changed()
    new = NewNote(text, AuditKind.COMMENT_GIVEN_BACK, answers_id=passing.id)
    put_note(connection, comment, member, new, now=now)
    _tell_queue(connection, comment, now)
    return passing


def take_back(
    connection: Connection,
    comment: Comment,
    passing_id: int,
    member: Actor,
    *,
    now: datetime,
) -> None:
    """Takes an editor's answer back, or where there is none, the passing on.

    Raises:
        Forbidden: it is a colleague's, which takes an editor, or others look after its section.
        Refused: it was decided or taken back meanwhile.
    """
    passing = _in_force(connection, comment, passing_id)
    last = passing.answer or passing
    act = Act.UNDO_OWN if last.by.is_same_as(member) else Act.UNDO_ANOTHERS
    require(member, act, section_of(connection, comment.article_id))
    gone = update(staff_notes).where(staff_notes.c.id == last.id)
    connection.execute(gone.values(taken_back_at=now))
    given_back = passing.answer is not None
    kind = AuditKind.COMMENT_GIVEN_BACK if given_back else AuditKind.COMMENT_PASSED_ON
    log_act(connection, kind, comment, member, now, {"taken_back": True})
    _tell_queue(connection, comment, now)


def _in_force(connection: Connection, comment: Comment, passing_id: int) -> PassedOn:
    found = passings_of(connection, comment.site_id, [comment.id]).get(comment.id)
    if found is None or found.id != passing_id:
        raise _changed()
    return found


def _tell_queue(connection: Connection, comment: Comment, now: datetime) -> None:
    kind = ChangeKind.COMMENT_PASSED_ON
    change_feed.put(connection, Change(comment.site_id, comment.article_id, comment.id, kind, now))


def _changed() -> Refused:
    return Refused(N_("That was changed meanwhile."), code="changed-meanwhile")
