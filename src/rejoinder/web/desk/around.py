"""What stands around a comment: its conversation, its article, its earlier texts.

Each is a page of its own, and a piece that the desk's script puts into the card.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup, escape
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.desk.conversation import conversation
from rejoinder.errors import N_
from rejoinder.moderation.queries import latest_decision
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_or_sign_in
from rejoinder.web.desk.cards import evidence_of, quote
from rejoinder.web.desk.highlights import Highlight, highlighted
from rejoinder.web.desk.versions import changed
from rejoinder.web.desk.views import QuoteView
from rejoinder.web.thread_pool import in_thread

# As long a number as a conversation can need: what is longer is none of ours.
START: Final = re.compile(r"[0-9]{1,6}")
# Nobody reads on at the desk.
MOST_PARAGRAPHS: Final = 300
# The newest changes; the text as first written is shown besides, however many there were.
MOST_CHANGES: Final = 20
# Deeper ones stand where these do.
DEEPEST_SHOWN: Final = 6
# Of a heading in such a piece: the card has one of the second itself, the page only its own.
LEVEL_IN_CARD: Final = 3
LEVEL_IN_PAGE: Final = 2


@dataclass(frozen=True, slots=True)
class SaidView:
    """A comment of the conversation as the desk shows it."""

    quote: QuoteView
    created_at: datetime
    depth: int
    here: bool
    """Whether it is the one that the card is about."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A text that a comment had, with what had changed in it."""

    text: Markup
    written_at: datetime
    first: bool
    left_out: int = 0
    """How many changes between it and the one shown above it are not shown."""


@get("/desk/comments/{comment_id:int}/conversation")
@in_thread
def show_conversation(request: WebRequest, comment_id: FromPath[int]) -> Response[Any] | Redirect:
    """Everything that was said around a comment, whatever became of it."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    asked = request.query_params.get("from", "")
    with desk.context.database.reading() as connection:
        comment = comment_queries.by_id(connection, desk.site_id, comment_id)
        start = int(asked) if START.fullmatch(asked) else None
        found = conversation(connection, comment, start=start)
    said = [
        SaidView(
            quote(desk.context.translator, each.comment),
            each.comment.created_at,
            min(each.depth, DEEPEST_SHOWN),
            each.comment.id == comment_id,
        )
        for each in found.said
    ]
    values = {"said": said, "earlier": found.earlier, "later": found.later}
    return _shown(desk, comment, "conversation.html", N_("The whole conversation"), values)


@get("/desk/comments/{comment_id:int}/article")
@in_thread
def show_article_text(request: WebRequest, comment_id: FromPath[int]) -> Response[Any] | Redirect:
    """The article's text, with the sentence marked that lies nearest to the comment."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        comment = comment_queries.by_id(connection, desk.site_id, comment_id)
        article = article_queries.even_unpublished(connection, desk.site_id, comment.article_id)
        evidence = evidence_of(latest_decision(connection, comment_id))
    nearest = desk.context.translator.translate(N_("nearest to the comment"))
    paragraphs = [line for line in article.body_text.split("\n") if line.strip()]
    values = {
        "article": article,
        "headline": marked(article.headline, evidence, nearest),
        "standfirst": marked(article.standfirst, evidence, nearest),
        "paragraphs": [marked(each, evidence, nearest) for each in paragraphs[:MOST_PARAGRAPHS]],
        "rest": len(paragraphs) > MOST_PARAGRAPHS,
    }
    return _shown(desk, comment, "article_text.html", N_("The article"), values)


@get("/desk/comments/{comment_id:int}/versions")
@in_thread
def show_versions(request: WebRequest, comment_id: FromPath[int]) -> Response[Any] | Redirect:
    """The texts that a comment had, the newest first; of one that was taken back none."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        comment = comment_queries.by_id(connection, desk.site_id, comment_id)
        versions = [] if comment.state is State.WITHDRAWN else _versions(connection, desk, comment)
    return _shown(desk, comment, "versions.html", N_("Earlier versions"), {"versions": versions})


def marked(text: str, sentence: str, said: str) -> Markup:
    """A text with a sentence marked where it stands in it."""
    at = text.find(sentence) if sentence else -1
    if at < 0:
        return escape(text)
    return highlighted(text, [Highlight(at, at + len(sentence), "evidence", said)])


def _versions(connection: Connection, desk: DeskContext, comment: Comment) -> Sequence[VersionView]:
    # One more than is shown, to tell what changed in the oldest of them.
    found = comment_queries.versions_of(connection, comment, newest=MOST_CHANGES + 1)
    translator = desk.context.translator
    views = [
        VersionView(changed(before.source, after.source, translator), after.written_at, first=False)
        for after, before in pairwise(found[: MOST_CHANGES + 1])
    ]
    # Readers answered the first one, and it may be what the others are to hide.
    first, left_out = found[-1], found[0].number - 1 - len(views)
    return [*views, VersionView(escape(first.source), first.written_at, True, left_out)]


def _shown(
    desk: DeskContext, comment: Comment, template: str, title: str, values: dict[str, Any]
) -> Response[Any]:
    """The piece alone for a script; else in a page that leads back."""
    told = {**values, "piece": template, "title": title, "comment": comment}
    if desk.by_script:
        return fragment(desk, template, {**told, "level": LEVEL_IN_CARD})
    return show(desk, "around.html", {**told, "level": LEVEL_IN_PAGE})
