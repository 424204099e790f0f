"""Comments made from the demo newsroom's sentences, so that sizes on the wire are honest.

A benchmark that repeats one sentence compresses to nothing and asks the judge the same question.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rejoinder.demo.source import DemoThread

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’]?\s+")
# Headings, quotations, lists and links belong to an article, not to what readers say of it.
_NOT_PROSE = ("#", ">", "-", "*", "|", "!", "[")
# Comments of 12 to 64 words: 40 on average, once the last sentence is whole.
SHORTEST, LONGEST = 12, 56


@dataclass(frozen=True, slots=True)
class Material:
    """What can be said of one article: sentences of its readers and of its own body."""

    slug: str
    sentences: tuple[str, ...]


def material_of(thread: DemoThread) -> Material:
    """Sentences about one article; what the desk declined is left out."""
    said = [comment.text for comment in thread.comments if comment.stays]
    body = [part for part in thread.source.body.split("\n\n") if not part.startswith(_NOT_PROSE)]
    sentences = [sentence for text in (*said, *body) for sentence in sentences_of(text)]
    return Material(thread.source.slug, tuple(dict.fromkeys(sentences)))


def sentences_of(text: str) -> list[str]:
    """A text's sentences, each on one line."""
    line = " ".join(text.split())
    return [each for each in _SENTENCE_END.split(line) if len(each.split()) > 2]


def unrepeated(material: Sequence[Material], rng: random.Random) -> Iterator[str]:
    """Comments in which no sentence comes again until all have been used."""
    deck = _deck([sentence for each in material for sentence in each.sentences], rng)
    while True:
        yield _until(rng.randint(SHORTEST, LONGEST), deck)


def about(material: Material, rng: random.Random) -> Iterator[str]:
    """Different comments on one article, as many as are asked for.

    The sentences come again in other company: two comments may share one, none is the same.
    """
    made: set[str] = set()
    while True:
        chosen = rng.sample(material.sentences, k=min(6, len(material.sentences)))
        text = _until(rng.randint(SHORTEST, LONGEST), iter(chosen))
        if text not in made:
            made.add(text)
            yield text


def _deck(cards: list[str], rng: random.Random) -> Iterator[str]:
    while True:
        yield from rng.sample(cards, k=len(cards))


def _until(words: int, sentences: Iterator[str]) -> str:
    taken: list[str] = []
    count = 0
    for sentence in sentences:
        taken.append(sentence)
        count += len(sentence.split())
        if count >= words:
            break
    return " ".join(taken)
