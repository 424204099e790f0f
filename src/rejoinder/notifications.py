"""The e-mails to a comment's author, to staff, and to who signs in."""

from sqlalchemy import Connection, select

from rejoinder.articles import queries as article_queries
from rejoinder.articles.links import comment_url
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Author, State
from rejoinder.comments.tables import comments
from rejoinder.errors import N_
from rejoinder.i18n import Translator, translator_of
from rejoinder.mail import Email
from rejoinder.moderation.actions.appeals import ban_of_author
from rejoinder.moderation.appeal_queries import appealed_against
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.policy.settings import DUTIES, DutiesSettings, Switch
from rejoinder.moderation.queries import decision_by_id, latest_decision, policy_of
from rejoinder.moderation.reasons import WORDS, reasons_for_author
from rejoinder.moderation.statement_queries import (
    AnsweredAppeal,
    answered_appeal,
    statement_about,
    statement_of_standing,
)
from rejoinder.moderation.statement_words import appeal_lines, statement_lines
from rejoinder.moderation.tables import warnings
from rejoinder.readers.actions import Link
from rejoinder.readers.model import is_placeholder
from rejoinder.readers.tables import standings
from rejoinder.sign_on.queries import told_email
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.sites.queries import staff_by_id
from rejoinder.sites.roles import ROLE_NAMES, ROLE_WORDS

SUBJECTS = {
    Outcome.PUBLISH: N_("Your comment on “%(headline)s” is posted"),
    Outcome.DECLINE: N_("Your comment on “%(headline)s” was not posted"),
    Outcome.HOLD: N_("Your comment on “%(headline)s” is being looked at"),
}
# Of an answer to an appeal that something else came after before its letter went.
_ANSWERED_BEFORE = N_("We looked again at your comment on “%(headline)s”")
_DECIDED = {
    Outcome.PUBLISH: N_("They decided to post it."),
    Outcome.DECLINE: N_("They decided not to post it."),
}
_SINCE = N_("Something has changed after that: how it stands now is on its own page.")


def email_for_author(connection: Connection, decision_id: int) -> Email | None:
    """The e-mail about a person's decision.

    None once a later decision has overtaken it, unless it answers an appeal; where we know no
    address of its author's, or where the site tells restrictions on the private page alone.
    """
    decision = decision_by_id(connection, decision_id)
    answer = answered_appeal(connection, decision.id)
    overtaken = latest_decision(connection, decision.comment_id).id != decision.id
    if overtaken and answer is None:
        return None
    site_id = decision.site_id
    comment = comment_queries.by_id(connection, site_id, decision.comment_id)
    address = _address(connection, comment.author)
    if address is None:
        return None
    duties = policy_of(connection, site_id).policy[DUTIES]
    if decision.outcome is not Outcome.PUBLISH and duties.letters is Switch.OFF:
        return None
    site = site_by_id(connection, site_id)
    translator = translator_of(site)
    article = article_queries.even_unpublished(connection, site_id, comment.article_id)
    worded = _ANSWERED_BEFORE if overtaken else SUBJECTS[decision.outcome]
    subject = translator.translate(worded, headline=article.headline)
    lines = [
        translator.translate(N_("Dear %(name)s,"), name=comment.author.name),
        "",
        f"{subject}.",
        "",
    ]
    lines += _of_appeal(translator, decision, answer, overtaken=overtaken)
    for reason in reasons_for_author(translator, decision, comment.source):
        lines += [reason.title, reason.message, *reason.help, reason.advice, ""]
    if not overtaken:
        lines += _of_statement(connection, translator, decision, duties)
    if decision.outcome is Outcome.PUBLISH and not overtaken:
        lines += [comment_url(site, article, comment.id), ""]
    lines += [
        translator.translate(N_("Everything about your comment, and what you can do:")),
        f"{site.base_url}/your-comment/{comment.status_token}",
        "",
        site.name,
    ]
    return Email(address, subject, "\n".join(lines))


def _of_appeal(
    translator: Translator, decision: Decision, answer: AnsweredAppeal | None, *, overtaken: bool
) -> list[str]:
    """That a decision answers an appeal, and that something came after it, if something did."""
    if answer is None:
        return []
    since = [_DECIDED[decision.outcome], _SINCE] if overtaken else []
    told = [*appeal_lines(translator, answer), *(translator.translate(each) for each in since)]
    return [*told, ""]


def _of_statement(
    connection: Connection, translator: Translator, decision: Decision, duties: DutiesSettings
) -> list[str]:
    statement = statement_about(connection, decision.id)
    if statement is None:
        return []
    comment_id = decision.comment_id
    asked = (comment_id, decision.outcome) in appealed_against(connection, [comment_id])
    told = statement_lines(translator, statement, decision.made_at, duties, asked=asked)
    return [*(f"{line.title}: {line.text}" for line in told), ""]


def _address(connection: Connection, author: Author) -> str | None:
    """Where a letter to this author goes: of an account elsewhere, to what it told us last."""
    if not is_placeholder(author.email):
        return author.email
    return told_email(connection, author.reader_id)


