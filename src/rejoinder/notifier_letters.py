"""The e-mails to whoever gave notice of a comment as against the law."""

from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.errors import N_
from rejoinder.i18n import translator_of
from rejoinder.mail import Email
from rejoinder.moderation.notice_queries import Notice, notice_by_id, suspension_by_id
from rejoinder.sites.queries import by_id as site_by_id


def receipt_for_notifier(connection: Connection, notice_id: int) -> Email:
    """The receipt of a notice of something illegal."""
    return _to_notifier(
        connection,
        notice_by_id(connection, notice_id),
        N_("We have your notice"),
        N_(
            "Thank you: your notice of a comment on “%(headline)s” has reached us. A person will "
            "decide about it; no program does. You will be told what was decided and why."
        ),
    )


def email_for_notifier(connection: Connection, notice_id: int, decision_id: int) -> Email | None:
    """What was decided about a notice, and what can be done about that.

    None once another decision has answered it, or it is open again.
    """
    notice = notice_by_id(connection, notice_id)
    if notice.decision_id != decision_id:
        return None
    taken_down = N_(
        "You gave us notice of a comment on “%(headline)s”. A person read it and has taken it "
        "down. Its author can appeal against that."
    )
    left_standing = N_(
        "You gave us notice of a comment on “%(headline)s”. A person read it with what you wrote "
        "and left it standing: they did not find it to be against the law or our rules. If you do "
        "not agree, you can ask again on the page below: somebody else would look. The courts and "
        "the authorities of your country are open to you too."
    )
    subject = N_("What we decided about your notice")
    told = taken_down if notice.acted else left_standing
    return _to_notifier(connection, notice, subject, told)


def _to_notifier(connection: Connection, notice: Notice, subject: str, told: str) -> Email:
    site = site_by_id(connection, notice.site_id)
    translate = translator_of(site).translate
    comment = comment_queries.by_id(connection, notice.site_id, notice.comment_id)
    article = article_queries.even_unpublished(connection, notice.site_id, comment.article_id)
    lines = [
        translate(N_("Dear %(name)s,"), name=notice.name),
        "",
        translate(told, headline=article.headline),
        "",
        translate(N_("Your notice, and how it stands with it:")),
        f"{site.base_url}/notices/{notice.token}",
        "",
        site.name,
    ]
    return Email(notice.email, translate(subject), "\n".join(lines))


def email_of_suspension(
    connection: Connection, suspension_id: int, *, now: datetime
) -> Email | None:
    """Why none are taken from an address for a time; None where they are again.

    Anybody can have typed it, so its owner is told what to do if the notices were not theirs.
    """
    found = suspension_by_id(connection, suspension_id)
    if not found.in_force(now):
        return None
    site = site_by_id(connection, found.site_id)
    translator = translator_of(site)
    translate = translator.translate
    lines = [
        translate(
            N_(
                "Several notices of comments came to us from this address in which a person found "
                "nothing against the law or our rules. So we take none from it until %(day)s. Why, "
                "in our editors' words:"
            ),
            day=translator.day(found.until),
        ),
        "",
        found.reason,
        "",
        translate(
            N_(
                "Where somebody is in danger, or about the sexual abuse of children, we read what "
                "you send all the same, and you can report comments as every reader can. If it was "
                "not you who gave those notices, sign in with this address: then we take yours. If "
                "you think that we are wrong in this, write to our editors."
            )
        ),
        f"{site.base_url}/sign-in",
        "",
        site.name,
    ]
    subject = translate(N_("We take no notices from you for a time"))
    return Email(found.email, subject, "\n".join(lines))
