"""Sentences of our own where the data sets are thin: threats, insults, and civil disagreement.

Each is made of parts, drawn with a fixed seed; a frame stays in one fold with all its fillings.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.tables import lists, table

SOURCE = "templates"

WEIGHT = 0.5
INSULT_WEIGHT = 0.4
SHORT_WEIGHT = 1.5

# Of all that openings, middles and endings could make.
CIVIL_SENTENCES = 2500

# What strong words about things are worth as abuse.
CROSS_LABEL = 0.05

_LISTS = lists("templates")

# Comments of a word or two, which belong under any article.
SHORT_COMMENTS = _LISTS["short_comments"]

# A harm as the infinitive, the participle and the third person say it.
_HARMS = table("harms")


def templates(seed: int) -> Iterator[Example]:
    """Gives every sentence, labelled."""
    draw = random.Random(seed)
    yield from _threats()
    yield from _insults()
    parts = (_LISTS[f"civil_{name}"] for name in ("openings", "middles", "endings"))
    for opening, middle, ending in draw.sample(list(itertools.product(*parts)), CIVIL_SENTENCES):
        yield _civil(f"{opening} {middle}{ending}".strip(), middle)
    cross = dict.fromkeys(("toxicity", "insult", "identity_attack", "threat"), CROSS_LABEL)
    for frame, thing in itertools.product(_LISTS["cross"], _LISTS["things"]):
        yield Example(SOURCE, _capital(frame.format(thing)), cross, WEIGHT, frame)
    for text in SHORT_COMMENTS:
        for form in dict.fromkeys((text, text.lower(), text.upper(), text.rstrip(".!"))):
            yield _civil(form, text, SHORT_WEIGHT)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _civil(text: str, group: str, weight: float = WEIGHT) -> Example:
    return Example(SOURCE, text, all_clear(), weight, group)


def _threats() -> Iterator[Example]:
    labels = {"toxicity": 1.0, "threat": 1.0}
    for frame, harm in itertools.product(_LISTS["threats"], _HARMS):
        yield Example(SOURCE, frame.format(**harm), labels, WEIGHT, frame)
    for frame, part in itertools.product(_LISTS["bodily_threats"], _LISTS["body_parts"]):
        yield Example(SOURCE, frame.format(part=part) + ".", labels, WEIGHT, frame)
    for frame, harm in itertools.product(_LISTS["unthreatening"], _HARMS):
        yield _civil(frame.format(**harm) + ".", frame)


def _insults() -> Iterator[Example]:
    labels = {"toxicity": 1.0, "insult": 1.0, "threat": 0.0}
    for frame, name in itertools.product(_LISTS["insults"], _LISTS["insult_names"]):
        article = "an" if name[0] in "aeiou" else "a"
        text = frame.format(a=f"{article} {name}", bare=name)
        yield Example(SOURCE, text + ".", labels, INSULT_WEIGHT, frame)
