"""What stands inside a paragraph of a comment: emphasis, links, and everything else as typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import regex

# What may mean something. A backslash takes its meaning from the sign behind it, and shows
# wherever it takes none: in C:\new and in a shrug.
_SIGN = re.compile(r"\\[*\[\]<>_]|\*+|_+|!?\[|\]|<https?://[^\s<>]{1,2000}>", re.IGNORECASE)
# An address in brackets. Brackets within it come in pairs, as in Wikipedia's; it ends before the
# next link at the latest, so that a page of unfinished links is read once.
_TARGET = re.compile(
    r"\( {0,3}(https?://(?:[^\s<>()\]]|\](?!\()"
    r"|\((?:[^\s<>()\]]|\([^\s<>()\]]*+\))*+\))++) {0,3}\)",
    re.IGNORECASE,
)
_LONGEST_TARGET: Final = 2000
# What shows: neither space nor one of the letters that are drawn as nothing.
_SEEN = regex.compile(r"(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{S}\p{P}]")

# From, up to but not with, in the paragraph.
Stretch = tuple[int, int]


class Piece(NamedTuple):
    """What is shown next: a stretch of the paragraph, a tag, or both ends of nothing."""

    tag: str
    """`em`, `/em`, `strong`, `/strong`, `a`, `/a`; empty for words."""
    start: int = 0
    end: int = 0
    href: str = ""


@dataclass(slots=True)
class _Run:
    """Stars or underscores that may begin or end an emphasis."""

    start: int
    end: int
    sign: str
    opens: bool
    closes: bool


class _Link(NamedTuple):
    before: Stretch
    """The signs before its words."""
    after: Stretch
    href: str
    href_at: int


def pieces(text: str) -> list[Piece]:
    """A paragraph as it is shown, in order."""
    signs = _Signs(text)
    signs.read()
    cuts: list[tuple[int, int, Piece | None]] = [(*stretch, None) for stretch in signs.dropped]
    for link in signs.links:
        cuts.append((*link.before, Piece("a", link.href_at, href=link.href)))
        cuts.append((*link.after, Piece("/a")))
    for group in _by_link(signs.runs, signs.links):
        cuts += _emphasis(group)
    return list(_cut(text, sorted(cuts, key=lambda cut: cut[:2])))


@dataclass(slots=True)
class _Signs:
    """The signs of a paragraph, read once from its beginning to its end."""

    text: str
    links: list[_Link] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    dropped: list[Stretch] = field(default_factory=list)
    """Backslashes that say of the next sign that it means itself."""
    _brackets: list[Stretch] = field(default_factory=list)
    _done: int = 0

    def read(self) -> None:
        """Sorts them by what they are."""
        for match in _SIGN.finditer(self.text):
            start, end = match.span()
            if start < self._done:
                continue  # inside a link's address
            match match[0][0]:
                case "\\":
                    if match[0] != r"\_":  # a shrug's arm
                        self.dropped.append((start, start + 1))
                case "*" | "_":
                    self.runs.append(_run(self.text, start, end))
                case "<":
                    address = match[0][1:-1]
                    self.links.append(_Link((start, start + 1), (end - 1, end), address, start + 1))
                case "]":
                    self._close(start)
                case _:
                    self._brackets.append((_image_start(self.text, start, end), end))

    def _close(self, end: int) -> None:
        """A link, where the last open bracket holds words and an address follows."""
        if not self._brackets:
            return
        opened = self._brackets.pop()
        target = _target(self.text, opened[1], end)
        if target is None:
            return
        self._done = target.end()
        while self.links and self.links[-1].before[0] >= opened[0]:
            self.links.pop()
        self.links.append(_Link(opened, (end, self._done), target[1], target.start(1)))
        self._brackets.clear()  # no link within a link


def _image_start(text: str, start: int, end: int) -> int:
    """Where `![` begins; an exclamation mark that ends a word is none of it."""
    if end - start == 1:
        return start
    return start + 1 if start and not text[start - 1].isspace() else start


def _target(text: str, begun: int, ended: int) -> re.Match[str] | None:
    """The address behind a bracket; None where the bracket holds nothing to be seen."""
    target = _TARGET.match(text, ended + 1)
    if target is None or len(target[1]) > _LONGEST_TARGET:
        return None
    return target if _SEEN.search(text, begun, ended) else None


def _run(text: str, start: int, end: int) -> _Run:
    """Signs in the midst of a word or a sum emphasise nothing: 5*4*3, snake_case, f**k."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return _Run(
        start,
        end,
        text[start],
        opens=not before.isalnum() and not after.isspace(),
        closes=not before.isspace() and not after.isalnum(),
    )


def _by_link(runs: Sequence[_Run], links: Sequence[_Link]) -> Iterator[list[_Run]]:
    """The runs outside of links, and those of each: no emphasis begins in one and ends outside."""
    groups: dict[int, list[_Run]] = {}
    behind = iter(links)
    link, number = next(behind, None), 0
    for run in runs:
        while link is not None and run.start >= link.after[1]:
            link, number = next(behind, None), number + 1
        inside = link is not None and link.before[0] <= run.start
        groups.setdefault(number + 1 if inside else 0, []).append(run)
    yield from groups.values()


def _emphasis(runs: Sequence[_Run]) -> list[tuple[int, int, Piece]]:
    """Where emphasis begins and ends: every closing run with the nearest open one of its sign."""
    cuts: list[tuple[int, int, Piece]] = []
    opened: dict[str, list[_Run]] = {"*": [], "_": []}
    for run in runs:
        others = opened["_" if run.sign == "*" else "*"]
        same = opened[run.sign]
        while run.closes and same and run.start < run.end:
            opener = same[-1]
            size = min(2, opener.end - opener.start, run.end - run.start)
            tag = "strong" if size == 2 else "em"
            cuts.append((opener.end - size, opener.end, Piece(tag)))
            cuts.append((run.start, run.start + size, Piece(f"/{tag}")))
            opener.end -= size
            run.start += size
            while others and others[-1].start > opener.start:
                others.pop()
            if opener.start == opener.end:
                same.pop()
        if run.opens and run.start < run.end:
            same.append(run)
    return cuts


def _cut(text: str, cuts: Sequence[tuple[int, int, Piece | None]]) -> Iterator[Piece]:
    done = 0
    for start, end, piece in cuts:
        if done < start:
            yield Piece("", done, start)
        if piece is not None:
            yield piece
        done = max(done, end)
    if done < len(text):
        yield Piece("", done, len(text))
