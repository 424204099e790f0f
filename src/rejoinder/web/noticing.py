"""Somebody gives notice of what is against the law: our pages and the API do the same."""

from dataclasses import replace

from rejoinder.comments.model import Comment
from rejoinder.errors import N_, NotFound
from rejoinder.moderation.actions.notices import NewNotice, ask_again, give_notice
from rejoinder.moderation.notice_queries import Notice, notice_by_token
from rejoinder.moderation.policy.settings import DUTIES, DutiesSettings, Switch
from rejoinder.moderation.queries import policy_of
from rejoinder.web.context import RequestContext
from rejoinder.web.pseudonyms import wide_network_key
from rejoinder.web.rate_limit_headers import count_report

# Longer ones are of nobody.
LONGEST_TOKEN = 100


def duties_of(context: RequestContext) -> DutiesSettings:
    """What the site has taken on.

    Raises:
        NotFound: notices are not among it.
    """
    with context.database.reading() as connection:
        duties = policy_of(connection, context.site.id).policy[DUTIES]
    if duties.notices is Switch.OFF:
        raise NotFound(N_("There is no such page here."), code="no-notices")
    return duties


def from_visitor(context: RequestContext, duties: DutiesSettings, sent: NewNotice) -> NewNotice:
    """The same with what is known of whoever sends it."""
    session = context.visitor.session
    proved = session.reader.email if session is not None and session.signed_in else ""
    trusted = bool(proved) and proved in {each.lower() for each in duties.trusted_flaggers}
    return replace(sent, trusted=trusted, signed_in_as=proved)


def take_notice(context: RequestContext, comment: Comment, sent: NewNotice) -> Notice:
    """Brings the comment before a moderator, with a receipt for whoever gave notice.

    Raises:
        Forbidden, Invalid, Refused: as `give_notice` does.
        TooMany: too many reports and notices of late.
    """
    count_report(context)
    network = wide_network_key(context)  # before the transaction: the day's first one makes a salt
    with context.database.writing() as connection:
        return give_notice(connection, comment, sent, network_key=network, now=context.now)


def ask_once_more(context: RequestContext, token: str, note: str) -> Notice:
    """Asks somebody else to look at a comment that was left standing.

    Raises:
        Forbidden, Invalid, Refused: as `ask_again` does.
        NotFound: nobody has this link.
        TooMany: too many reports and notices of late.
    """
    count_report(context)
    with context.database.writing() as connection:
        notice = notice_by_token(connection, context.site.id, token[:LONGEST_TOKEN])
        ask_again(connection, notice, note, now=context.now)
        return notice_by_token(connection, context.site.id, token[:LONGEST_TOKEN])
