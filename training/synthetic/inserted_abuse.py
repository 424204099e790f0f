"""Civil newspaper comments with one abusive sentence put into them: what a long comment can hide.

They teach the calibration how much the worst passage counts beside the whole.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from training.data.examples import Example

SOURCE = "buried"

WEIGHT = 0.3
LABEL = 0.95

# Each newspaper comment is used so often.
TIMES = 2

# Characters: a sentence or two.
LONGEST_ABUSE = 120

# What is hidden, drawn evenly: insults as real readers wrote them, the rest our own.
ATTRIBUTES = ("insult", "insult", "threat", "identity_attack")

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def inserted_abuse(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Gives each newspaper comment twice, an abusive sentence of the same fold in its midst."""
    draw = random.Random(seed)
    abuse: dict[tuple[int, str], list[str]] = defaultdict(list)
    for example in examples:
        attribute = _surely(example)
        if attribute:
            abuse[example.assigned_fold(), attribute].append(example.text.strip())
    for comment in [each for each in examples if each.source == "newspaper"] * TIMES:
        attribute = draw.choice(ATTRIBUTES)
        candidates = abuse[comment.assigned_fold(), attribute]
        if candidates:
            sentences = _SENTENCE_END.split(comment.text)
            sentences.insert(draw.randint(0, len(sentences)), draw.choice(candidates))
            labels = {"toxicity": LABEL, attribute: LABEL}
            yield Example(SOURCE, " ".join(sentences), labels, WEIGHT, comment.group)


def _surely(example: Example) -> str:
    """Gives the kind of abuse that this short text surely is; "" for none."""
    if len(example.text) > LONGEST_ABUSE:
        return ""
    if example.source == "toxic_spans":
        return "insult" if example.labels["insult"] >= 1 else ""
    if example.source in {"templates", "groups"}:
        ours = ("threat", "identity_attack")
        return next((name for name in ours if example.labels.get(name, 0) >= 1), "")
    return ""
