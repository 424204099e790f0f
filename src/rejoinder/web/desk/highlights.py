"""A comment's source with the stretches that the judge and the checks found, marked. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

# Mark and words for a screen reader, which does not say that something is marked.
_OPEN = Markup('<mark class="{classes}" title="{names}"><span class="unseen">[{names}: </span>')
_CLOSE = Markup('<span class="unseen">]</span></mark>')


# Nobody looks at more, and each takes 150 bytes of the page.
MOST_MARKS = 1000

# A kind and its name in words.
Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the source that something speaks for."""

    start: int
    end: int
    """In characters; the end is not included."""
    kind: str
    """Which CSS class it wears: `mark-KIND`."""
    name: str
    """In words, for a person."""


def highlighted(source: str, highlights: Iterable[Highlight]) -> Markup:
    """The source, escaped, with each stretch in a <mark> that says what was found there.

    Where stretches overlap the text is cut at every border, so that each piece names all that
    was found in it and marks are never nested. What lies outside the source is left out.
    """
    inside = [each for each in highlights if 0 <= each.start < each.end <= len(source)]
    inside = inside[:MOST_MARKS]
    labels = list(dict.fromkeys((each.kind, each.name) for each in inside))
    changes: dict[int, Counter[Label]] = defaultdict(Counter)
    for each in inside:
        changes[each.start][each.kind, each.name] += 1
        changes[each.end][each.kind, each.name] -= 1
    pieces: list[str] = []
    open_now: Counter[Label] = Counter()
    run: list[Label] = []
    begun = 0
    for border in sorted(changes):
        open_now.update(changes[border])
        # A border of two stretches of one kind that touch or overlap divides nothing to be seen.
        here = [label for label in labels if open_now[label] > 0]
        if here != run:
            pieces.append(_piece(source[begun:border], run))
            run, begun = here, border
    pieces.append(_piece(source[begun:], run))
    return Markup("".join(pieces))  # noqa: S704 - each piece is escaped


def _piece(text: str, labels: Sequence[Label]) -> str:
    if not text or not labels:
        return str(escape(text))
    return f"{_opening(tuple(labels))}{escape(text)}{_CLOSE}"


@lru_cache(maxsize=256)
def _opening(labels: tuple[Label, ...]) -> Markup:
    """The same few are opened some thousand times in a long text."""
    classes = " ".join(dict.fromkeys(f"mark-{kind}" for kind, _ in labels))
    return _OPEN.format(classes=classes, names=", ".join(name for _, name in labels))
