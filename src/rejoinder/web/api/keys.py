"""The key that a call comes with, and whether it opens what is asked for."""

from sqlalchemy import Connection

from rejoinder.errors import Forbidden, N_
from rejoinder.http_headers import bearer_token
from rejoinder.readers.model import BEARER_PREFIX
from rejoinder.sites.model import Key, Scope
from rejoinder.sites.queries import key_of
from rejoinder.web.context import RequestContext
from rejoinder.web.rate_limit_headers import count_key

# What is read and done at the desk: each call is counted by its key. A newsroom's system puts all
# its articles at once, and what is sent for readers is counted with the reader (`for_readers`).
_COUNTED = frozenset({Scope.READ, Scope.MODERATE, Scope.ADMIN})


def key_in(connection: Connection, context: RequestContext) -> Key | None:
    """The key of the site that was asked, if the call comes with one (RFC 6750, 2.1)."""
    token = bearer_token(context.request.headers.get("authorization", ""))
    if not token or token.startswith(BEARER_PREFIX):
        return None
    key = key_of(connection, token)
    return key if key is not None and key.site_id == context.site.id else None


def require_scope(context: RequestContext, scope: Scope, *others: Scope) -> Key:
    """The key with which somebody calls, which opens this by the one scope or by another.

    Raises:
        Forbidden: there is no key, or none of this site (`key-missing`), or it was made for
            something else (`scope-missing`, with the scope that is needed in `details`).
        TooMany: it is one call too many of this key.
    """
    with context.database.reading() as connection:
        key = key_in(connection, context)
    needed = {"scope": scope.value}
    if key is None:
        raise Forbidden(
            N_("This needs a key with the scope “%(scope)s”: Authorization: Bearer …"),
            code="key-missing",
            details=needed,
            scope=scope.value,
        )
    if not any(key.opens(each) for each in (scope, *others)):
        raise Forbidden(
            N_("This key does not open that. It needs one with the scope “%(scope)s”."),
            code="scope-missing",
            details=needed,
            scope=scope.value,
        )
    if scope in _COUNTED:
        count_key(context, key)
    return key


def posting_key(connection: Connection, context: RequestContext) -> Key | None:
    """The key of the site's own software, where that calls for its readers."""
    key = key_in(connection, context)
    return key if key is not None and key.opens(Scope.POST) else None
