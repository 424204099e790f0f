"""What a comment stands under, from Perspective's `context`: there it never changed a score."""

from collections.abc import Callable
from dataclasses import dataclass

from rejoinder.dropin.formats.perspective.errors import comment_error
from rejoinder.dropin.formats.perspective.messages import Context, TextEntry
from rejoinder.dropin.formats.perspective.spans import utf8_length
from rejoinder.engine import Article

MAX_ENTRY_BYTES = 1_000_000
# A very long read. The judge compares with the first two hundred sentences.
MAX_ARTICLE_CHARS = 40_000
MAX_HEADLINE_CHARS = 250


@dataclass(frozen=True, slots=True)
class CommentContext:
    """The article and the comment that is answered, as far as they were sent."""

    article: Article | None = None
    parent: str | None = None


def context_of(
    context: Context | None, check_type: Callable[[TextEntry | None], None]
) -> CommentContext:
    """The article and the parent: named as such, or the first and the last of several entries.

    Raises:
        PerspectiveError: both ways are used at once, an entry is no plain text, or it is too long.
    """
    if context is None:
        return CommentContext()
    entries, named = context.entries or [], context.article_and_parent_comment
    if entries and named is not None:
        raise comment_error(
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, "
            "but both fields were populated.",
        )
    first = named.article if named else (entries[0] if entries else None)
    last = named.parent_comment if named else (entries[-1] if len(entries) > 1 else None)
    for entry in entries or (first, last):
        check_type(entry)
        if entry and entry.text and utf8_length(entry.text) > MAX_ENTRY_BYTES:
            raise comment_error("INVALID_REQUEST", "Context entry too long.")
    return CommentContext(_article(first), _text(last)[:MAX_ARTICLE_CHARS] or None)


def _article(entry: TextEntry | None) -> Article | None:
    """A first line that is short and stands alone is the headline."""
    text = _text(entry)[:MAX_ARTICLE_CHARS]
    if not text:
        return None
    first, _, rest = text.partition("\n")
    if rest.strip() and len(first) <= MAX_HEADLINE_CHARS:
        return Article(headline=first.strip(), body=rest.strip())
    return Article(body=text)


def _text(entry: TextEntry | None) -> str:
    return ((entry.text if entry else None) or "").strip()
