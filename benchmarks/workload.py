"""What is seeded: the newsroom's articles and threads, and two threads that are measured.

Pure, and the same for every server, so that all of them serve the same comments.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.texts import Material, material_of, unrepeated
from rejoinder.articles.model import ArticleSource
from rejoinder.demo.source import DemoThread, threads

SEED = 1851
SMALL, LARGE = 20, 500
REPLIES = 0.65
DEEPEST = 6
"""Replies above each other below a comment on the article itself."""
# Readers answer what was said lately.
RECENT = 40
AUTHORS = 150


@dataclass(frozen=True, slots=True)
class SeedComment:
    """A published comment; `parent` is its parent's place in the thread."""

    author: str
    text: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class SeedThread:
    """An article and the comments under it, oldest first."""

    article: ArticleSource
    comments: tuple[SeedComment, ...]
    material: Material


@dataclass(frozen=True, slots=True)
class Workload:
    """Everything that is seeded."""

    small: SeedThread
    large: SeedThread
    others: tuple[SeedThread, ...]
    """The newsroom as it is; posts go here."""

    @property
    def threads(self) -> tuple[SeedThread, ...]:
        """All of them."""
        return (*self.others, self.small, self.large)


def build_workload(seed: int = SEED) -> Workload:
    """The same for the same seed."""
    rng = random.Random(seed)
    newsroom = [thread for thread in threads() if not thread.closed]
    longest = max(newsroom, key=lambda thread: len(thread.comments))
    texts = unrepeated([material_of(thread) for thread in newsroom], rng)
    return Workload(
        small=_measured(longest, SMALL, texts, rng),
        large=_measured(longest, LARGE, texts, rng),
        others=tuple(_as_it_is(thread) for thread in newsroom),
    )


def shape(size: int, rng: random.Random) -> list[int | None]:
    """A thread's parents: 65 % replies, to recent comments, at most six deep."""
    replies = set(rng.sample(range(1, size), k=round(size * REPLIES)))
    parents: list[int | None] = []
    depths: list[int] = []
    for place in range(size):
        parent = None
        if place in replies:
            recent = range(max(0, place - RECENT), place)
            parent = rng.choice([each for each in recent if depths[each] < DEEPEST] or [0])
        parents.append(parent)
        depths.append(0 if parent is None else depths[parent] + 1)
    return parents


def _measured(model: DemoThread, size: int, texts: Iterator[str], rng: random.Random) -> SeedThread:
    """A thread of the wanted size under a copy of an article."""
    article = replace(model.source, slug=f"thread-of-{size}")
    comments = [
        SeedComment(f"Reader {rng.randint(1, AUTHORS)}", next(texts), parent)
        for parent in shape(size, rng)
    ]
    return SeedThread(article, tuple(comments), material_of(model))


def _as_it_is(thread: DemoThread) -> SeedThread:
    places: dict[str, int] = {}
    comments: list[SeedComment] = []
    for comment in thread.comments:
        parent = None if comment.reply_to is None else places.get(comment.reply_to)
        if not comment.stays:
            continue
        places[comment.key] = len(comments)
        comments.append(SeedComment(comment.by, comment.text, parent))
    return SeedThread(thread.source, tuple(comments), material_of(thread))
