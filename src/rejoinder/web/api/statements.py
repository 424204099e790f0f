"""Statements of reasons over the API: a site's for its own software, and everybody's own."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, HeaderParameter, Parameter
from msgspec import UNSET
from sqlalchemy import Connection

from rejoinder.moderation.actions.appeals import ban_of_author
from rejoinder.moderation.statement_queries import (
    StoredStatement,
    statements_of_comment,
    statements_of_reader,
    statements_of_site,
)
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.for_readers import reader_behind, speaking_as
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import WITH_KEY, Limit
from rejoinder.web.api.own_statements import Owner, own_statements, statement_out
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.api.sessions import BEARER, session_behind
from rejoinder.web.api.statement_model import OwnStatementPage, StatementPage
from rejoinder.web.api.your_comments import OWN
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.own_comments import comment_behind
from rejoinder.web.signing_on import SpokenFor
from rejoinder.web.thread_pool import in_thread, run_in_turn

TokenOfReader = Annotated[
    str | None,
    HeaderParameter(
        name="Reader-Token",
        max_length=10_000,
        description="Of a call with a key: the signed token (JWT) of the reader who asks, as "
        "`reader_token` is elsewhere. Never in the address, which is logged.",
    ),
]
# Anybody may ask for their own, and each of those takes more than a site's.
OwnLimit = Annotated[int, Parameter(ge=1, le=20, description="How many at most.")]


@get(
    "/api/v1/statements",
    operation_id="list_statements",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_statements(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[StatementPage]:
    """All statements of reasons of the site, in the order in which they were written.

    Needs a key that may read, or moderate. Those of whoever may be about to harm themselves take
    one that may moderate.
    """
    context = context_of(request)
    key = require_scope(context, Scope.READ, Scope.MODERATE)
    after = last_row(cursor) or 0
    with context.database.reading() as connection:
        found = statements_of_site(
            connection,
            context.site.id,
            after=after,
            limit=limit + 1,
            now=context.now,
            for_moderators=key.opens(Scope.MODERATE),
        )
    page, following = one_page(found, limit)
    return Response(StatementPage([statement_out(context, each) for each in page], following))


@get(
    "/api/v1/your-statements",
    operation_id="list_your_statements",
    tags=["your comments"],
    responses=error_responses(400, 403, 404, 422, 429, 503),
    security=[*BEARER, *WITH_KEY],
)
async def list_your_statements(
    request: WebRequest,
    reader_token: TokenOfReader = None,
    cursor: Cursor = None,
    limit: OwnLimit = 20,
) -> Response[OwnStatementPage]:
    """Why comments of a session's reader were held or declined, newest first, and their bans.

    Nobody else's: of a guest those on the comments that were sent with this session. With a key
    that may post, those of the reader whose signed token stands in `Reader-Token`.
    """
    spoken = await reader_behind(request, UNSET if reader_token is None else reader_token)
    return await run_in_turn(request, partial(_of_reader, request, spoken, cursor, limit))


def _of_reader(
    request: WebRequest, spoken: SpokenFor | None, cursor: str | None, limit: int
) -> Response[OwnStatementPage]:
    context = context_of(request)
    if spoken is not None:
        context = speaking_as(context, spoken)
    reader = session_behind(context).reader
    with context.database.reading() as connection:
        found = statements_of_reader(
            connection, reader, before=last_row(cursor), limit=limit + 1, now=context.now
        )
        owner = Owner(context.site.id, reader_id=reader.id)
        return Response(_own_page(connection, context, owner, found, limit))


@get(
    f"{OWN}/statements",
    operation_id="list_statements_of_your_comment",
    tags=["your comments"],
    responses=error_responses(400, 404, 422),
)
@in_thread
def list_statements_of_your_comment(
    request: WebRequest, token: FromPath[str], cursor: Cursor = None, limit: OwnLimit = 20
) -> Response[OwnStatementPage]:
    """Why one comment was held or declined, newest first; and a ban of its author in force."""
    context = context_of(request)
    comment = comment_behind(context, token)
    with context.database.reading() as connection:
        found = statements_of_comment(
            connection,
            comment,
            ban_of_author(connection, comment, now=context.now),
            before=last_row(cursor),
            limit=limit + 1,
            now=context.now,
        )
        owner = Owner(context.site.id, comment_id=comment.id)
        return Response(_own_page(connection, context, owner, found, limit))


def _own_page(
    connection: Connection,
    context: RequestContext,
    owner: Owner,
    found: Sequence[StoredStatement],
    limit: int,
) -> OwnStatementPage:
    page, following = one_page(found, limit)
    return OwnStatementPage(own_statements(connection, context, owner, page), following)
