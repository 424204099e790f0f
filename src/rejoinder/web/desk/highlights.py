"""A comment's source with the stretches that the judge and the checks found, marked. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

# Mark and words for a screen reader, which does not say that something is marked.
_OPEN = Markup('<mark class="{classes}" title="{names}"><span class="unseen">[{names}: </span>')
_CLOSE = Markup('<span class="unseen">]</span></mark>')


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
    borders = sorted({0, len(source), *(at for each in inside for at in (each.start, each.end))})
    pieces: list[Markup] = []
    run: tuple[Highlight, ...] = ()
    begun = 0
    for start in borders:
        # A border of two stretches of one kind that touch or overlap divides nothing to be seen.
        here = tuple(each for each in inside if each.start <= start < each.end)
        if _labels(here) != _labels(run) or start == len(source):
            pieces.append(_piece(source[begun:start], run))
            run, begun = here, start
    return Markup("").join(pieces)


def _labels(highlights: Sequence[Highlight]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((each.kind, each.name) for each in highlights))


def _piece(text: str, highlights: Sequence[Highlight]) -> Markup:
    if not text or not highlights:
        return escape(text)
    labels = _labels(highlights)
    classes = " ".join(dict.fromkeys(f"mark-{kind}" for kind, _ in labels))
    names = ", ".join(name for _, name in labels)
    return _OPEN.format(classes=classes, names=names) + text + _CLOSE
