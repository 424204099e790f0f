"""Nobody who could know told of the article, so the comment could not be compared with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Choice, Policy, Table


class Unconfirmed(StrEnum):
    """What becomes of comments under a page of which only a reader's browser told."""

    HOLD = "hold"
    PUBLISH = "publish"
    READ = "read"
    """As under any other, where the browser brought a text along."""


@dataclass(frozen=True, slots=True)
class UnconfirmedSettings:
    """What becomes of a comment whose article is known by a browser's word alone."""

    article: Annotated[Unconfirmed, Choice(Unconfirmed)] = Unconfirmed.HOLD


UNCONFIRMED = Table(
    ("unconfirmed",),
    UnconfirmedSettings(),
    comment=N_("""\
What becomes of a comment under a page of your own site before anybody but a reader's browser has
told of it: neither your system nor the page itself, which is fetched.
  "hold"      a person reads it first
  "publish"   it is not compared with the article; all other rules apply
  "read"      it is compared with what the browser said, which could be anybody's invention"""),
)


def article_unread(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge was shown no article."""
    if case.article_unread:
        passes = policy[UNCONFIRMED].article is Unconfirmed.PUBLISH
        yield ARTICLE_UNREAD.finding(Severity.NOTE if passes else Severity.HOLD)


ARTICLE_UNREAD = Rule(
    id="article-unread",
    severity=Severity.HOLD,
    check=article_unread,
    settings=(UNCONFIRMED,),
    in_force=lambda policy: policy[UNCONFIRMED].article is not Unconfirmed.PUBLISH,
    excuses_staff=True,
    words=RuleWords(
        title=N_("The article is not known yet"),
        found=N_("The article was not read, so there was nothing to compare the comment with."),
        message=N_(
            "The article has not reached us yet, so nothing could be compared with it, and a "
            "person will read your comment. That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "For a moment after an article appears it may not have reached the program that "
            "compares comments with it. Until then a comment under it waits for a person."
        ),
    ),
)

RULES = (ARTICLE_UNREAD,)
