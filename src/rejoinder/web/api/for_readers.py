"""The reader for whom the site's own software calls: by a token of theirs, or as it says itself.

Limits then count by the reader, and by the key for all its readers together.
"""

from dataclasses import replace
from functools import partial

from msgspec import UNSET, UnsetType

from rejoinder.comments.model import Comment
from rejoinder.errors import Forbidden, N_
from rejoinder.readers.model import OpenSession, check_email
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.secret_tokens import hash_token
from rejoinder.sign_on.by_token import whose
from rejoinder.sign_on.model import Way
from rejoinder.sites.model import Key, Scope
from rejoinder.web.api.keys import posting_key, require_scope
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.context import RequestContext, context_in
from rejoinder.web.lookups import sign_on_ways
from rejoinder.web.rate_limit_headers import count_key
from rejoinder.web.signing_on import SpokenFor, spoken_for
from rejoinder.web.thread_pool import run_briefly, run_in_turn

Token = str | UnsetType


async def reader_behind(request: WebRequest, token: Token) -> SpokenFor | None:
    """Whom the token that came with a key proves; None where none came.

    The key says that the site's own software calls, so a token may come again, with every call.

    Raises:
        Forbidden: there is no key that posts, or the token proves nothing to this site.
        TooMany: the key called too often, for whichever readers.
        Unavailable: the keys that would prove it are nowhere to be had just now.
    """
    if token is UNSET:
        return None
    context, ways = await run_briefly(request, partial(_keyed, request))
    proved = await whose(token, ways, context.app_state.sign_on, now=context.now)
    return await run_in_turn(request, partial(spoken_for, context, proved.claimed))


def _keyed(request: WebRequest) -> tuple[RequestContext, tuple[Way, ...]]:
    with app_state_of(request.app).cache.reading() as reading:
        context = context_in(reading, request)
        ways = sign_on_ways(reading, context.site.id)
    count_key(context, require_scope(context, Scope.POST))
    return context, ways


def speaking_as(context: RequestContext, spoken: SpokenFor) -> RequestContext:
    """The same request as if the reader had sent it with a session."""
    reader, member = spoken.reader, spoken.member
    session = OpenSession("", reader, signed_in=True, expires_at=context.now)
    visitor = replace(context.visitor, session=session, member=member)
    return replace(context, visitor=visitor, speaks_for=reader.sender_key)


def speaking_for(context: RequestContext, key: Key | None, email: str) -> RequestContext:
    """The same request for somebody of whom the site's own software says only this address.

    Without a key the request as it is.

    Raises:
        Invalid: that is no address.
        TooMany: the key called too often, for whichever readers.
    """
    if key is None:
        return context
    count_key(context, key)
    return replace(context, speaks_for=f"key-{key.id}-{hash_token(check_email(email))[:40]}")


def speaking_for_nobody(context: RequestContext) -> RequestContext:
    """The same request for somebody of whom the site's own software need say nothing.

    Else all of them would be one: the caller, whose network it is.

    Raises:
        TooMany: the key called too often, for whomever.
    """
    with context.database.reading() as connection:
        key = posting_key(connection, context)
    if key is None:
        return context
    count_key(context, key)
    return replace(context, speaks_for=f"key-{key.id}", speaks_for_nobody=True)


def speaking(context: RequestContext, spoken: SpokenFor | None, email: str) -> RequestContext:
    """The same by whichever of the two is there, for a request whose key nobody looked up yet."""
    if spoken is not None:
        return speaking_as(context, spoken)
    with context.database.reading() as connection:
        key = posting_key(connection, context)
    return speaking_for(context, key, email)


def for_author(
    context: RequestContext, comment: Comment, spoken: SpokenFor | None = None
) -> RequestContext:
    """The same for the author of a comment, whom its private token proves.

    Raises:
        Forbidden: the token that came with it is another reader's.
        TooMany: the key called too often, for whichever readers.
    """
    if spoken is not None:
        if spoken.reader.id != comment.author.reader_id:
            raise Forbidden(N_("Only its author can change a comment."), code="not-its-author")
        return speaking_as(context, spoken)
    with context.database.reading() as connection:
        key = posting_key(connection, context)
        author = reader_by_id(connection, comment.author.reader_id)
    if key is None or not author.verified:
        return speaking_for(context, key, author.email)
    count_key(context, key)
    return replace(context, speaks_for=author.sender_key)