def email_of_ban(connection: Connection, standing_id: int) -> Email | None:
    """That no more comments are taken from somebody, why, and what they can do.

    None once it is lifted or another has its place, or where they have written nothing here.
    """
    row = connection.execute(select(standings).where(standings.c.id == standing_id)).one()
    written = connection.execute(
        select(comments.c.id, comments.c.status_token)
        .where(comments.c.site_id == row.site_id, comments.c.author_email == row.email)
        .order_by((comments.c.state == State.PUBLISHED).desc(), comments.c.id.desc())
        .limit(1)
    ).first()
    statement = statement_of_standing(connection, row.site_id, row.email, row.made_at)
    if written is None or statement is None:
        return None
    comment = comment_queries.by_id(connection, row.site_id, written.id)
    address = _address(connection, comment.author)
    ban = ban_of_author(connection, comment, now=row.made_at)
    duties = policy_of(connection, row.site_id).policy[DUTIES]
    if address is None or duties.letters is Switch.OFF or ban is None or ban.made_at != row.made_at:
        return None
    site = site_by_id(connection, row.site_id)
    translator = translator_of(site)
    subject = translator.translate(N_("We take no comments from you at present"))
    lines = [
        translator.translate(N_("Dear %(name)s,"), name=comment.author.name),
        "",
        *(
            f"{line.title}: {line.text}"
            for line in statement_lines(translator, statement, row.made_at, duties)
        ),
        "",
        translator.translate(N_("On this page you can appeal:")),
        f"{site.base_url}/your-comment/{comment.status_token}",
        "",
        site.name,
    ]
    return Email(address, subject, "\n".join(lines))


def email_of_warning(connection: Connection, warning_id: int) -> Email | None:
    """That staff warn somebody about a comment, and by which rule.

    None where we know no address of theirs, or they took the comment back meanwhile.
    """
    row = connection.execute(select(warnings).where(warnings.c.id == warning_id)).one()
    comment = comment_queries.by_id(connection, row.site_id, row.comment_id)
    address = _address(connection, comment.author)
    if address is None or comment.state is State.WITHDRAWN:
        return None
    site = site_by_id(connection, row.site_id)
    translate = translator_of(site).translate
    article = article_queries.even_unpublished(connection, row.site_id, comment.article_id)
    words = WORDS[row.rule]
    # Some messages have numbers of what was found, which a warning has not.
    own = "" if "%(" in words.message else translate(words.message)
    subject = translate(
        N_("About your comment on “%(headline)s”: a warning"), headline=article.headline
    )
    lines = [
        translate(N_("Dear %(name)s,"), name=comment.author.name),
        "",
        translate(
            N_(
                "One of our moderators read your comment on “%(headline)s” and asks you to heed "
                "our rules. This is a warning, and no more: it changes nothing about the comment "
                "by itself. If it happens again, we may read your comments before they appear, or "
                "take none from you for a time."
            ),
            headline=article.headline,
        ),
        "",
        row.title or translate(words.title),
        row.text or own,
        "",
        translate(N_("Everything about your comment, and what you can do:")),
        f"{site.base_url}/your-comment/{comment.status_token}",
        "",
        site.name,
    ]
    return Email(address, subject, "\n".join(lines))


def email_for_staff(connection: Connection, staff_id: int, invited_by: str) -> Email | None:
    """The e-mail to somebody who was let in to the desk; None where they were shut out since.

    It holds no link that signs in: it may be read days later, or by whoever it was passed on to.
    """
    member = staff_by_id(connection, staff_id)
    if member is None:
        return None
    site = site_by_id(connection, member.site_id)
    translate = translator_of(site).translate
    subject = translate(N_("You are invited to the comments desk of %(site)s"), site=site.name)
    role = f"{translate(ROLE_NAMES[member.role])}: {translate(ROLE_WORDS[member.role])}."
    where = ", ".join(sorted(member.sections))
    lines = [
        translate(N_("Dear %(name)s,"), name=member.name),
        "",
        translate(
            N_("%(who)s lets you in to the comments desk of %(site)s. What you are there:"),
            who=invited_by,
            site=site.name,
        ),
        role,
        *([translate(N_("In these sections: %(sections)s"), sections=where)] if where else []),
        "",
        translate(N_("Sign in with this e-mail address: a link comes to it each time.")),
        f"{site.base_url}/sign-in?next=/desk",
        "",
        site.name,
    ]
    return Email(member.email, subject, "\n".join(lines))


def email_with_link(connection: Connection, link: Link) -> Email:
    """The e-mail with a sign-in link, made when it is sent: its token is kept nowhere."""
    site = site_by_id(connection, link.site_id)
    translate = translator_of(site).translate
    text = translate(
        N_(
            "Open this link to sign in at %(site)s. It works once, for half an hour:\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, you need do nothing."
        ),
        site=site.name,
        link=f"{site.base_url}/sign-in/{link.token}",
    )
    subject = translate(N_("Sign in at %(site)s"), site=site.name)
    return Email(link.email, subject, text)
