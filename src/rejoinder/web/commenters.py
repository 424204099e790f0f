"""Who speaks when a comment is sent: a guest, a reader who signed in, or the paper's own people."""

from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.model import Article
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.rules.subscribers import SUBSCRIBERS
from rejoinder.moderation.setting import Policy
from rejoinder.readers.model import Reader, check_email
from rejoinder.readers.names import check_name, folded_name, name_missing, name_taken
from rejoinder.readers.queries import is_somebodys_name
from rejoinder.readers.reserved_names import byline_names
from rejoinder.sign_on.queries import is_subscriber
from rejoinder.sites.model import Site
from rejoinder.storage import CachedReading
from rejoinder.web.context import RequestContext
from rejoinder.web.lookups import policy_in_force, reserved_names
from rejoinder.web.pseudonyms import sender_key


def commenter_of(
    reading: CachedReading, context: RequestContext, article: Article, name: str, email: str
) -> Commenter:
    """Who speaks when this visitor sends a comment.

    Of somebody who signed in the form says nothing but the name that they choose with their first
    comment; staff are called what the newspaper calls them.

    Raises:
        Invalid: the name or the address cannot be one, or the name is somebody's.
    """
    visitor = context.visitor
    session = visitor.session
    if session is None or not session.signed_in:
        known = None if session is None else session.reader
        typed = name or (known.name if known else "")
        address = email or (known.email if known else "")
        return guest_of(reading, context, article, typed, address, known)
    reader, member, key = session.reader, visitor.member, sender_key(context)
    if member is not None:
        return Commenter(member.name, reader.email, key, reader, signed_in=True, is_staff=True)
    named = reader.name or free_name(
        reading, visitor.site, name, article=article, reader_id=reader.id
    )
    policy = policy_in_force(reading, visitor.site.id).policy
    return Commenter(
        named,
        reader.email,
        key,
        reader,
        signed_in=True,
        takes_name=not reader.name,
        is_subscriber=subscribes(reading.connection, policy, reader, now=context.now),
    )


def subscribes(connection: Connection, policy: Policy, reader: Reader, *, now: datetime) -> bool:
    """Whether somebody who signed in subscribes, where the policy makes anything of it."""
    if policy[SUBSCRIBERS] == SUBSCRIBERS.default:
        return False
    return is_subscriber(connection, reader.id, now=now)


def guest_of(
    reading: CachedReading,
    context: RequestContext,
    article: Article,
    name: str,
    email: str,
    known: Reader | None = None,
) -> Commenter:
    """A guest, who proves nothing: neither the address nor a name that somebody else has.

    Raises:
        Invalid: as above.
    """
    free = free_name(reading, context.site, name, article=article)
    return Commenter(free, check_email(email), sender_key(context), known)


def free_name(
    reading: CachedReading,
    site: Site,
    typed: str,
    *,
    article: Article | None = None,
    reader_id: int | None = None,
) -> str:
    """A name that this reader may use, above comments on this article if there is one.

    Raises:
        Invalid: it cannot be a name, or is somebody's.
    """
    if not typed.strip():
        raise name_missing()
    name = check_name(typed)
    writers = byline_names(article.byline) if article else ()
    taken = folded_name(name) in {folded_name(each) for each in writers}
    if taken or reserved_names(reading, site).holds(name):
        raise name_taken(guest=reader_id is None)
    if is_somebodys_name(reading.connection, site.id, name, but=reader_id):
        raise name_taken(guest=reader_id is None)
    return name
