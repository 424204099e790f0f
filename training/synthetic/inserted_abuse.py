"""Civil newspaper comments with one abusive sentence put into them: what a long comment can hide.

They teach the calibration how much the worst passage counts beside the whole.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from training.data.examples import Example

LONGEST_ABUSE = 120
"""Characters: a sentence or two."""

KINDS = ("insult", "insult", "threat", "identity_attack")
"""What is hidden, drawn evenly: insults as real readers wrote them, the rest our own."""

_BREAK = re.compile(r"(?<=[.!?])\s+")


def buried(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Each newspaper comment twice, with an abusive sentence of the same fold in its midst."""
    draw = random.Random(seed)
    abuse: dict[tuple[int, str], list[str]] = defaultdict(list)
    for found in examples:
        kind = _kind(found)
        if kind:
            abuse[found.placed(), kind].append(found.text.strip())
    for found in [found for found in examples if found.source == "newspaper"] * 2:
        kind = draw.choice(KINDS)
        sentences = abuse[found.placed(), kind]
        if sentences:
            parts = _BREAK.split(found.text)
            parts.insert(draw.randint(0, len(parts)), draw.choice(sentences))
            labels = {"toxicity": 0.95, kind: 0.95}
            yield Example("buried", " ".join(parts), labels, 0.3, found.group)


def _kind(found: Example) -> str:
    """Which kind of abuse this short text surely is; "" for none."""
    if len(found.text) > LONGEST_ABUSE:
        return ""
    if found.source == "toxic_spans":
        return "insult" if found.labels["insult"] >= 1 else ""
    if found.source in {"templates", "groups"}:
        ours = ("threat", "identity_attack")
        return next((kind for kind in ours if found.labels.get(kind, 0) >= 1), "")
    return ""
