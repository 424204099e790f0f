"""Sentences written one by one, of kinds that no published set has, each kind with its neighbours.

In `written/KIND.tsv` a line is the attributes that are true of a text, and the text. `insult?` is
left open; whatever is not named is absent. `[[` and `]]` stand around the words that carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example

FOLDER = Path(__file__).with_name("written")

# Where people divide, and the certainty that is learned of what was written to be so.
PRESENT, ABSENT = 0.97, 0.01
WEIGHT = 1.0

_MARK = re.compile(r"\[\[(.*?)\]\]")


def written_sentences() -> Iterator[Example]:
    """Gives every text of every kind; the source is the kind's name."""
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                yield _example(f"written_{path.stem}", line)
            except ValueError as problem:
                raise ValueError(f"{path.name}, line {number}: {problem}") from problem


def _example(source: str, line: str) -> Example:
    names, tab, marked = line.partition("\t")
    if not tab or not marked.strip():
        raise ValueError("a line is labels, a tab, and a text")
    labels = _labels(names)
    text, marks = _without_marks(marked.strip())
    is_marked = bool(marks) or not any(label > ABSENT for label in labels.values())
    return Example(source, text, labels, WEIGHT, marks=marks if is_marked else None)


def _labels(names: str) -> dict[str, float]:
    """Gives the attributes' labels, those that are open left out."""
    present = set() if names == "-" else set(names.split(","))
    open_ = {name.rstrip("?") for name in present if name.endswith("?")}
    unknown = {name.rstrip("?") for name in present} - set(ATTRIBUTES)
    if unknown:
        raise ValueError(f"no attribute is called {', '.join(sorted(unknown))}")
    labels = {
        name: PRESENT if name in present else ABSENT for name in ATTRIBUTES if name not in open_
    }
    if "toxicity" in present and "severe_toxicity" not in present:
        labels.pop("severe_toxicity", None)  # how bad is too bad was not asked of everything
    return labels


def _without_marks(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Gives the text, and where its marked words stand in it."""
    text = ""
    marks = []
    done = 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        marks.append((len(text), len(text) + len(match[1])))
        text += match[1]
        done = match.end()
    text += marked[done:]
    if "[[" in text or "]]" in text:
        raise ValueError("a mark is not closed")
    return text, tuple(marks)
