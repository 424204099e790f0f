"""Comments as lists show them: what was searched for is marked, and each leads to its own page."""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.articles.queries import by_ids as articles_by_ids
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_ids as comments_by_ids
from rejoinder.text import Term, places_of
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.cards import STATE_NAMES
from rejoinder.web.desk.highlights import Highlight, highlighted
from rejoinder.web.desk.list_views import FoundRow

# In characters: what stands in a list of a comment, and how much of it before the first find.
LONGEST: Final = 300
LONGEST_READ: Final = 1200
_BEFORE: Final = 60


def found_rows(
    connection: Connection,
    desk: DeskContext,
    ids: Sequence[int],
    *,
    terms: tuple[Term, ...] = (),
    figures: Mapping[int, str] | None = None,
    longest: int = LONGEST,
) -> list[FoundRow]:
    """The rows of these comments, in their order; `figures` is what stands beside each."""
    found = comments_by_ids(connection, ids)
    headlines = articles_by_ids(
        connection, desk.site_id, {each.article_id for each in found.values()}
    )
    translate = desk.context.translator.translate
    marked = translate("Found")
    return [
        FoundRow(
            id=each.id,
            author=each.author.name,
            author_id=each.author.reader_id,
            state=each.state.value,
            state_name=translate(STATE_NAMES[each.state]),
            created_at=each.created_at,
            headline=headlines[each.article_id].headline if each.article_id in headlines else "",
            article_id=each.article_id,
            text=_text(each, terms, longest, marked),
            figure=(figures or {}).get(each.id, ""),
        )
        for each in (found[number] for number in ids if number in found)
    ]


def _text(comment: Comment, terms: tuple[Term, ...], longest: int, marked: str) -> Markup:
    """The beginning of the text, or the piece in which the first find stands."""
    if comment.state is State.WITHDRAWN:
        return Markup()
    source, places = comment.source, list(places_of(comment.source, terms))
    start = max(places[0][0] - _BEFORE, 0) if places and len(source) > longest else 0
    if start:  # not in the midst of a word
        start = source.find(" ", start, places[0][0]) + 1 or start
    piece = source[start : start + longest]
    marks = [Highlight(at - start, to - start, "found", marked) for at, to in places]
    return Markup("{}{}{}").format(
        "… " if start else "",
        highlighted(piece, marks),
        " …" if start + longest < len(source) else "",
    )
