"""Notes about comments and those who wrote them, for whoever has one before them next."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from rejoinder.comments import queries as comment_queries
from rejoinder.desk.authors import author
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.actions.staff_notes import add_note, add_note_about
from rejoinder.moderation.note_queries import StaffNote, notes_about
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import DESK, WITH_KEY, Limit
from rejoinder.web.api.note_model import NoteIn, NoteOut, NotePage
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import name_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread


@get(
    f"{DESK}/comments/{{comment_id:int}}/notes",
    operation_id="list_notes_of_comment",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_notes_of_comment(
    request: WebRequest, comment_id: FromPath[int], cursor: Cursor = None, limit: Limit = 50
) -> Response[NotePage]:
    """What was told of a comment, of its author and of their other comments."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    with context.database.reading() as connection:
        comment = comment_queries.by_id(connection, context.site.id, comment_id)
        return _page(connection, context, comment.author.reader_id, cursor, limit)


@post(
    f"{DESK}/comments/{{comment_id:int}}/notes",
    operation_id="write_note_of_comment",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def write_note_of_comment(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[NoteIn]
) -> Response[NoteOut]:
    """Keeps a note about a comment."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        comment = find(connection, context.site.id, comment_id)
        number = add_note(connection, comment, key, data.note, now=context.now)
        return _written(connection, context, comment.author.reader_id, number)


@get(
    f"{DESK}/authors/{{author_id:int}}/notes",
    operation_id="list_notes_of_author",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_notes_of_author(
    request: WebRequest, author_id: FromPath[int], cursor: Cursor = None, limit: Limit = 50
) -> Response[NotePage]:
    """What was told of an author and of each of their comments."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    with context.database.reading() as connection:
        reader = author(connection, context.site.id, author_id)
        return _page(connection, context, reader.id, cursor, limit)


@post(
    f"{DESK}/authors/{{author_id:int}}/notes",
    operation_id="write_note_of_author",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def write_note_of_author(
    request: WebRequest, author_id: FromPath[int], data: JSONBody[NoteIn]
) -> Response[NoteOut]:
    """Keeps a note about an author, which stands on the card of each of their comments."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        reader = author(connection, context.site.id, author_id)
        number = add_note_about(connection, reader, key, data.note, now=context.now)
        return _written(connection, context, reader.id, number)


def _page(
    connection: Connection, context: RequestContext, reader_id: int, cursor: str | None, limit: int
) -> Response[NotePage]:
    found = notes_about(connection, reader_id, before=last_row(cursor), limit=limit + 1)
    page, following = one_page(found, limit)
    return Response(NotePage([_note(context, each) for each in page], following))


def _written(
    connection: Connection, context: RequestContext, reader_id: int, number: int
) -> Response[NoteOut]:
    """The note as it stands now, of those of its author."""
    (note,) = notes_about(connection, reader_id, before=number + 1, limit=1)
    return Response(_note(context, note), status_code=201)


def _note(context: RequestContext, note: StaffNote) -> NoteOut:
    return NoteOut(
        id=note.id,
        author_id=note.reader_id,
        comment_id=note.comment_id,
        by=name_of(context.translator, note.made_by),
        note=note.text,
        passed_on=note.passed_on,
        gave_back=note.gave_back,
        made_at=iso(note.made_at),
    )
