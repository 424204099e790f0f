"""What a comment stands under, from Perspective's `context`: there it never changed a score."""

from collections.abc import Callable
from dataclasses import dataclass

from rejoinder.dropin.formats.perspective.messages import Context, TextEntry
from rejoinder.dropin.formats.perspective.problems import refused
from rejoinder.dropin.formats.perspective.spans import utf8_length
from rejoinder.engine import Article

MOST_ENTRY_BYTES = 1_000_000
# A very long read. The judge compares with the first two hundred sentences.
MOST_ARTICLE = 40_000
LONGEST_HEADLINE = 250


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The article and the comment that is answered, as far as they were sent."""

    article: Article | None = None
    parent: str | None = None


def surroundings_of(
    context: Context | None, check_type: Callable[[TextEntry | None], None]
) -> Surroundings:
    """The article and the parent: named as such, or the first and the last of several entries.

    Raises:
        Refused: both ways are used at once, an entry is no plain text, or it is too long.
    """
    if context is None:
        return Surroundings()
    entries, both = context.entries or [], context.article_and_parent_comment
    if entries and both is not None:
        raise refused(
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, "
            "but both fields were populated.",
        )
    first = both.article if both else (entries[0] if entries else None)
    last = both.parent_comment if both else (entries[-1] if len(entries) > 1 else None)
    for entry in entries or (first, last):
        check_type(entry)
        if entry and entry.text and utf8_length(entry.text) > MOST_ENTRY_BYTES:
            raise refused("INVALID_REQUEST", "Context entry too long.")
    return Surroundings(_article(first), _text(last)[:MOST_ARTICLE] or None)


def _article(entry: TextEntry | None) -> Article | None:
    """A first line that is short and stands alone is the headline."""
    text = _text(entry)[:MOST_ARTICLE]
    if not text:
        return None
    first, _, rest = text.partition("\n")
    if rest.strip() and len(first) <= LONGEST_HEADLINE:
        return Article(headline=first.strip(), body=rest.strip())
    return Article(body=text)


def _text(entry: TextEntry | None) -> str:
    return ((entry.text if entry else None) or "").strip()
