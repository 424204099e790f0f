"""Labels what is sexually explicit by words, since no set labels it.

A text with two different words from the published list of sexual acts and parts is called
explicit, one with none is not; with a single one nothing is said, since most of them are oaths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from training.data.examples import Example
from training.data.tables import read_table

ATTRIBUTE = "sexually_explicit"

# How likely two different words make a text explicit.
LABEL = 0.85

# Listed as sexual, but mostly said in anger.
OATHS = frozenset(Path(__file__).with_name("oaths.txt").read_text("utf-8").split())

# The sets whose texts are labelled by their words.
LABELLED = frozenset(("jigsaw", "jigsaw_plain", "gab", "toxic_spans", "hatexplain", "edos"))

# Letters up to which a listed word is passed over: it stands in too many others.
SHORT_WORD = 3


def label_by_words(examples: Iterable[Example], data: Path) -> Iterator[Example]:
    """Gives the same examples, those of some sets with a label for sexual content."""
    pattern = _pattern(data)
    for example in examples:
        if example.source not in LABELLED or ATTRIBUTE in example.labels:
            yield example
            continue
        words = {word.lower() for word in pattern.findall(example.text)}
        if len(words) == 1:
            yield example
        else:
            label = LABEL if words else 0.0
            yield replace(example, labels={**example.labels, ATTRIBUTE: label})


def _pattern(data: Path) -> re.Pattern[str]:
    listed = {
        row["text"].lower()
        for row in read_table(data / "profanity_lists" / "surge_profanity_en.csv")
        if row["category_1"].startswith("sexual anatomy") and len(row["text"]) > SHORT_WORD
    }
    words = sorted(re.escape(word) for word in listed - OATHS)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
